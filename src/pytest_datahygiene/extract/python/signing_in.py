"""Functions that let somebody in by a password."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pytest_datahygiene.catalog.factors import factors
from pytest_datahygiene.catalog.password_words import password_words
from pytest_datahygiene.catalog.words import words
from pytest_datahygiene.extract.python.tree import calls
from pytest_datahygiene.facts.secrets import SignInMade

if TYPE_CHECKING:
    import libcst as cst

    from pytest_datahygiene.extract.python.scope import Scope


def made(node: cst.FunctionDef, scope: Scope) -> Iterator[SignInMade]:
    """Yield that a function lets somebody in: by a call that is there for it, or, where its name or its class's says
    that it does, by comparing a password."""
    if not scope.seeds.judges:
        return
    named = not factors().functions.isdisjoint({*words(node.name.value), *words(scope.owner)})
    called = [(call, scope.names.dotted(call.func)) for call in calls(node.body)]
    lets_in = [pair for pair in called if pair[1] in factors().sign_in]
    compares = [pair for pair in called if named and _compares(pair[1])]
    for call, name in [*lets_in, *compares][:1]:
        yield SignInMade(scope.positions.place(call), name, node.name.value)


def _compares(name: str) -> bool:
    last = name.rsplit(".", 1)[-1]
    return last in password_words().compares and last != "isinstance"
