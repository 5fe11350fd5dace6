"""What a branch does to the text that brought the program there: refuses it, accepts it, or only counts points."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from pytest_datahygiene.catalog.words import words
from pytest_datahygiene.extract.python.tree import calls, elements, spelled, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

REFUSES, ACCEPTS, COUNTS, SILENT = "refuses", "accepts", "counts", ""

_BAD = frozenset(
    "error errors err errs fail fails failed failure failures issue issues problem problems invalid missing reason"
    " reasons message messages msg msgs feedback suggestion suggestions suggest weak violation violations reject"
    " rejected warning warnings short".split()
)
_REFUSING_CALLS = frozenset(
    "add_error abort exit _exit flash fail error warning bad_request showerror showwarning showinfo print echo secho"
    " print_error reject critical report_error send_error setText set_error".split()
)
_LISTS = frozenset({"append", "add", "extend", "insert", "update", "setdefault"})


def verdict(body: Sequence[cst.CSTNode]) -> str:
    """Return what the statements of a branch do, by the first one that tells."""
    for statement in _small(body):
        found = _of(statement)
        if found:
            return found
    return SILENT


def _small(body: Sequence[cst.CSTNode]) -> Iterator[cst.CSTNode]:
    for statement in body:
        if isinstance(statement, cst.SimpleStatementLine):
            yield from statement.body
        elif isinstance(statement, (cst.With, cst.Try)):
            yield from _small(statement.body.body)


def _of(statement: cst.CSTNode) -> str:
    if isinstance(statement, (cst.Raise, cst.Continue)):
        return REFUSES
    if isinstance(statement, cst.Break):
        return ACCEPTS
    if isinstance(statement, cst.Return):
        return _returned(statement.value)
    if isinstance(statement, cst.AugAssign):
        return REFUSES if _bad(statement.target) else COUNTS
    if isinstance(statement, (cst.Assign, cst.AnnAssign)):
        target = statement.targets[0].target if isinstance(statement, cst.Assign) else statement.target
        return _assigned(target, statement.value)
    if isinstance(statement, cst.Expr):
        return _called(statement.value)
    return SILENT


def _returned(value: cst.BaseExpression | None) -> str:
    if value is None:
        return REFUSES
    word = spelled(value)
    if word in ("True", "False"):
        return ACCEPTS if word == "True" else REFUSES
    listed = elements(value)
    if listed:
        return _returned(listed[0]) or (REFUSES if any(_status(part) for part in listed) else SILENT)
    if text_of(value) is not None or isinstance(value, cst.FormattedString):
        return REFUSES if text_of(value) != "" else ACCEPTS
    if _bad(value) or any(_status(part.value) for call in calls(value) for part in call.args):
        return REFUSES
    return SILENT


def _status(node: cst.CSTNode) -> bool:
    """Tell whether an expression is an HTTP status that refuses: ``400``, ``HTTP_400_BAD_REQUEST``."""
    name = spelled(node).rsplit(".", 1)[-1]
    return (
        (isinstance(node, cst.Integer) and node.value in ("400", "403", "406", "409", "422"))
        or name.startswith("HTTP_4")
        or name == "BAD_REQUEST"
    )


def _assigned(target: cst.BaseExpression, value: cst.BaseExpression | None) -> str:
    if value is None:
        return SILENT
    word = spelled(value)
    if word in ("True", "False"):
        return ACCEPTS if (word == "True") != _bad(target) else REFUSES
    if _bad(target):
        return ACCEPTS if word == "None" or text_of(value) == "" else REFUSES
    return SILENT


def _called(value: cst.BaseExpression) -> str:
    for call in calls(value):
        name = call.func.attr.value if isinstance(call.func, cst.Attribute) else spelled(call.func)
        if name in _REFUSING_CALLS or spelled(call.func).startswith("messages."):
            return REFUSES
        if name in _LISTS and isinstance(call.func, cst.Attribute) and _bad(call.func.value):
            return REFUSES
    return SILENT


def _bad(node: cst.CSTNode) -> bool:
    """Tell whether a name, or the thing whose part is taken, is about something wrong."""
    while isinstance(node, (cst.Subscript, cst.Call)):
        node = node.value if isinstance(node, cst.Subscript) else node.func
    return not _BAD.isdisjoint(words(spelled(node)))
