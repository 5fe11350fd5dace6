"""Which functions calls reach, found out while data moves: values that are called, signals, decorators."""

from __future__ import annotations

from pytest_datahygiene.flow.taint.handed import Handed
from pytest_datahygiene.flow.taint.links import Links
from pytest_datahygiene.flow.taint.paths import last_name
from pytest_datahygiene.flow.taint.program import FEW, Program
from pytest_datahygiene.flow.taint.signals import connected, sent_to

_PYTHONS = frozenset({"classmethod", "staticmethod", "property"})
# What a serializer calls to save what it holds.
_SAVING = frozenset({"create", "update", "perform_create"})


class Reaching:
    """Finds the functions behind the calls of a program, and the names of those that it does not hold."""

    def __init__(self, program: Program, links: Links) -> None:
        self._program, self._links = program, links
        self._handed = Handed(program, links)
        self._answering = connected(program, links.ways)
        self._looked_for: dict[tuple[int, int], list[str]] = {}
        self._around: dict[int, tuple[list[int], list[str]]] = {}

    def targets(self, function: int, number: int) -> list[int]:
        """Return the functions that a call may reach; what is behind a value is looked for once."""
        if not self._links.targets[function][number] and (function, number) not in self._looked_for:
            answering = self._answering.get(sent_to(self._program, function, number))
            names = answering or self._handed.called(function, number)
            self._looked_for[function, number] = names
            found = self._named(names)
            if answering or len(found) <= FEW:
                self._links.reach(function, number, found)
        return self._links.targets[function][number]

    def missing(self, function: int, number: int) -> list[str]:
        """Return the names of what a call may mean and the program does not hold, as the engine is asked for them."""
        signal = sent_to(self._program, function, number)
        asked = ["{}.={}".format(*signal.rpartition(".")[::2])] if signal else []
        return [*self._program.missing(function, number), *self._looked_for.get((function, number), ()), *asked]

    def saved(self, function: int, number: int) -> tuple[list[int], list[str]]:
        """Return the methods by which a serializer saves, or the names of those that the program does not hold."""
        owners = self._program.owners(function, number)
        methods = [one for owner in owners for one in self._program.methods(owner)]
        found = [one for one in methods if last_name(self._program.functions[one].name) in _SAVING]
        return found, [] if found else [f"{owner}.{name}" for owner in owners for name in sorted(_SAVING)]

    def around(self, function: int) -> tuple[list[int], list[str]]:
        """Return the functions that the decorators of a function put in its place, and the decorators' own names
        where the program does not hold them."""
        if function not in self._around:
            self._around[function] = self._decorated(function)
        return self._around[function]

    def _decorated(self, function: int) -> tuple[list[int], list[str]]:
        decorators = [name for name in self._program.functions[function].decorators if name not in _PYTHONS]
        names = [self._program.own_name(function, name) for name in decorators]
        names = [name for name in names if self._program.is_shared(name)]
        wrappers = [one for name in names for maker in self._program.named(name) for one in self._made(maker)]
        # What a decorator with arguments makes is another decorator.
        found = [inner for one in wrappers for inner in self._made(one) or [one]]
        return found, [name for name in names if not self._program.named(name)]

    def _made(self, maker: int) -> list[int]:
        return self._named(self._handed.returned(maker))

    def _named(self, names: list[str]) -> list[int]:
        return sorted({one for name in names for one in self._program.named(name)})
