"""Functions, those inside functions and lambdas too: each is lowered by itself and is a value where it is defined."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from pytest_datahygiene.extract.python.lowering.evaluating import READERS, evaluate
from pytest_datahygiene.extract.python.lowering.frame import Frame
from pytest_datahygiene.extract.python.lowering.statements import run
from pytest_datahygiene.extract.python.lowering.values import Value
from pytest_datahygiene.extract.python.tree import text_of
from pytest_datahygiene.facts.lowered import FunctionLowered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_datahygiene.extract.python.scope import Scope


def lowered(node: cst.FunctionDef | cst.Lambda, name: str, scope: Scope, around: Frame | None) -> list[FunctionLowered]:
    """Return what a function does with data, if it does anything, behind what the functions inside of it do."""
    frame = Frame(scope, node, name, around)
    parameters, types = [], []
    for stars, parameter in _parameters(node.params):
        parameters.append(stars + parameter.name.value)
        types.append(_type(parameter, scope))
        frame.variables[parameter.name.value] = Value(frozenset({f"p:{parameter.name.value}"}))
    if isinstance(node, cst.Lambda):
        frame.flow(evaluate(node.body, frame), "return", node)
    else:
        run(node.body.body, frame)
    inner = [one for listed in frame.inner.values() for one in listed]
    if not frame.edges:
        return inner
    decorators = [one.decorator for one in node.decorators] if isinstance(node, cst.FunctionDef) else []
    accessor = scope.accessors.get(name.rpartition(".")[2]) if around is None else None
    own = FunctionLowered(
        scope.positions.place(node),
        name,
        scope.owner,
        tuple(parameters),
        tuple(types),
        (
            *(scope.names.dotted(one.func if isinstance(one, cst.Call) else one) for one in decorators),
            *filter(None, [accessor]),
        ),
        frame.calls,
        frame.edges,
        frame.attributes,
        tuple(_given(decorators, frame)),
        tuple(sorted(frame.put)),
    )
    return [*inner, own]


def _given(decorators: list[cst.BaseExpression], frame: Frame) -> Iterator[str]:
    """Yield the dotted names, and in quotes the texts, of what the decorators of a function are given."""
    for one in decorators:
        for arg in one.args if isinstance(one, cst.Call) else ():
            text = text_of(arg.value)
            if text is not None and text.isidentifier():
                yield f"'{text}'"
            name = frame.names.dotted(arg.value)
            if name:
                yield name if "." in name else frame.names.resolved(name)


def _defined(node: cst.FunctionDef | cst.Lambda, frame: Frame) -> Value:
    """Lower a function inside a function, or a lambda, and return it as a value."""
    known = list(frame.inner)
    number = known.index(id(node)) if id(node) in known else len(known)
    name = node.name.value if isinstance(node, cst.FunctionDef) else f"lambda{number}"
    qualified = f"{frame.name}.{name}" if frame.name else name
    frame.inner[id(node)] = lowered(node, qualified, frame.scope, frame if frame.name else None)
    return Value(frozenset({f"g:{frame.names.module}.{qualified}"}))


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


READERS |= {cst.FunctionDef: _defined, cst.Lambda: _defined}
