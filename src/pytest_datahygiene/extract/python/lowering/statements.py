"""Statements, walked in the order in which they may run."""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from pytest_datahygiene.extract.python.lowering.evaluating import evaluate, together
from pytest_datahygiene.extract.python.lowering.expressions import each, key_of
from pytest_datahygiene.extract.python.lowering.frame import Frame
from pytest_datahygiene.extract.python.lowering.values import ANY, NOTHING, RAISED, Value
from pytest_datahygiene.extract.python.tree import below, calls, spelled, text_of

# An answer that holds one of these keys holds nothing else.
_REFUSED = frozenset({"error", "errors", "error_description"})


def run(body: Iterable[cst.CSTNode], frame: Frame) -> bool:
    """Lower statements and tell whether what follows them is reached."""
    for statement in body:
        if isinstance(statement, cst.SimpleStatementLine):
            frame.at(statement)
            for small in statement.body:
                if not _small(small, frame):
                    return False
        elif isinstance(statement, cst.SimpleStatementSuite):
            if not run(statement.body, frame):
                return False
        elif isinstance(statement, cst.BaseSmallStatement):
            if not _small(statement, frame):
                return False
        elif not _compound(statement, frame):
            return False
    return True


def _small(node: cst.BaseSmallStatement, frame: Frame) -> bool:
    match node:
        case cst.Return(value=value):
            _leave(value, "return", node, frame)
            return False
        case cst.Raise(exc=exc):
            _raise(exc, node, frame)
            return False
        case cst.Continue() | cst.Break():
            return False
        case cst.Del(target=target):
            _delete(target, frame)
        case cst.Expr(value=cst.Yield(value=cst.BaseExpression() as value)):
            _leave(value, f"return/{ANY}", node, frame)
        case cst.Expr(value=value) | cst.Assert(test=value):
            evaluate(value, frame)
        case _:
            _assign(node, frame)
    return True


def _leave(value: cst.BaseExpression | None, target: str, node: cst.CSTNode, frame: Frame) -> None:
    if value is not None:
        frame.flow(evaluate(value, frame), target, node)


def _raise(exc: cst.BaseExpression | None, node: cst.CSTNode, frame: Frame) -> None:
    """Raise an exception: it tells what it is made of, whatever its class."""
    if exc is None:
        return
    found = evaluate(exc, frame)
    if isinstance(exc, cst.Call):
        found = found.join(together((arg.value for arg in exc.args), frame))
    frame.raised = frame.raised.join(found)
    frame.flow(found, "raise", node)


def _assign(node: cst.BaseSmallStatement, frame: Frame) -> None:
    match node:
        case cst.Assign(targets=targets, value=value):
            found = evaluate(value, frame)
            for one in targets:
                frame.assign(one.target, found, node)
                if isinstance(one.target, cst.Name):
                    frame.remember_text(one.target.value, value)
        case cst.AnnAssign(target=target, value=cst.BaseExpression() as value):
            frame.assign(target, evaluate(value, frame), node)
        case cst.AugAssign(target=target, value=value):
            frame.assign(target, evaluate(target, frame).join(evaluate(value, frame)), node)


def _delete(target: cst.CSTNode, frame: Frame) -> None:
    match target:
        case cst.Subscript(value=holder, slice=[cst.SubscriptElement(slice=cst.Index(value=key))]):
            frame.forget(holder, key_of(key, frame))
        case cst.Attribute(value=holder, attr=attr):
            frame.forget(holder, attr.value)
        case cst.Name(value=name):
            frame.variables[name] = NOTHING
        case cst.Tuple(elements=elements):
            for element in elements:
                _delete(element.value, frame)


def _compound(node: cst.CSTNode, frame: Frame) -> bool:
    match node:
        case cst.If(test=test, body=body, orelse=orelse):
            evaluate(test, frame)
            return _either(frame, body.body, orelse, _absent(test), _missing(test))
        case cst.Else(body=body):
            return run(body.body, frame)
        case cst.For(body=body):
            return _loop(frame, body.body, node)
        case cst.While(test=test, body=body):
            evaluate(test, frame)
            return _loop(frame, body.body, None)
        case cst.FunctionDef(name=cst.Name(value=name)):
            frame.variables[name] = evaluate(node, frame)
        case cst.With(items=items, body=body):
            for item in items:
                value = evaluate(item.item, frame)
                if item.asname is not None:
                    frame.assign(item.asname.name, value, node)
            return run(body.body, frame)
        case cst.Try() | cst.TryStar():
            return _try(node, frame)
        case cst.Match(subject=subject, cases=cases):
            evaluate(subject, frame)
            return _any(frame, [case.body.body for case in cases])
    return True


