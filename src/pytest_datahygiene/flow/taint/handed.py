"""Which functions a call may mean whose callee is a value: looked for backwards, from the call to where names are."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_datahygiene.flow.taint.binding import bound
from pytest_datahygiene.flow.taint.links import Links
from pytest_datahygiene.flow.taint.paths import ANY, UNKNOWN, Path, Way
from pytest_datahygiene.flow.taint.program import Program

# Places that are looked at for one call.
_MOST = 200

At = tuple[int, Path]


class Handed:
    """Looks for functions behind values in one program."""

    def __init__(self, program: Program, links: Links) -> None:
        self._program, self._links = program, links
        self._into: list[dict[str, list[Way]]] | None = None
        self._makers: dict[str, list[int]] = {}

    def called(self, function: int, number: int) -> list[str]:
        """Return the dotted names of what a call may mean."""
        call = self._program.functions[function].calls[number]
        if call.callee.startswith("."):
            return []
        if not call.callee:
            return self._names((function, Path(f"c{number}", ("#@",))))
        dotted = self._program.own_name(function, call.callee)
        return self._names((function, Path("g:" + dotted)))

    def returned(self, function: int) -> list[str]:
        """Return the dotted names of what a function may give back."""
        return self._names((function, Path("return")))

    def _names(self, start: At) -> list[str]:
        found: dict[str, None] = {}
        left, seen = [start], {start}
        while left and len(seen) < _MOST:
            function, here = left.pop()
            before = list(self._before(function, here))
            if here.base[:2] == "g:" and (function, here) != start:
                found[".".join((here.base[2:], *here.keys))] = None
            for one in before:
                if one not in seen:
                    seen.add(one)
                    left.append(one)
        return list(found)

    def _before(self, function: int, here: Path) -> Iterator[At]:
        """Yield from where a value came to a path."""
        base, keys = here
        into = self._ways()
        users = self._makers.get(base, ()) if base[:2] in ("g:", "o:") else (function,)
        for user in users:
            for way in into[user].get(base, ()):
                rest = _behind(way.target.keys, keys)
                if rest is not None:
                    yield user, Path(way.source.base, (*way.source.keys, *rest))
        if base[:2] == "p:":
            yield from self._given(function, here)
        elif base[:1] == "c" and base[1:].isdigit() and keys[:1] != ("#@",):
            yield from ((target, Path("return", keys)) for target in self._links.targets[function][int(base[1:])])

    def _given(self, function: int, here: Path) -> Iterator[At]:
        """Yield what the callers of a function give it, and what its class keeps under an attribute."""
        one = self._program.functions[function]
        for caller, number in self._links.sites[function]:
            for way in self._ways()[caller].get(f"c{number}", ()):
                argument, *inner = way.target.keys or ("",)
                for path in bound(one, argument[1:], tuple(inner)) if argument[:1] == "#" else ():
                    rest = _behind(path.keys, here.keys) if path.base == here.base else None
                    if rest is not None:
                        yield caller, Path(way.source.base, (*way.source.keys, *rest))
        if here.base == "p:self" and here.keys:
            yield from ((method, here) for method in self._program.methods(one.owner) if method != function)

    def _ways(self) -> list[dict[str, list[Way]]]:
        """Return the edges of each function by the base that they lead to."""
        if self._into is None:
            self._into = []
            for number, ways in enumerate(self._links.ways):
                into: dict[str, list[Way]] = {}
                for way in (way for listed in ways.values() for way in listed):
                    into.setdefault(way.target.base, []).append(way)
                self._into.append(into)
                for base in into:
                    if base[:2] in ("g:", "o:"):
                        self._makers.setdefault(base, []).append(number)
        return self._into


def _behind(written: tuple[str, ...], read: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return what is read behind what was written, ``None`` if it is something else."""
    same = all(one in (other, ANY) or other in (ANY, UNKNOWN) for one, other in zip(written, read, strict=False))
    return read[len(written) :] if same and len(written) <= len(read) else None
