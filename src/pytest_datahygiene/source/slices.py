"""The statements of a Python file that hold a seed, as a smaller file.

Nothing is parsed here. A statement starts at a line that begins at the margin, outside strings and brackets; a class
is cut in the same way at the margin of its body. A cut that went wrong does not parse, and then the whole file
is parsed instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pytest_datahygiene.catalog.leaving import keeps, reaches, told
from pytest_datahygiene.source import migrations, outline
from pytest_datahygiene.source.blocks import Block, blocks
from pytest_datahygiene.source.reasons import does, says
from pytest_datahygiene.source.vocabulary import DECLARED, SENT, TOLD, Present, codes_of

_IMPORT = re.compile(r"(?:from|import)\b|[^\n#]*;[ \t]*(?:from|import)\b")
_DEF = re.compile(r"(?:async\s+)?def\b")
_CLASS = re.compile(r"class\b")
_CLASS_NAME = re.compile(r"^[ \t]*class[ \t]+(\w+)", re.MULTILINE)
_DEFINED = re.compile(r"(?:@[^\n]*\n\s*)*(?:async\s+)?(?:class|def)\s+(\w+)")
_NAMED = re.compile(r"class\s+(?P<name>\w+)\s*\((?P<bases>[^)]*)\)")
_WORD = re.compile(r"\w+")
_INDENT = re.compile(r"^[ \t]+(?=\S)", re.MULTILINE)
_FIELD = re.compile(r"\s*(\w+)")
_INNER = re.compile(r"\s*(?:@|(?:async\s+)?def\b|class\b)")
_HEADER_END = re.compile(r":[ \t]*$", re.MULTILINE)
_COMPOUND = re.compile(r"(?:if|for|while|with|try|match)\b")
_NESTED_IMPORT = re.compile(r"^[ \t]+(?:from|import)\b", re.MULTILINE)
_SETTING = re.compile(r"[A-Z][A-Z0-9_]*\b")
_SENDS = 2
# Numbers and patterns of a module that a check further down may name; of the first kind nothing but the number is code.
_NAME = r"[ \t]*[A-Za-z_]\w*(?:[ ]*:[ ]*\w+)?[ ]*=[ ]*"
_NUMBER = re.compile(_NAME + r"\d[\d_]*\s*\Z")
_ADDRESS = re.compile(_NAME + r"f?['\"]https?://")
_PATTERN = re.compile(_NAME + r"(?:re\.compile\()?r['\"]")


# A statement that sets a name, of so many characters at the most.
_SET = re.compile(r"[ \t]*([A-Za-z_]\w{2,})(?:[ ]*:[ ]*[\w.\[\]]+)?[ ]*=(?!=)")
_SMALL = 600
_KEYED = re.compile(r"[ \t]*\w*(?:key|iv|nonce|secret)\w*[ ]*(?::[ ]*\w+[ ]*)?=[ ]*b?['\"]", re.IGNORECASE)


class Slice(NamedTuple):
    """Part of a file: ``lines[i]`` is the line number in the file of line ``i + 1`` of ``text``.

    ``starts`` are the lines of ``text`` at which its pieces begin, each one statement at the margin; empty for a
    whole file.
    """

    text: str
    lines: list[int]
    starts: list[int]
    whole: bool


_NOTHING = Slice("", [], [], whole=False)


def whole(text: str) -> Slice:
    """Return all of a file as a slice."""
    return Slice(text, list(range(1, text.count("\n") + 2)), [], whole=True)


def cut(text: str, seeds: Present) -> Slice:
    """Return the seeded statements, with the imports, constants and classes they need; nothing where none is seeded."""
    text = text if text.endswith("\n") else text + "\n"
    seeds = seeds.narrowed(text.encode("utf-8", "replace"), _CLASS_NAME.findall(text))
    if not (seeds.strongest or seeds.asked):
        return _NOTHING
    bare = outline.code(text)
    how = _SENDS if reaches(text) else told(bare) or int(keeps(bare))
    if how < _SENDS:
        seeds = seeds.above(SENT if how else TOLD)
    if outline.balance(bare):
        # No Python, or Python that the outline misreads: the parser decides, on all of it.
        return whole(text)
    chosen, seeded = _chosen(Block(1, text, bare), seeds)
    if seeds.ciphers and seeded:
        chosen = [(block, worthy or _named(block, chosen)) for block, worthy in chosen]
    starts: list[int] = []
    lines: list[int] = []
    for _, worthy in chosen:
        if worthy:
            starts.append(len(lines) + 1)
        for piece in worthy:
            lines.extend(range(piece.line, piece.line + piece.text.count("\n")))
    kept = "".join(piece.text for _, worthy in chosen for piece in worthy)
    return Slice(kept, lines, starts, whole=False) if seeded else _NOTHING


def _chosen(module: Block, seeds: Present) -> tuple[list[tuple[Block, list[Block]]], bool]:
    """Return the statements of a module, each with the parts that are to be parsed, and whether one holds a seed."""
    chosen: list[tuple[Block, list[Block]]] = []
    classes: set[str] = set()
    seeded = False
    for block in blocks(module):
        worthy = list(_worthy(block, seeds))
        # A constant is there for others, unless it is a setting or was asked for.
        if _is_constant(block):
            counts = bool(_SETTING.match(block.text) and seeds.together(block.data)) or _is_used(block, seeds)
        else:
            counts = bool(worthy)
        seeded = seeded or counts
        worthy = [block] if _is_needed(block) else worthy
        head = _NAMED.match(block.bare, block.head)
        if head and (worthy or classes.intersection(_WORD.findall(head["bases"]))):
            classes.add(head["name"])
            worthy = worthy or list(_class(block, seeds, all_fields=True))
        chosen.append((block, worthy))
    return chosen, seeded


def _sets(member: Block, text: str) -> bool:
    """Tell whether a small statement of a class sets something that a text names."""
    target = _SET.match(member.bare) if len(member.text) <= _SMALL and not _INNER.match(member.bare) else None
    return target is not None and target[1] in text


def _named(block: Block, chosen: list[tuple[Block, list[Block]]]) -> list[Block]:
    """Return a small statement that sets something which the parts to be parsed name: an algorithm, a size, a key."""
    target = _SET.match(block.bare) if len(block.text) <= _SMALL else None
    named = target is not None and any(target[1] in part.text for _, worthy in chosen for part in worthy)
    return [block] if named else []


def _is_needed(block: Block) -> bool:
    """Tell whether others may need a statement, whatever it holds: imports and constants."""
    return bool(
        _IMPORT.match(block.bare)
        or (_COMPOUND.match(block.bare) and _NESTED_IMPORT.search(block.bare))
        or _is_constant(block)
    )


def _is_constant(block: Block) -> bool:
    told = _PATTERN.match(block.text) or _ADDRESS.match(block.text) or _KEYED.match(block.text)
    return bool(told or _NUMBER.match(block.bare))


def _worthy(block: Block, seeds: Present) -> Iterator[Block]:
    """Yield what is to be parsed of one statement."""
    if _CLASS.match(block.bare, block.head):
        if seeds.scattered(block.data) or _is_asked(block, seeds):
            yield from _class(block, seeds)
    elif _DEF.match(block.bare, block.head) or _COMPOUND.match(block.bare):
        if _is_asked(block, seeds) or does(block, seeds):
            yield block
    elif says(block, seeds) or _is_used(block, seeds):
        yield block


def _is_asked(block: Block, seeds: Present, owner: str = "") -> bool:
    """Tell whether a function, or a class for one of its methods, was asked for by name."""
    named = _DEFINED.match(block.bare.lstrip() if owner else block.bare, 0 if owner else block.head)
    if named is None or not seeds.asked:
        return False
    if any(code in block.text for one in seeds.asked if one[0] in "?=" for code in codes_of(one)):
        return True
    name = f"{owner}.{named[1]}" if owner else named[1]
    if f"!{owner if named[1] == '__init__' else named[1]}" in seeds.asked:
        return True
    if any(f"def {one[1:]}(" in block.text for one in seeds.asked if one[0] == "!") and not owner:
        return True
    return name in seeds.asked or owner in seeds.asked or any(one.startswith(name + ".") for one in seeds.asked)


def _is_used(block: Block, seeds: Present) -> bool:
    """Tell whether a small statement sets or uses a variable that was asked for."""
    target = _FIELD.match(block.text)
    return bool(seeds.asked) and (
        (target is not None and any(one.partition(".")[0] == target[1] for one in seeds.asked))
        or any(code in block.text for one in seeds.asked if one[0] == "=" for code in codes_of(one))
    )


def _class(block: Block, seeds: Present, *, all_fields: bool = False) -> Iterator[Block]:
    """Yield the head and the fields of a class if they hold a seed, and those of its methods that do."""
    end = _header_end(block)
    head, body = block.part(0, end), block.part(end)
    indent = _INDENT.search(body.bare)
    if not end or not indent:
        yield block
        return
    margin = re.compile(rf"^{indent[0]}(?:(?!(?:else|elif|except|finally)\b)[^\W\d]|@)", re.MULTILINE)
    members = list(blocks(body, margin))
    plain = [member for member in members if not _INNER.match(member.bare)]
    said = seeds.ciphers and "".join(member.text for member in members if _INNER.match(member.bare))
    seeded = (
        all_fields
        or _is_asked(block, seeds)
        or seeds.together(_said(head, plain).encode("utf-8", "replace")) >= DECLARED
    )
    owner = _DEFINED.match(head.bare, head.head)
    kept = {
        member.line
        for member in members
        if (
            _inner(member, seeds) or _is_asked(member, seeds, owner[1] if owner else "?")
            if _INNER.match(member.bare)
            else seeded
        )
    }
    kept |= {member.line for member in members if _defined(member) in _accessors(plain if seeded else [])}
    if kept and seeds.ciphers:
        # What its methods use may be made there.
        kept |= {member.line for member in members if _defined(member) == "__init__"}
    # The head of a class that was asked for says at least what it inherits.
    if kept or _is_asked(block, seeds):
        yield head
        for member in members:
            if migrations.lists_operations(member):
                yield from migrations.operations(member, seeds)
            elif member.line in kept or _is_constant(member) or (said and _sets(member, said)):
                yield member
        yield Block(block.line, f"{indent[0]}pass\n", "")


def _accessors(members: Iterable[Block]) -> set[str]:
    """Return the methods that ``name = property(get, set)`` calls when an attribute is read or set."""
    return {name for member in members if "property(" in member.bare for name in _WORD.findall(member.bare)}


def _defined(member: Block) -> str:
    named = _DEFINED.match(member.bare.lstrip())
    return named[1] if named else ""


def _header_end(block: Block) -> int:
    """Return the offset of a class's body, 0 where it begins in the line of the head."""
    depth, last = 0, block.head
    for found in _HEADER_END.finditer(block.bare, block.head):
        depth, last = depth + outline.balance(block.bare, last, found.start()), found.start()
        if depth <= 0:
            return found.end() + 1
    return 0


def _said(head: Block, members: list[Block]) -> str:
    """Return the text of a class, and each field's name behind the name of the class: together they may say more."""
    named = _NAMED.match(head.bare, head.head)
    owner = named["name"] if named else ""
    fields = (_FIELD.match(member.bare) for member in members)
    texts = (member.text for member in members)
    return "\n".join((head.text, *texts, *(f"{owner} {field[1]}" for field in fields if field)))


def _inner(member: Block, seeds: Present) -> bool:
    """Tell whether a method or an inner class is worth parsing."""
    is_class = _CLASS.match(member.bare.lstrip()) and seeds.together(member.data) >= DECLARED
    return bool(is_class) or does(member, seeds)