def _absent(test: cst.BaseExpression) -> cst.BaseExpression | None:
    """Return what a condition finds empty: ``if not number``, ``if number is None``, ``if "error" in answer``."""
    match test:
        case cst.Comparison(left=key, comparisons=[cst.ComparisonTarget(operator=cst.In(), comparator=found)]) if (
            text_of(key) in _REFUSED
        ):
            return found
        case cst.Comparison(left=key, comparisons=[cst.ComparisonTarget(operator=cst.NotIn(), comparator=found)]) if (
            text_of(key)
        ):
            return cst.Subscript(found, [cst.SubscriptElement(cst.Index(key))])
        case cst.Call(func=cst.Attribute(value=found, attr=cst.Name(value="get")), args=[cst.Arg(value=key)]) if (
            text_of(key) in _REFUSED
        ):
            return found
        case cst.UnaryOperation(operator=cst.Not(), expression=cst.Name() | cst.Attribute() | cst.Subscript() as found):
            return found
        case cst.Comparison(
            left=found, comparisons=[cst.ComparisonTarget(operator=cst.Is() | cst.Equal(), comparator=nothing)]
        ) if spelled(nothing) == "None" or text_of(nothing) == "":
            return found
    return None


def _missing(test: cst.BaseExpression) -> cst.BaseExpression | None:
    """Return the component that is not there unless a condition holds: ``if answer and "phone" in answer``."""
    match test:
        case cst.BooleanOperation(left=cst.Name(), operator=cst.And(), right=inner):
            return _missing(inner)
        case cst.Comparison(left=key, comparisons=[cst.ComparisonTarget(operator=cst.In(), comparator=found)]) if (
            text_of(key)
        ):
            return cst.Subscript(found, [cst.SubscriptElement(cst.Index(key))])
    return None


def _either(
    frame: Frame,
    body: Iterable[cst.CSTNode],
    orelse: cst.CSTNode | None,
    absent: cst.BaseExpression | None,
    missing: cst.BaseExpression | None,
) -> bool:
    """Walk either branch: ``absent`` is empty in the first, ``missing`` in the other."""
    before = dict(frame.variables)
    if absent is not None:
        frame.empty(absent)
    reached = run(body, frame)
    after, frame.variables = frame.variables, before
    if missing is not None:
        frame.empty(missing)
    other = _compound(orelse, frame) if orelse is not None else True
    if reached:
        frame.variables = _joined(after, frame.variables) if other else after
    return reached or other


def _any(frame: Frame, bodies: Iterable[Iterable[cst.CSTNode]]) -> bool:
    before = dict(frame.variables)
    ends = [before]
    for body in bodies:
        frame.variables = dict(before)
        if run(body, frame):
            ends.append(frame.variables)
    frame.variables = before
    for end in ends[1:]:
        frame.variables = _joined(frame.variables, end)
    return True


def _loop(frame: Frame, body: Iterable[cst.CSTNode], head: cst.For | None) -> bool:
    """Walk the body twice: what the first round leaves, the second may find."""
    body = list(body)
    keyed = head is not None and _is_keyed(head)
    for _ in range(2):
        before = dict(frame.variables)
        if head is not None:
            each(head.target, head.iter, frame)
            if keyed:
                frame.empty(head.target)
        run(body, frame)
        # A list of constants is gone through once at least.
        if head is None or not (isinstance(head.target, cst.Name) and frame.alternatives.get(head.target.value)):
            frame.variables = _joined(before, frame.variables)
    return True


def _is_keyed(loop: cst.For) -> bool:
    """Tell whether a loop looks up what it goes through by what it meets: those are keys."""
    target, through = spelled(loop.target), spelled(loop.iter)
    if not target or not through:
        return False
    found = (part for part in below(loop.body) if type(part) is cst.Subscript and spelled(part.value) == through)
    keys = (part.slice[0].slice for part in found)
    return any(isinstance(key, cst.Index) and spelled(key.value) == target for key in keys)


def _try(node: cst.Try | cst.TryStar, frame: Frame) -> bool:
    before, around, frame.raised = dict(frame.variables), frame.raised, NOTHING
    reached = run(node.body.body, frame)
    caught = frame.raised.join(Value(frozenset(f"c{one}/{RAISED}" for one in frame.numbers(calls(node.body)))))
    frame.raised = around
    done = frame.variables
    ends = [done] if reached else []
    for handler in node.handlers:
        frame.variables = _joined(before, done)
        if handler.name is not None:
            frame.assign(handler.name.name, caught, node)
        if run(handler.body.body, frame):
            ends.append(frame.variables)
    frame.variables = ends[0] if ends else before
    for end in ends[1:]:
        frame.variables = _joined(frame.variables, end)
    if reached and node.orelse is not None:
        run(node.orelse.body.body, frame)
    if node.finalbody is not None:
        run(node.finalbody.body.body, frame)
    return bool(ends)


def _joined(one: dict[str, Value], other: dict[str, Value]) -> dict[str, Value]:
    return {name: one.get(name, NOTHING).join(other.get(name, NOTHING)) for name in {**one, **other}}
