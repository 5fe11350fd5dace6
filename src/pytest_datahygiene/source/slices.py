"""The statements of a Python file that hold a seed, as a smaller file.

Nothing is parsed here. A statement starts at a line that begins at the margin, outside a triple-quoted string; a class is cut in the
same way at the margin of its body. A cut that went wrong does not parse, and then the whole file is parsed instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pytest_datahygiene.source.vocabulary import FOLLOWED, JUDGED, NOTHING, Present

_MARGIN = re.compile(r"^(?!(?:else|elif|except|finally)\b)[^\W\d]|^@", re.MULTILINE)
_IMPORT = re.compile(r"(?:from|import)\b")
_DEF = re.compile(r"(?:async\s+)?def\b")
_CLASS = re.compile(r"class\b")
_NAMED = re.compile(r"class\s+(?P<name>\w+)\s*\((?P<bases>[^)]*)\)")
_WORD = re.compile(r"\w+")
_INDENT = re.compile(r"^[ \t]+(?=[^\s#])", re.MULTILINE)
_FIELD = re.compile(r"\s*(\w+)")
_INNER = re.compile(r"\s*(?:@|(?:async\s+)?def\b|class\b)")
_HEADER_END = re.compile(r":[ \t]*(?:#.*)?$", re.MULTILINE)
_OPERATIONS = re.compile(r"\s*operations\s*=\s*\[")
_OPERATION = re.compile(r"^([ \t]+)migrations\.\w+\(", re.MULTILINE)
_INNER_CLASS = re.compile(r"\s*class\b")
_COMPOUND = re.compile(r"(?:if|for|while|with|try|match)\b")
_SETTING = re.compile(r"[A-Z][A-Z0-9_]*\b")
_TARGET = re.compile(r"[^\n=]*")
# Words of a function that declares a schema, and of one that judges a text: a name that is not followed means nothing elsewhere.
_SCHEMA = re.compile(r"Column\(|Table\(|create_table|add_column|CREATE TABLE|create table")
_JUDGES = re.compile(
    r"len\(|\.is(?:digit|upper|lower|alpha|alnum)|\bre\.|\.(?:search|f?match|fullmatch)\(|min_length"
    r"|(?:valid|strong|clean_)\w*pass|pass\w*(?:valid|strength|polic|complex)|def (?:clean|validate)\b|[vV]alidator\(|@validates|zxcvbn|\b(?:any|all)\(|\bstring\.|\.is(?:disjoint|subset)|\.intersection\(|\bset\("
    r"|PASSWORD_VALIDATORS|PASSWORD_(?:MIN|LEN)|INSTALLED_APPS"
)
# Numbers and patterns of a module that a check further down may name.
_CONSTANT = re.compile(r"[A-Za-z_]\w*(?:[ ]*:[ ]*\w+)?[ ]*=[ ]*(?:\d+|(?:re\.compile\()?r['\"].*)\s*(?:#.*\s*)*\Z")


class Slice(NamedTuple):
    """Part of a file: ``lines[i]`` is the line number in the file of line ``i + 1`` of ``text``.

    ``starts`` are the lines of ``text`` at which its pieces begin, each one statement at the margin; empty for a whole file.
    """

    text: str
    lines: list[int]
    starts: list[int]
    whole: bool


_NOTHING = Slice("", [], [], whole=False)


class _Block(NamedTuple):
    line: int
    text: str


def whole(text: str) -> Slice:
    """Return all of a file as a slice."""
    return Slice(text, list(range(1, text.count("\n") + 2)), [], whole=True)


def cut(text: str, seeds: Present) -> Slice:
    """Return the seeded statements of a file, with the imports, constants and classes they need; nothing where none is seeded."""
    kept: list[_Block] = []
    starts: list[int] = []
    lines: list[int] = []
    classes: set[str] = set()
    seeded = False
    for block in _blocks(text, 1):
        needed = _IMPORT.match(block.text) or _CONSTANT.match(block.text)
        worthy = [block] if needed else list(_worthy(block, seeds))
        seeded = seeded or bool(worthy if not needed else _SETTING.match(block.text) and seeds.together(block.text.encode("utf-8", "replace")))
        head = _NAMED.match(_statement(block.text))
        if head and (worthy or classes.intersection(_WORD.findall(head["bases"]))):
            classes.add(head["name"])
            worthy = worthy or list(_class(block, seeds, all_fields=True))
        if worthy:
            starts.append(len(lines) + 1)
        for piece in worthy:
            lines.extend(range(piece.line, piece.line + piece.text.count("\n")))
        kept.extend(worthy)
    return Slice("".join(block.text for block in kept), lines, starts, whole=False) if seeded else _NOTHING


def _blocks(text: str, first_line: int, margin: re.Pattern[str] = _MARGIN) -> Iterator[_Block]:
    """Yield the statements at a margin; decorators belong to what they decorate."""
    start, line, decorated, quotes = 0, first_line, False, _Quotes()
    for found in margin.finditer(text):
        here = found.start()
        if here == start or not quotes.closed(text, here):
            decorated = decorated or text.startswith("@", found.end() - 1)
            continue
        is_decorator = text.startswith("@", found.end() - 1)
        if decorated:
            # The statement under a decorator, unless this is one more of them.
            decorated = is_decorator
            continue
        yield _Block(line, text[start:here])
        line += text.count("\n", start, here)
        start, decorated = here, is_decorator
    rest = text[start:]
    yield _Block(line, rest if rest.endswith("\n") else rest + "\n")


class _Quotes:
    """Whether a position lies outside the triple-quoted strings, told by counting quotes on the way."""

    def __init__(self) -> None:
        self._at = 0
        self._double = 0
        self._single = 0

    def closed(self, text: str, here: int) -> bool:
        self._double += text.count('"""', self._at, here)
        self._single += text.count("'''", self._at, here)
        self._at = here
        return self._double % 2 == 0 and self._single % 2 == 0


