"""The one walk over a module: statements in order, each shown to the readers that may find a fact in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import libcst as cst

from pytest_datahygiene.extract.python import (
    calls,
    classes,
    codes,
    coding,
    comparing,
    cutting,
    fields,
    judging,
    keys,
    lowering,
    migrations,
    policies,
    queries,
    settings,
    signing_in,
    urls,
    widgets,
)
from pytest_datahygiene.extract.python.names import Names
from pytest_datahygiene.extract.python.positions import Positions
from pytest_datahygiene.extract.python.scope import Scope
from pytest_datahygiene.extract.python.suites import branches, flat, statements
from pytest_datahygiene.extract.python.tree import below, spelled, tail, text_of
from pytest_datahygiene.facts import Fact
from pytest_datahygiene.source.slices import Slice
from pytest_datahygiene.source.vocabulary import JUDGED, NOTHING

if TYPE_CHECKING:
    from pytest_datahygiene.extract.reading import Work
    from pytest_datahygiene.source.vocabulary import Present

_STRINGS = frozenset({cst.SimpleString, cst.ConcatenatedString, cst.FormattedString, cst.BinaryOperation})


def walk(path: str, module: cst.Module, part: Slice, work: Work, seeds: Present) -> Iterator[Fact]:
    """Yield the facts of a module."""
    names = Names(path)
    positions = Positions(path, module, part, work)
    scope = Scope(names, positions, seeds)
    for index, top in enumerate(module.body):
        for statement in flat([top]):
            _bind(statement, names, index)
    level = None
    for index, statement in enumerate(module.body):
        positions.enter(index)
        yield from _body([statement], scope)
        if (seeds.strongest != NOTHING or seeds.asked) and not isinstance(statement, (cst.FunctionDef, cst.ClassDef)):
            level = level or lowering.ModuleLevel(scope, statement)
            level.take(statement)
    if level is not None:
        yield from level.lowered()


def _is_followed(seeds: Present) -> bool:
    """Tell whether the file holds data that is followed wherever it goes."""
    return seeds.follows or bool(seeds.asked)


def _bind(statement: cst.CSTNode, names: Names, index: int) -> None:
    """Note the imports, wherever they stand, and the constants of the module and of its classes; ``index`` is the
    number of the top-level statement."""
    if isinstance(statement, (cst.Import, cst.ImportFrom)):
        names.take(statement)
    elif isinstance(statement, cst.Assign) and isinstance(statement.targets[0].target, cst.Name):
        names.define(statement.targets[0].target.value, statement.value)
        names.homes[statement.targets[0].target.value] = index, statement
    elif isinstance(statement, cst.AnnAssign) and isinstance(statement.target, cst.Name) and statement.value:
        names.define(statement.target.value, statement.value)
    elif isinstance(statement, cst.FunctionDef):
        names.functions[statement.name.value] = statement
        _bind_inner(statement, names)
    elif isinstance(statement, cst.ClassDef):
        for inner in flat(statement.body.body):
            if isinstance(inner, cst.Assign) and isinstance(inner.targets[0].target, cst.Name):
                names.define(f"{statement.name.value}.{inner.targets[0].target.value}", inner.value)
                names.homes[f"{statement.name.value}.{inner.targets[0].target.value}"] = index, inner
            elif isinstance(inner, cst.FunctionDef):
                names.functions.setdefault(inner.name.value, inner)
                _bind_inner(inner, names)


def _bind_inner(function: cst.FunctionDef, names: Names) -> None:
    for inner in flat(function.body.body):
        if isinstance(inner, (cst.Import, cst.ImportFrom)):
            names.take(inner)


def _body(body: Iterable[cst.CSTNode], scope: Scope) -> Iterator[Fact]:
    for statement in body:
        if isinstance(statement, cst.ClassDef):
            yield from _class(statement, scope)
        elif isinstance(statement, cst.FunctionDef):
            yield from _function(statement, scope)
        elif isinstance(statement, (cst.SimpleStatementLine, cst.SimpleStatementSuite)):
            yield from _simple(statement, scope)
        else:
            yield from _headed(statement, scope)
            yield from _body(branches(statement), scope)


def _class(node: cst.ClassDef, scope: Scope) -> Iterator[Fact]:
    names = scope.names
    inner = Scope(
        names,
        scope.positions,
        scope.seeds,
        owner=f"{scope.owner}.{node.name.value}" if scope.owner else node.name.value,
        bases=tuple(filter(None, (names.dotted(_unsubscripted(arg.value)) for arg in node.bases))),
        keywords=tuple((arg.keyword.value, spelled(arg.value)) for arg in node.keywords if arg.keyword),
        around=(*scope.around, node),
    )
    inner.accessors.update(classes.accessors(node))
    yield from fields.declared(node, inner)
    yield from _body(statements(node.body), inner)
    yield classes.declared(node, inner)


def _unsubscripted(node: cst.BaseExpression) -> cst.BaseExpression:
    return node.value if isinstance(node, cst.Subscript) else node


def _function(node: cst.FunctionDef, scope: Scope) -> Iterator[Fact]:
    parameters = tuple(parameter.name.value for parameter in (*node.params.params, *node.params.kwonly_params))
    inner = replace(scope, function=node.name.value, parameters=parameters, around=(*scope.around, node))
    if scope.seeds.strongest >= JUDGED or scope.seeds.asked:
        found = list(judging.checks(node, inner))
        yield from found
        # What they call is asked for.
        own = f"{scope.owner}.{node.name.value}" if scope.owner else node.name.value
        if found or f"%{own}" in scope.seeds.asked or (node.name.value == "__init__" and judging.judges(scope.owner)):
            yield coding.function(node, inner)
    # Functions inside it are lowered with it.
    if not scope.function and (
        _is_followed(scope.seeds) or (scope.seeds.strongest != NOTHING and lowering.hands_on(node))
    ):
        yield from lowering.function(node, inner)
    if not scope.function:
        yield from comparing.compared(node, inner)
        yield from codes.made(node, inner)
        yield from cutting.cut(node, inner)
        yield from calls.xored(node, inner)
        yield from signing_in.made(node, inner)
    yield from keys.defaults(node, inner)
    yield from urls.answered(node, inner)
    yield from migrations.steps(node, inner)
    yield from _body(statements(node.body), inner)


def _simple(line: cst.SimpleStatementLine | cst.SimpleStatementSuite, scope: Scope) -> Iterator[Fact]:
    for statement in line.body:
        parts = list(below(statement))
        yield from fields.written(statement, line, scope)
        if not scope.function:
            yield from settings.assigned(statement, line, scope)
            yield from classes.renamed(statement, line, scope)
            yield from migrations.operations(parts, scope)
        yield from calls.set_here(statement, line, parts, scope)
        yield from keys.assigned(statement, line, scope)
        yield from _expressions(parts, line, scope, _target(statement))


def _headed(statement: cst.CSTNode, scope: Scope) -> Iterator[Fact]:
    """Yield the facts in the head of a compound statement: the test of an ``if``, the items of a ``with``."""
    for name in ("test", "iter", "items", "subject"):
        part = getattr(statement, name, None)
        for node in part if isinstance(part, (list, tuple)) else (part,):
            if isinstance(node, cst.CSTNode):
                yield from _expressions(below(node), statement, scope)


def _expressions(
    parts: Iterable[cst.CSTNode], statement: cst.CSTNode, scope: Scope, target: cst.BaseExpression | None = None
) -> Iterator[Fact]:
    spoken, taken = set[int](), dict[int, cst.BaseExpression]()
    parts, made = list(parts), ""
    yield from urls.said(parts, scope)
    for part in parts:
        # LibCST's classes are abstract ones, whose instance checks are slow, and every node comes by here.
        if type(part) is cst.Arg or type(part) is cst.DictElement:
            taken.update(_taken(part))
        elif type(part) is cst.Call:
            made = _collection(part) or made
            yield from calls.made(part, statement, taken.get(id(part), target), scope)
            yield from keys.used(part, statement, scope)
            yield from keys.handed(part, statement, scope)
            yield from widgets.inputs(part, statement, target, scope)
            yield from policies.called(part, statement, scope)
            yield from fields.tabled(part, scope)
            yield from fields.added(part, statement, scope)
        elif type(part) is cst.Dict:
            yield from policies.written(part, statement, scope)
            yield from keys.handed(part, statement, scope)
            yield from fields.validated(part, statement, made or spelled(target or part).rpartition(".")[2], scope)
        elif type(part) in _STRINGS and id(part) not in spoken:
            yield from queries.spoken(part, scope)
        if (type(part) is cst.ConcatenatedString or type(part) is cst.BinaryOperation) and (
            id(part) in spoken or _is_text(part)
        ):
            # Its parts say nothing more.
            spoken |= {id(part.left), id(part.right)}


def _collection(call: cst.Call) -> str:
    """Return the collection that a call makes."""
    makes = tail(call.func).rpartition(".")[2] == "create_collection" and call.args
    return (text_of(call.args[0].value) or "") if makes else ""


def _taken(part: cst.Arg | cst.DictElement) -> Iterator[tuple[int, cst.BaseExpression]]:
    """Yield the calls whose result a keyword or a key takes: ``User(password=md5(text).hexdigest())``."""
    key = part.keyword if isinstance(part, cst.Arg) else part.key
    value: cst.CSTNode = part.value
    while key is not None and isinstance(value, (cst.Call, cst.Attribute)):
        if isinstance(value, cst.Call):
            yield id(value), key
        value = value.func if isinstance(value, cst.Call) else value.value


def _is_text(part: cst.ConcatenatedString | cst.BinaryOperation) -> bool:
    """Tell whether texts are put together, so that each is only part of what is said."""
    if isinstance(part, cst.ConcatenatedString):
        return True
    return isinstance(part.operator, cst.Add) and _STRINGS.issuperset({type(part.left), type(part.right)})


def _target(node: cst.CSTNode) -> cst.BaseExpression | None:
    """Return what a statement assigns to."""
    if isinstance(node, cst.Assign):
        return node.targets[0].target
    return node.target if isinstance(node, (cst.AnnAssign, cst.AugAssign)) else None
