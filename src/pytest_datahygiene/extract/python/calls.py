"""Calls into the libraries that the catalog knows."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import libcst as cst

from pytest_datahygiene.catalog import algorithms, hashers
from pytest_datahygiene.catalog.sinks import switches
from pytest_datahygiene.extract.python.scope import Scope
from pytest_datahygiene.extract.python.tree import below, elements, spelled, text_of
from pytest_datahygiene.facts import CallMade

# Deeper in an argument than this many words, intent is no longer told by names.
_WORDS = 12


def made(call: cst.Call, statement: cst.CSTNode, target: cst.BaseExpression | None, scope: Scope) -> Iterator[CallMade]:
    """Yield a call whose target the imports resolve to a known library; note every call for the class around it."""
    name = scope.names.dotted(call.func)
    if scope.owner and name:
        scope.called.append(name)
    if not name or (name.split(".", 1)[0] not in _roots() and name not in hashers.names()):
        return
    yield CallMade(
        scope.positions.place(call, statement),
        name,
        arguments=tuple(_said(arg.value, scope) for arg in call.args if arg.keyword is None),
        keywords=tuple((arg.keyword.value, _said(arg.value, scope)) for arg in call.args if arg.keyword is not None),
        function=scope.function,
        owner=scope.owner,
        target=_taker(target) if target is not None else "",
    )


def _taker(target: cst.BaseExpression) -> str:
    """Return the words of what takes a result: a variable, an attribute, the key of a dict."""
    key = text_of(target)
    if key is not None:
        return key if key.isidentifier() else ""
    return _words(target)


@cache
def _roots() -> frozenset[str]:
    return algorithms.roots() | {name.partition(".")[0] for name, _ in switches()}


def _said(node: cst.BaseExpression, scope: Scope) -> str:
    """Return an argument as a rule may read it: a number, an algorithm's name, a dotted name, else the names in it."""
    number, text = scope.names.number(node), text_of(node)
    if number is not None:
        return str(number)
    if text is not None:
        # Other literals may be the secret itself: they never leave the file.
        return text if algorithms.is_name(text) else ""
    if isinstance(node, cst.Call):
        return _words(node)
    if isinstance(node, (cst.List, cst.Tuple)):
        return ",".join(_said(part, scope) for part in elements(node) or [])
    return scope.names.dotted(node) or _words(node)


def _words(node: cst.CSTNode) -> str:
    """Return the names in an expression and the keys it looks up, in order; no other literal."""
    whole = spelled(node)
    if whole:
        return whole
    found: list[str] = []
    for part in below(node):
        if isinstance(part, cst.Name):
            found.append(part.value)
        elif isinstance(part, (cst.Index, cst.Arg)):
            key = text_of(part.value) if isinstance(part, cst.Index) or _looks_up(node) else None
            if key and key.isidentifier():
                found.append(key)
    return " ".join(found[:_WORDS])


def _looks_up(node: cst.CSTNode) -> bool:
    return (
        isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute) and node.func.attr.value in ("get", "pop")
    )
