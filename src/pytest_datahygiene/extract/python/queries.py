"""SQL spoken inside Python strings."""

from __future__ import annotations

import re
from collections.abc import Iterator

import libcst as cst
import msgspec

from pytest_datahygiene.extract.python.scope import Scope
from pytest_datahygiene.extract.python.tree import text_of
from pytest_datahygiene.facts import FieldDeclared, FieldDropped, Place

# Asked before sqlglot is loaded.
_DROPS = re.compile(r"\bdrop\b", re.IGNORECASE)
_DEFINITION = re.compile(r"\b(?:create|alter|drop)\s+(?:\w+\s+){0,3}table\b", re.IGNORECASE)


def _summed(node: cst.BinaryOperation) -> str | None:
    """Return what ``"CREATE TABLE ..." + "..."`` says, with a name for whatever is no literal in it."""
    parts: list[cst.BaseExpression] = []
    left: cst.BaseExpression = node
    while isinstance(left, cst.BinaryOperation) and isinstance(left.operator, cst.Add):
        parts.append(left.right)
        left = left.left
    texts = [text_of(part) for part in (left, *reversed(parts))]
    return "".join("x" if text is None else text for text in texts) if any(texts) else None


def spoken(node: cst.CSTNode, scope: Scope) -> Iterator[FieldDeclared | FieldDropped]:
    """Yield the columns of tables that a string literal creates."""
    text = _summed(node) if isinstance(node, cst.BinaryOperation) else text_of(node)
    if text is None and isinstance(node, cst.FormattedString):
        text = "".join(part.value if isinstance(part, cst.FormattedStringText) else "x" for part in node.parts)
    if text is None or not _DEFINITION.search(text):
        return
    if not (_DROPS.search(text) or scope.seeds.scattered(text.encode("utf-8", "replace"))):
        return
    from pytest_datahygiene.extract.sql import declared

    here = scope.positions.place(node)
    for fact in declared(here.path, text):
        line = min(here.line + fact.at.line - 1, here.last_line)
        yield msgspec.structs.replace(fact, at=Place(here.path, line, here.column, here.last_line))
