"""Hashers of passwords that are made too cheap, by the caller or by a setting."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from pytest_datahygiene.catalog import algorithms
from pytest_datahygiene.catalog.passwords import passwords
from pytest_datahygiene.catalog.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pytest_datahygiene.catalog.password_rows import Cost, Hasher


class Cheap(NamedTuple):
    """A cost that is set too low: of which hasher, what it is called, what it is and what it should be."""

    hasher: str
    param: str
    given: int
    least: int


@cache
def names() -> frozenset[str]:
    """Return the dotted names of the calls that set a cost."""
    return frozenset(call for row in passwords().hasher for call in row.calls)


@cache
def settings() -> frozenset[str]:
    """Return the names of the settings that choose how passwords are hashed."""
    return frozenset(_by_setting())


def seeds() -> frozenset[tuple[str, ...]]:
    """Return the words that stand together wherever a cost is set by a call."""
    return frozenset(seed for row in passwords().hasher for seed in row.seeds)


def cheap(call: str, arguments: Sequence[str], keywords: Iterable[tuple[str, str]]) -> Cheap | None:
    """Return what a call sets too low; arguments are as ``CallMade`` has them."""
    given = dict(keywords)

    def value(name: str, position: int) -> str:
        at = arguments[position] if 0 <= position < len(arguments) else ""
        return given.get(name, at)

    if call.endswith("generate_password_hash"):
        return _werkzeug(value("method", 1))
    for row in passwords().hasher:
        if call in row.calls:
            variant = value(row.by, row.by_position).lower().replace("-", "")
            for cost in row.cost:
                found = _below(row, cost, variant, value(cost.param, cost.position))
                if found:
                    return found
    return None


def _werkzeug(method: str) -> Cheap | None:
    """Return what werkzeug's name of a hasher sets too low: ``pbkdf2:sha256:1000``."""
    scheme, _, rest = method.partition(":")
    variant, _, rounds = rest.partition(":")
    row = next((row for row in passwords().hasher if row.name == "PBKDF2"), None)
    return _below(row, row.cost[0], variant, rounds) if row and scheme == "pbkdf2" else None


def cheap_setting(name: str, value: object) -> Cheap | None:
    """Return the cost that a setting sets too low."""
    row = _by_setting().get(name)
    costs = row.cost if row else ()
    return next((found for cost in costs if row and (found := _below(row, cost, "", str(value)))), None)


def weak_scheme(name: str, values: Sequence[str]) -> str:
    """Return the scheme by which a setting has passwords kept badly, ``""`` for none; the first of several counts."""
    row = _by_setting().get(name)
    return _first(values) if row and _first(values) in row.weak else ""


def outdated_scheme(name: str, values: Sequence[str]) -> str:
    """Return the scheme that a setting prefers and that is not advised any more, ``""`` for none."""
    row = _by_setting().get(name)
    return _first(values) if row and _first(values) in row.outdated else ""


def _first(values: Sequence[str]) -> str:
    return values[0].rsplit(".", 1)[-1] if values else ""


def may_be_password(arguments: Sequence[str]) -> bool:
    """Tell whether what is hashed may be a password: a key that was drawn is none."""
    named = {word for text in arguments for word in words(text)}
    drawn = algorithms.algorithms().use.random
    return named.isdisjoint(drawn) or algorithms.use_of(arguments) == "password"


def _below(row: Hasher, cost: Cost, variant: str, value: str) -> Cheap | None:
    least = cost.least.get(variant)
    if least is None or not value.isdigit() or int(value) >= least:
        return None
    return Cheap(row.name, cost.param, int(value), least)


@cache
def _by_setting() -> dict[str, Hasher]:
    return {name: row for row in passwords().hasher for name in row.setting}
