"""Lists of password validators, as settings write them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import libcst as cst

from pytest_datahygiene.extract.python.constants import constant, defaulted, text_with
from pytest_datahygiene.extract.python.tree import elements, pairs, spelled
from pytest_datahygiene.facts import ValidatorUsed
from pytest_datahygiene.facts.passwords import Option

if TYPE_CHECKING:
    from pytest_datahygiene.extract.python.scope import Scope

_Bound = Mapping[str, int | str]
_NOTHING: _Bound = {}


def _is_count(value: Option) -> bool:
    return not isinstance(value, str) or (value.isdecimal() and len(value) < 5)


def listed(value: cst.BaseExpression, scope: Scope) -> tuple[tuple[ValidatorUsed, ...], bool]:
    """Return the entries of a list of validators, and whether that is all of it."""
    entries = list(_entries(value, scope))
    known = tuple(entry for entry in entries if entry is not None)
    return known, len(known) == len(entries)


def _entries(value: cst.BaseExpression, scope: Scope) -> Iterator[ValidatorUsed | None]:
    """Yield what a list holds; ``None`` for a part that is not known."""
    parts = elements(value)
    if parts is not None:
        yield from (_entry(part, scope) for part in parts)
        starred = [part for part in value.elements if isinstance(part, cst.StarredElement)]  # type: ignore[attr-defined]
        for part in starred:
            yield from _entries(part.value, scope)
    elif isinstance(value, cst.BinaryOperation) and isinstance(value.operator, cst.Add):
        for side in (value.left, value.right):
            if not spelled(side).endswith("PASSWORD_VALIDATORS"):
                yield from _entries(side, scope)
    elif isinstance(value, (cst.ListComp, cst.GeneratorExp)):
        yield from _comprehended(value, scope)
    elif isinstance(value, cst.IfExp):
        # One environment checks, the other does not: the one that checks is the one that customers meet.
        branches = [list(_entries(part, scope)) for part in (value.body, value.orelse)]
        yield from max(branches, key=len)
    else:
        inner = defaulted(value)
        yield from _entries(inner, scope) if inner is not None else [None]


def _comprehended(value: cst.ListComp | cst.GeneratorExp, scope: Scope) -> Iterator[ValidatorUsed | None]:
    loop = value.for_in
    items = elements(loop.iter)
    if loop.inner_for_in is not None or loop.ifs or items is None:
        yield None
        return
    for item in items:
        bound = _bound(loop.target, item, scope)
        yield _entry(value.elt, scope, bound) if bound is not None else None


def _bound(target: cst.BaseExpression, item: cst.BaseExpression, scope: Scope) -> _Bound | None:
    """Return the variables of one round, unpacked if need be; what is not constant stays unbound."""
    names = elements(target) or [target]
    values = elements(item) if isinstance(target, cst.Tuple) else [item]
    if values is None or len(names) != len(values):
        return None
    bound: dict[str, int | str] = {}
    for name, value in zip(names, values, strict=True):
        known = constant(value, scope.names)
        if isinstance(known, (int, str)):
            bound[spelled(name)] = known
    return bound


def _entry(node: cst.BaseExpression, scope: Scope, bound: _Bound = _NOTHING) -> ValidatorUsed | None:
    """Return an entry ``{"NAME": ..., "OPTIONS": {...}}``, ``None`` when its name is not known."""
    entries = dict(pairs(node) or [])
    named = entries.get("NAME")
    name = text_with(named, scope.names, bound) if named is not None else None
    if named is None or name is None:
        return None
    options = dict(pairs(entries["OPTIONS"]) or []) if "OPTIONS" in entries else {}
    spot = options.get("min_length", named)
    # Of texts only numbers say something that rules ask for; another may be the secret of a service.
    constants = {key: constant(value, scope.names, bound) for key, value in options.items()}
    numbers: dict[str, Option] = {key: value if _is_count(value) else None for key, value in constants.items()}
    return ValidatorUsed(name, scope.positions.place(spot), numbers)
