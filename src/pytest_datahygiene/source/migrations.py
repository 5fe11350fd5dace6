"""Django's migrations, the longest files of a project, cut down to operations and fields that may mean something."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pytest_datahygiene.catalog.seeds import supported
from pytest_datahygiene.catalog.words import words

if TYPE_CHECKING:
    from pytest_datahygiene.source.blocks import Block
    from pytest_datahygiene.source.vocabulary import Present

_OPERATIONS = re.compile(r"\s*operations\s*=\s*\[")
_OPERATION = re.compile(r"^([ \t]+)migrations\.\w+\(", re.MULTILINE)
_FIELDS = re.compile(r"\bfields=\[\n(?P<indent>[ \t]+)(?=\()")
_MODEL = re.compile(r"\bname=['\"](\w+)")
_ENTRY = re.compile(r"\s*\(\s*['\"](\w+)")


def lists_operations(member: Block) -> bool:
    """Tell whether a member of a class is the list of a migration's operations."""
    return bool(_OPERATIONS.match(member.bare))


def operations(member: Block, seeds: Present) -> Iterator[Block]:
    """Yield the operations of a Django migration that hold a seed: squashed migrations are the longest files."""
    first, footer = _OPERATION.search(member.bare), member.bare.rfind("\n", 0, member.bare.rfind("]")) + 1
    if first is None or footer <= first.start():
        yield member
        return
    margin = re.compile(rf"^{first[1]}[^\s)\]}}#]", re.MULTILINE)
    starts = [found.start() for found in margin.finditer(member.bare, first.start(), footer)]
    yield member.part(0, first.start())
    for start, end in zip(starts, [*starts[1:], footer], strict=True):
        operation = member.part(start, end)
        if seeds.together(operation.data) or "DeleteModel(" in operation.text:
            yield from _created(operation, seeds)
    yield member.part(footer)


def _created(operation: Block, seeds: Present) -> Iterator[Block]:
    """Yield an operation without those fields of a new model whose names mean nothing, whatever stands beside them."""
    fields = _FIELDS.search(operation.bare)
    closed = re.compile(rf"^(?!{fields['indent']})[ \t]*\]", re.MULTILINE) if fields else None
    footer = closed.search(operation.bare, fields.end()) if fields and closed else None
    if fields is None or footer is None:
        yield operation
        return
    model = _MODEL.search(operation.text, 0, fields.start())
    first, last = fields.start("indent"), footer.start()
    starts = [found.start() for found in re.finditer(rf"^{fields['indent']}\(", operation.bare[:last], re.MULTILINE)]
    yield operation.part(0, first)
    for start, end in zip(starts, [*starts[1:], last], strict=True):
        name = _ENTRY.match(operation.text, start)
        if name is None or _means(name[1], model[1] if model else "", seeds):
            yield operation.part(start, end)
    yield operation.part(last)


def _means(name: str, owner: str, seeds: Present) -> bool:
    """Tell whether a name is a seed, alone or behind its owner's, or would be one with a neighbour that explains it."""
    return bool(seeds.together(f"{owner} {name}".encode())) or not supported().isdisjoint(words(name))
