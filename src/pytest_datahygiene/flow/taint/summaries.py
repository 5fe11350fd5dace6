"""What a call gives back of an argument: found out once for each function and parameter."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_datahygiene.flow.taint.binding import bound, through
from pytest_datahygiene.flow.taint.links import Links
from pytest_datahygiene.flow.taint.own import Own
from pytest_datahygiene.flow.taint.paths import RAISED, Path, last_name, moved
from pytest_datahygiene.flow.taint.program import Program

# Calls inside calls that a summary looks through.
_NESTED = 5


def given_back(base: str, keys: tuple[str, ...]) -> Iterator[Path]:
    """Yield where what a call gives back is to be found: what it raises the function around it raises too, unless it
    is caught, which nobody tells."""
    yield Path(base, keys)
    if keys[:1] == (RAISED,):
        yield Path("raise", keys[1:])


# A component, and how it is protected.
Back = tuple[tuple[str, ...], str]


class Summaries:
    """The summaries of a program."""

    def __init__(self, program: Program, links: Links, own: Own) -> None:
        self._program, self._ways, self._targets, self._own = program, links.ways, links.targets, own
        self._known: dict[tuple[int, Path, str], frozenset[Back]] = {}

    def of(self, function: int, at: Path, sealed: str, nested: int = _NESTED) -> frozenset[Back]:
        """Return the components of a function's result that hold what entered at a path, each with how it is
        protected."""
        known = self._known.get((function, at, sealed))
        if known is not None or not nested:
            return known or frozenset()
        self._known[function, at, sealed] = frozenset()
        # What a constructor keeps is in what it makes.
        made = last_name(self._program.functions[function].name) == "__init__"
        found, left, seen = set[Back](), [(at, sealed)], {(at, sealed)}
        while left:
            here, how = left.pop()
            if here.base == "return" or (made and here.base == "p:self" and here.keys):
                found.add((here.keys, how))
            elif here.base == "raise":
                found.add(((RAISED, *here.keys), how))
            is_argument = here.keys[:1] and here.keys[0].startswith("#")
            moves = self._backs(function, here, how, nested) if is_argument else self._moves(function, here, how)
            for after in list(moves):
                if after not in seen:
                    seen.add(after)
                    left.append(after)
        self._known[function, at, sealed] = frozenset(found)
        return self._known[function, at, sealed]

    def _moves(self, function: int, here: Path, how: str) -> Iterator[tuple[Path, str]]:
        for way in self._ways[function].get(here.base, ()):
            target = moved(here.keys, way)
            if target is not None:
                yield target, how

    def _backs(self, function: int, here: Path, how: str, nested: int) -> Iterator[tuple[Path, str]]:
        """Yield what a call gives back of an argument."""
        base, keys = here
        call = self._program.functions[function].calls[int(base[1:])]
        after = self._own.sealing(call.callee, how)
        if after != how:
            yield from () if after is None else ((Path(base), after),)
            return
        targets = self._targets[function][int(base[1:])]
        for target in targets:
            for inner in bound(self._program.functions[target], keys[0][1:], keys[1:]):
                for back, sealed in self.of(target, inner, how, nested - 1):
                    yield from ((path, sealed) for path in given_back(base, back))
        held = None if targets else through(call, keys[0][1:], keys[1:], self._program.fields(call.callee))
        if held is not None:
            yield Path(base, held), how
