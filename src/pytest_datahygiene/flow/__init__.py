"""Passes that join facts over the whole project and add new ones. Found by folder listing; importing this imports none.

A pass is a module with ``READS`` and ``ADDS``, kinds of facts, and ``run(facts)``, which yields the new facts.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Protocol, cast

from pytest_datahygiene.facts import Fact, FactBase


class Pass(Protocol):
    """What a module of this floor offers."""

    READS: tuple[type[Fact], ...]
    ADDS: tuple[type[Fact], ...]

    def run(self, facts: FactBase) -> Iterator[Fact]:
        """Yield facts that follow from the others."""


def _passes() -> list[Pass]:
    files = sorted(os.listdir(os.path.dirname(__file__)))
    modules = [
        import_module(f"{__name__}.{file[:-3]}") for file in files if file.endswith(".py") and not file.startswith("_")
    ]
    return [cast("Pass", module) for module in modules if hasattr(module, "ADDS")]


def _ordered(wanted: Iterable[type[Fact]]) -> list[Pass]:
    """Return the passes that provide these kinds, each after those whose facts it reads."""
    providers = {kind: one for one in _passes() for kind in one.ADDS}
    order: list[Pass] = []

    def require(kinds: Iterable[type[Fact]]) -> None:
        for kind in sorted(kinds, key=lambda kind: kind.__name__):
            one = providers.get(kind)
            if one is not None and one not in order:
                require(one.READS)
                order.append(one)

    require(wanted)
    return order


def needed(wanted: set[type[Fact]]) -> set[type[Fact]]:
    """Return the kinds that must be there for these kinds to be had, themselves included."""
    return wanted | {kind for one in _ordered(wanted) for kind in one.READS}


def run(facts: FactBase, wanted: set[type[Fact]]) -> None:
    """Add the facts of these kinds that passes provide."""
    for one in _ordered(wanted):
        facts.add(list(one.run(facts)))
