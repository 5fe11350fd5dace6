"""Functions lowered to edges between access paths and to calls, for the flow to follow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import libcst as cst

from pytest_datahygiene.catalog.leaving import keeps, reaches, tells
from pytest_datahygiene.catalog.password_words import password_words, sets_new
from pytest_datahygiene.extract import sqltext
from pytest_datahygiene.extract.python.lowering import calling  # noqa: F401  # enters its reader
from pytest_datahygiene.extract.python.lowering.frame import Frame
from pytest_datahygiene.extract.python.lowering.functions import lowered
from pytest_datahygiene.extract.python.lowering.statements import run
from pytest_datahygiene.extract.python.tree import everything, tail
from pytest_datahygiene.facts.lowered import FunctionLowered

if TYPE_CHECKING:
    from pytest_datahygiene.extract.python.scope import Scope


def function(node: cst.FunctionDef, scope: Scope) -> list[FunctionLowered]:
    """Return what a function and those inside of it do with data."""
    return lowered(node, f"{scope.owner}.{node.name.value}" if scope.owner else node.name.value, scope, None)


def hands_on(node: cst.FunctionDef) -> bool:
    """Tell whether a function calls one that writes a new password away, one that tells somebody something, or one
    that protects or keeps something."""
    for part in everything(node.body):
        if isinstance(part, (cst.SimpleString, cst.FormattedStringText)):
            if reaches(part.value) or sqltext.sealed(part.value.strip("\"'")):
                return True
        elif type(part) is cst.Call:
            name = tail(part.func)
            last = name.rpartition(".")[2]
            said = name + "(x)"
            if sets_new(last) or last in password_words().stores or tells(said) or keeps(said):
                return True
    return False


class ModuleLevel:
    """The statements of a module outside any function, taken in as the walk meets them: they share their variables."""

    def __init__(self, scope: Scope, first: cst.CSTNode) -> None:
        self._frame = Frame(scope, first)
        self._at = scope.positions.margin(first)

    def take(self, statement: cst.CSTNode) -> None:
        """Lower one more statement."""
        self._frame.at(statement)
        run([statement], self._frame)

    def lowered(self) -> Iterator[FunctionLowered]:
        """Yield what they do with data, if they do anything."""
        self._frame.publish()
        for listed in self._frame.inner.values():
            yield from listed
        if self._frame.edges:
            yield FunctionLowered(
                self._at, "", calls=self._frame.calls, edges=self._frame.edges, attributes=self._frame.attributes
            )
