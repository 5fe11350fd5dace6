"""All facts of a run, by kind."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar, cast

from pytest_datahygiene.facts.fact import Fact

F = TypeVar("F", bound=Fact)


class FactBase:
    """Facts by kind, in the order of their places, whatever order they came in."""

    def __init__(self, facts: Iterable[Fact] = ()) -> None:
        self._kinds: dict[type[Fact], list[Fact]] = {}
        self.add(facts)

    def add(self, facts: Iterable[Fact]) -> None:
        """Take in more facts."""
        touched = set()
        for fact in facts:
            self._kinds.setdefault(type(fact), []).append(fact)
            touched.add(type(fact))
        for kind in touched:
            self._kinds[kind].sort(key=lambda fact: fact.at)

    def of(self, kind: type[F]) -> list[F]:
        """Return the facts of one kind, sorted by place."""
        return cast("list[F]", self._kinds.get(kind, []))

    def one(self, kind: type[F]) -> F:
        """Return the only fact of a kind that every run has exactly once; raise ``LookupError`` otherwise."""
        found = self.of(kind)
        if len(found) != 1:
            raise LookupError(f"{len(found)} facts of kind {kind.__name__}, expected one")
        return found[0]
