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


class Summaries:
    """The summaries of a program."""

    def __init__(self, program: Program, links: Links, own: Own) -> None:
        self._program, self._ways, self._targets, self._own = program, links.ways, links.targets, own
        self._known: dict[tuple[int, Path], frozenset[tuple[str, ...]]] = {}

    def of(self, function: int, at: Path, nested: int = _NESTED) -> frozenset[tuple[str, ...]]:
        """Return the components of a function's result that hold what entered at a path."""
        known = self._known.get((function, at))
        if known is not None or not nested:
            return known or frozenset()
        self._known[function, at] = frozenset()
        # What a constructor keeps is in what it makes.
        made = last_name(self._program.functions[function].name) == "__init__"
        found, left, seen = set[tuple[str, ...]](), [at], {at}
        while left:
            here = left.pop()
            if here.base == "return" or (made and here.base == "p:self" and here.keys):
                found.add(here.keys)
            elif here.base == "raise":
                found.add((RAISED, *here.keys))
            is_argument = here.keys[:1] and here.keys[0].startswith("#")
            for after in list(self._backs(function, here, nested) if is_argument else self._moves(function, here)):
                if after not in seen:
                    seen.add(after)
                    left.append(after)
        self._known[function, at] = frozenset(found)
        return self._known[function, at]

    def _moves(self, function: int, here: Path) -> Iterator[Path]:
        for way in self._ways[function].get(here.base, ()):
            target = moved(here.keys, way)
            if target is not None:
                yield target

    def _backs(self, function: int, here: Path, nested: int) -> Iterator[Path]:
        """Yield what a call gives back of an argument."""
        base, keys = here
        call = self._program.functions[function].calls[int(base[1:])]
        if self._own.is_harmless(call.callee):
            return
        targets = self._targets[function][int(base[1:])]
        for target in targets:
            for inner in bound(self._program.functions[target], keys[0][1:], keys[1:]):
                for back in self.of(target, inner, nested - 1):
                    yield from given_back(base, back)
        held = None if targets else through(call, keys[0][1:], keys[1:], self._program.fields(call.callee))
        if held is not None:
            yield Path(base, held)
