"""Functions lowered to edges between access paths and to calls, for the flow to follow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import libcst as cst

from pytest_datahygiene.catalog.leaving import reaches, tells
from pytest_datahygiene.catalog.password_words import password_words
from pytest_datahygiene.extract.python.lowering import calling  # noqa: F401  # enters its reader
from pytest_datahygiene.extract.python.lowering.frame import Frame
from pytest_datahygiene.extract.python.lowering.statements import run
from pytest_datahygiene.extract.python.lowering.values import Value
from pytest_datahygiene.extract.python.tree import below, tail
from pytest_datahygiene.facts.lowered import FunctionLowered

if TYPE_CHECKING:
    from pytest_datahygiene.extract.python.scope import Scope


def function(node: cst.FunctionDef, scope: Scope) -> Iterator[FunctionLowered]:
    """Yield what a function does with data, if it does anything."""
    frame = Frame(scope, node)
    parameters, types = [], []
    for stars, parameter in _parameters(node.params):
        parameters.append(stars + parameter.name.value)
        types.append(_type(parameter, scope))
        frame.variables[parameter.name.value] = Value(frozenset({f"p:{parameter.name.value}"}))
    run(node.body.body, frame)
    decorators = tuple(
        scope.names.dotted(one.decorator.func if isinstance(one.decorator, cst.Call) else one.decorator)
        for one in node.decorators
    )
    if frame.edges:
        name = f"{scope.owner}.{node.name.value}" if scope.owner else node.name.value
        yield FunctionLowered(
            scope.positions.place(node),
            name,
            scope.owner,
            tuple(parameters),
            tuple(types),
            decorators,
            frame.calls,
            frame.edges,
            frame.attributes,
        )


def hands_on(node: cst.FunctionDef) -> bool:
    """Tell whether a function calls one that writes a new password away, or one that tells somebody something."""
    for part in below(node.body):
        if isinstance(part, (cst.SimpleString, cst.FormattedStringText)):
            if reaches(part.value):
                return True
        elif type(part) is cst.Call:
            name = tail(part.func)
            if name.rpartition(".")[2] in password_words().sets or tells(name + "(x)"):
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
        if self._frame.edges:
            yield FunctionLowered(
                self._at, "", calls=self._frame.calls, edges=self._frame.edges, attributes=self._frame.attributes
            )


def _parameters(params: cst.Parameters) -> Iterator[tuple[str, cst.Param]]:
    yield from (("", one) for one in (*params.posonly_params, *params.params))
    if isinstance(params.star_arg, cst.Param):
        yield "*", params.star_arg
    yield from (("", one) for one in params.kwonly_params)
    if params.star_kwarg is not None:
        yield "**", params.star_kwarg


def _type(parameter: cst.Param, scope: Scope) -> str:
    if parameter.annotation is None:
        return ""
    node = parameter.annotation.annotation
    while isinstance(node, cst.Subscript) and isinstance(node.slice[0].slice, cst.Index):
        # Optional[Card], list[Card], Annotated[Card, Body()]
        node = node.slice[0].slice.value
    if isinstance(node, cst.BinaryOperation):
        node = node.left
    return scope.names.text(node) or scope.names.dotted(node)
