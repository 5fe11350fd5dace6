"""The statements of blocks, in order, whatever holds them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import libcst as cst


def flat(body: Iterable[cst.CSTNode]) -> Iterator[cst.CSTNode]:
    """Yield small statements and definitions, those under ``if`` and ``try`` too, not those inside a definition."""
    stack = [*reversed(list(body))]
    while stack:
        here = stack.pop()
        if isinstance(here, cst.SimpleStatementLine):
            yield from here.body
        elif isinstance(here, (cst.FunctionDef, cst.ClassDef)) or not isinstance(
            here, (cst.BaseCompoundStatement, cst.Else, cst.ExceptHandler, cst.Finally)
        ):
            yield here
        else:
            stack.extend(reversed(branches(here)))


def branches(statement: cst.CSTNode) -> list[cst.CSTNode]:
    """Return the statements that a compound statement holds, its further branches included."""
    found: list[cst.CSTNode] = []
    block = getattr(statement, "body", None)
    if isinstance(block, cst.BaseSuite):
        found.extend(statements(block))
    found.extend(getattr(statement, "handlers", ()))
    for name in ("orelse", "finalbody"):
        branch = getattr(statement, name, None)
        if branch is not None:
            found.append(branch)
    for case in getattr(statement, "cases", ()):
        found.extend(statements(case.body))
    return found


def statements(suite: cst.BaseSuite) -> Sequence[cst.CSTNode]:
    """Return the statements of a block; one in the line of its head is a line by itself."""
    return [suite] if isinstance(suite, cst.SimpleStatementSuite) else suite.body
