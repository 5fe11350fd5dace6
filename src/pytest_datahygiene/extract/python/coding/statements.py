"""Statements as nested lists."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import libcst as cst

from pytest_datahygiene.extract.python.coding.expressions import OPERATORS, UNKNOWN, Code, coded, target
from pytest_datahygiene.extract.python.tree import children, spelled

if TYPE_CHECKING:
    from pytest_datahygiene.extract.python.names import Names


def parameters(params: cst.Parameters, names: Names) -> list[Code]:
    """Return the parameters of a function, each its name, its stars and its default or ``None``."""
    found = [_parameter("", one, names) for one in (*params.posonly_params, *params.params)]
    if isinstance(params.star_arg, cst.Param):
        found.append(_parameter("*", params.star_arg, names))
    found += [_parameter("", one, names) for one in params.kwonly_params]
    if params.star_kwarg is not None:
        found.append(_parameter("**", params.star_kwarg, names))
    return found


def _parameter(stars: str, one: cst.Param, names: Names) -> Code:
    return [one.name.value, stars, coded(one.default, names) if one.default is not None else None]


def block(body: Iterable[cst.CSTNode], names: Names) -> list[Code]:
    """Return the statements of a block as code."""
    found: list[Code] = []
    for statement in body:
        if isinstance(statement, (cst.SimpleStatementLine, cst.SimpleStatementSuite)):
            found += [code for small in statement.body for code in _small(small, names)]
        elif isinstance(statement, cst.BaseSmallStatement):
            found += _small(statement, names)
        else:
            found.append(_compound(statement, names))
    return found


def _small(node: cst.BaseSmallStatement, names: Names) -> list[Code]:
    match node:
        case cst.Expr(value=value):
            return [] if isinstance(value, cst.SimpleString) else [["e", coded(value, names)]]
        case cst.Return(value=value):
            return [["r", coded(value, names)]]
        case cst.Raise(exc=exc):
            return [["raise", coded(exc, names)]]
        case cst.Assign(targets=targets, value=value):
            return [["=", [target(one.target, names) for one in targets], coded(value, names)]]
        case cst.AnnAssign(target=one, value=cst.BaseExpression() as value):
            return [["=", [target(one, names)], coded(value, names)]]
        case cst.AugAssign(target=one, operator=operator, value=value):
            return [["+=", OPERATORS.get(type(operator), "?"), target(one, names), coded(value, names)]]
        case cst.Assert(test=test):
            return [["assert", coded(test, names)]]
        case cst.Break():
            return [["break"]]
        case cst.Continue():
            return [["continue"]]
    return []


def _compound(node: cst.CSTNode, names: Names) -> Code:
    match node:
        case cst.If(test=test, body=body, orelse=orelse):
            return ["if", coded(test, names), block(body.body, names), _else(orelse, names)]
        case cst.For(target=one, iter=iterated, body=body, orelse=orelse):
            return [
                "for",
                target(one, names),
                coded(iterated, names),
                block(body.body, names),
                _else(orelse, names),
            ]
        case cst.While(test=test, body=body, orelse=orelse):
            return ["while", coded(test, names), block(body.body, names), _else(orelse, names)]
        case cst.With(items=items, body=body):
            taken = [[coded(one.item, names), target(one.asname.name, names) if one.asname else None] for one in items]
            return ["with", taken, block(body.body, names)]
        case cst.Try(body=body, handlers=handlers, orelse=orelse, finalbody=final):
            caught = [
                [_caught(one.type), spelled(one.name.name) if one.name else "", block(one.body.body, names)]
                for one in handlers
            ]
            ending = block(final.body.body, names) if final is not None else []
            return ["try", block(body.body, names), caught, _else(orelse, names), ending]
        case cst.FunctionDef(name=cst.Name(value=name), params=params, body=body):
            return ["def", name, parameters(params, names), block(body.body, names)]
    return ["e", UNKNOWN]


def _else(orelse: cst.CSTNode | None, names: Names) -> list[Code]:
    if orelse is None:
        return []
    return [_compound(orelse, names)] if isinstance(orelse, cst.If) else block(orelse.body.body, names)  # type: ignore[attr-defined]


def _caught(node: cst.BaseExpression | None) -> list[str]:
    """Return the last names of the exceptions that a handler catches, none for all."""
    if node is None:
        return []
    parts = children(node) if isinstance(node, cst.Tuple) else [node]
    listed = (part.value if isinstance(part, cst.Element) else part for part in parts)
    return [spelled(part).rsplit(".", 1)[-1] for part in listed]
