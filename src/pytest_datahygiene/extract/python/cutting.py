"""Passwords that are cut off before they are hashed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import libcst as cst

from pytest_datahygiene.catalog.password_words import is_about, password_words, sets_new
from pytest_datahygiene.catalog.words import words
from pytest_datahygiene.extract.python.tree import below, calls
from pytest_datahygiene.facts.secrets import PasswordCut

if TYPE_CHECKING:
    from pytest_datahygiene.extract.python.scope import Scope

# Of fewer characters something is shown or looked up, not kept.
_FEWEST = 6


def cut(node: cst.FunctionDef, scope: Scope) -> Iterator[PasswordCut]:
    """Yield the slices from the beginning of a password, in a function that hashes it."""
    if not scope.seeds.judges or not any(_hashes(scope.names.dotted(call.func)) for call in calls(node.body)):
        return
    for part in below(node.body):
        match part:
            case cst.Subscript(
                value=value,
                slice=[
                    cst.SubscriptElement(slice=cst.Slice(lower=None, upper=cst.BaseExpression() as upper, step=None))
                ],
            ):
                name, kept = _password(value), scope.names.number(upper)
                if name and kept is not None and kept >= _FEWEST:
                    yield PasswordCut(scope.positions.place(part), name, kept, scope.function)


def _hashes(name: str) -> bool:
    last = name.rsplit(".", 1)[-1]
    return sets_new(last) or last in password_words().compares or "hash" in words(last)


def _password(node: cst.BaseExpression) -> str:
    """Return the name of a password, as it is or as bytes; ``""`` for anything else."""
    while isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute) and node.func.attr.value == "encode":
        node = node.func.value
    # What an object holds already is a hash, or was let in before.
    name = node.value if isinstance(node, cst.Name) else ""
    return name if is_about(name) and "hash" not in words(name) else ""