def _worthy(block: _Block, seeds: Present) -> Iterator[_Block]:
    """Yield what is to be parsed of one statement."""
    head = _statement(block.text)
    data = block.text.encode("utf-8", "replace")
    if _CLASS.match(head):
        if seeds.scattered(data):
            yield from _class(block, seeds)
    elif _DEF.match(head) or _COMPOUND.match(head):
        if _tells(block.text, seeds.together(data)):
            yield block
    elif seeds.together(data) == FOLLOWED or seeds.together(_TARGET.match(head)[0].encode("utf-8", "replace")) or _SCHEMA.search(head):
        yield block


def _tells(text: str, kind: int) -> bool:
    """Tell whether a function that holds a seed of this kind can say something about it."""
    return kind == FOLLOWED or (kind == JUDGED and bool(_JUDGES.search(text))) or (kind != NOTHING and bool(_SCHEMA.search(text)))


def _statement(text: str) -> str:
    """Return the statement without the decorators and comments before it."""
    if not text.startswith("@"):
        return text
    found = re.compile(r"^(?:class|def|async)\b", re.MULTILINE).search(text)
    return text[found.start() :] if found else text


def _class(block: _Block, seeds: Present, *, all_fields: bool = False) -> Iterator[_Block]:
    """Yield the head and the fields of a class if they hold a seed, and those of its methods that do."""
    found = _HEADER_END.search(block.text, len(block.text) - len(_statement(block.text)))
    body = block.text[found.end() + 1 :] if found else ""
    indent = _INDENT.search(body)
    if not found or not indent:
        yield block
        return
    head = block.text[: found.end() + 1]
    margin = re.compile(rf"^{indent[0]}(?:(?!(?:else|elif|except|finally)\b)[^\W\d]|@)", re.MULTILINE)
    members = list(_blocks(body, block.line + head.count("\n"), margin))
    plain = [member for member in members if not _INNER.match(member.text)]
    seeded = all_fields or seeds.together(_said(head, plain).encode("utf-8", "replace"))
    kept = [member for member in members if (seeded if member in plain else _inner(member, seeds))]
    if kept:
        yield _Block(block.line, head)
        for member in members:
            if _OPERATIONS.match(member.text):
                yield from _operations(member, seeds)
            elif member in kept or _CONSTANT.match(member.text.lstrip()):
                yield member
        yield _Block(block.line, f"{indent[0]}pass\n")


def _operations(member: _Block, seeds: Present) -> Iterator[_Block]:
    """Yield the operations of a Django migration that hold a seed: squashed migrations are the longest files there are."""
    first, footer = _OPERATION.search(member.text), member.text.rfind("\n", 0, member.text.rstrip().rfind("]")) + 1
    if first is None or footer <= first.start():
        yield member
        return
    starts = [found.start() for found in re.compile(rf"^{first[1]}[^\s)\]}}#]", re.MULTILINE).finditer(member.text, first.start(), footer)]
    yield _Block(member.line, member.text[: first.start()])
    for start, end in zip(starts, [*starts[1:], footer], strict=True):
        text = member.text[start:end]
        if seeds.together(text.encode("utf-8", "replace")) or "DeleteModel(" in text:
            yield _Block(member.line + member.text.count("\n", 0, start), text)
    yield _Block(member.line + member.text.count("\n", 0, footer), member.text[footer:])


def _said(head: str, members: list[_Block]) -> str:
    """Return the text of a class, each field's name once more behind the name of the class: together they may say more."""
    named = _NAMED.match(_statement(head))
    owner = named["name"] if named else ""
    fields = (_FIELD.match(member.text) for member in members)
    return "\n".join((head, *(member.text for member in members), *(f"{owner} {field[1]}" for field in fields if field)))


def _inner(member: _Block, seeds: Present) -> bool:
    """Tell whether a method or an inner class is worth parsing."""
    kind = seeds.together(member.text.encode("utf-8", "replace"))
    return _tells(member.text, kind) or (kind != NOTHING and bool(_INNER_CLASS.match(member.text)))
