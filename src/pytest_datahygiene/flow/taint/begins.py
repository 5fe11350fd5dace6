"""Where data that is followed begins: what is read, or given, under a name that says what it is."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator

from pytest_datahygiene.facts.lowered import FunctionLowered
from pytest_datahygiene.flow.taint import declared, sinks
from pytest_datahygiene.flow.taint.binding import bound
from pytest_datahygiene.flow.taint.links import Links
from pytest_datahygiene.flow.taint.own import Own
from pytest_datahygiene.flow.taint.paths import Path, Way, last_name
from pytest_datahygiene.flow.taint.program import Program
from pytest_datahygiene.flow.taint.sources import brought, labelled, promises
from pytest_datahygiene.flow.taint.states import State

# Methods of forms, managers and queries that return a row.
_MAKES_OBJECTS = frozenset(
    {"save", "create", "get_or_create", "update_or_create", "get_object_or_404", "first", "build"}
)

# Calls behind one another through which it is known what a caller's data holds.
_NESTED = 3


class Begins:
    """Finds the beginnings in one program."""

    def __init__(
        self, program: Program, links: Links, wanted: Callable[[str], bool], known: declared.Labels, own: Own
    ) -> None:
        self._program, self._links = program, links
        self._wanted, self._known, self._own = wanted, known, own
        # What functions look up in what they are given.
        self.needed: set[State] = set()
        # What forms and rows hold, which their own text does not tell.
        self.objects: set[State] = set()

    def read(self) -> Iterator[tuple[State, int]]:
        """Yield what is read under a name that says what it is, each with its line."""
        for number, one in enumerate(self._program.functions):
            ways = [way for listed in self._links.ways[number].values() for way in listed]
            sources = labelled((way.source for way in ways), one.name, one.at.path, self._wanted)
            sources |= self._set(one, number)
            # What a variable's name says of a result is more than what its function says.
            named = {at.keys[0] for at in sources if at.base[:2] == "v:" and at.keys}
            for at, label in sorted(sources.items()):
                if not self._is_clean(number, at):
                    state = State(number, at, label)
                    looked_up = at.base[:2] == "p:" and at.keys and not set(one.attributes) & {*at.keys}
                    if looked_up:
                        self.needed.add(state)
                        yield from self._needed(number, at, label)
                    yield state, self._line(ways, at)
            for index, call in enumerate(one.calls):
                known = self._own.may_know(call.callee) and f"c{index}" not in named
                label = self._own.label(self._program.names(number, index)) if known else ""
                if label:
                    yield State(number, Path(f"c{index}"), label), call.line
            held = dict(declared.held(one, self._known))
            poured = declared.poured(ways, one.calls, self._known)
            for at, label in [*held.items(), *poured, *brought(way.source for way in ways)]:
                if at.base in self._links.ways[number]:
                    line = min(way.line for way in self._links.ways[number][at.base])
                    if at in held and not self._tells_all(number, at.base):
                        self.objects.add(State(number, at, label))
                    yield State(number, at, label), line

    def given(self, seen: Container[State]) -> Iterator[tuple[State, Way]]:
        """Yield what is given a name that says what it is, unless something that bore one arrived there."""
        for number, one in enumerate(self._program.functions):
            ways = [way for listed in self._links.ways[number].values() for way in listed]
            targets = labelled((way.target for way in ways), one.name, one.at.path, self._wanted)
            for index, call in enumerate(one.calls):
                targets |= declared.columned(index, call, one.name, self._wanted)
            for way in ways:
                label = targets.get(way.target, "")
                state = State(number, way.target, label)
                known = state in seen or state._replace(entered=True) in seen
                harmless = self._is_clean(number, way.source) or self._is_verdict(number, way.source)
                harmless = harmless or promises(way.source)
                if label and not known and not harmless:
                    yield state, way

    def _needed(self, function: int, at: Path, label: str, nested: int = _NESTED) -> Iterator[tuple[State, int]]:
        """Yield what the callers of a function have that it looks a component up in: they hold it too."""
        one = self._program.functions[function]
        for caller, number in self._links.sites[function] if nested else ():
            for way in (way for listed in self._links.ways[caller].values() for way in listed):
                argument, *inner = way.target.keys or ("",)
                if way.target.base != f"c{number}" or argument[:1] != "#" or way.hidden:
                    continue
                if Path(at.base) in bound(one, argument[1:], tuple(inner)):
                    source = Path(way.source.base, (*way.source.keys, *at.keys))
                    yield State(caller, source, label), way.line
                    if source.base[:2] == "p:":
                        yield from self._needed(caller, source, label, nested - 1)

    def _tells_all(self, function: int, base: str) -> bool:
        """Tell whether the text of an object tells all its fields."""
        names = map(last_name, self._program.classes_named(function, base))
        return any(isinstance(self._known.get(name), declared.Plain) for name in names)

    def _set(self, one: FunctionLowered, number: int) -> dict[Path, str]:
        """Return the label of what a property's setter is given: the property says what it is."""
        names = [name.removesuffix(".setter") for name in one.decorators if name.endswith(".setter")]
        if len(one.parameters) != 2 or not names:
            return {}
        named = Path("p:" + names[0])
        label = labelled([named], one.owner, one.at.path, self._wanted).get(named, "")
        given = Path("p:" + one.parameters[1])
        return {given: label} if label and self._links.ways[number].get(given.base) else {}

    @staticmethod
    def _line(ways: list[Way], at: Path) -> int:
        return min(way.line for way in ways if way.source[:1] == at[:1] and way.source.keys[: len(at.keys)] == at.keys)

    def _is_clean(self, number: int, at: Path) -> bool:
        """Tell whether a path begins at the result of a call that promises to give back something harmless."""
        named = at.base.startswith("v:") and at.keys
        base = at.keys[0] if named else at.base
        if base[0] != "c" or not base[1:].isdigit():
            return False
        callee = self._program.functions[number].calls[int(base[1:])].callee
        # An object that is called keyboard_ccn, or credit_card, is more than a number.
        name = last_name(callee)
        return self._own.is_harmless(callee) or (bool(named) and name[:1].isupper()) or name in _MAKES_OBJECTS

    def _is_verdict(self, number: int, at: Path) -> bool:
        """Tell whether a path begins at the result of a call that only tells whether something is so."""
        base = at.base
        calls = self._program.functions[number].calls
        return base[0] == "c" and base[1:].isdigit() and sinks.is_verdict(calls[int(base[1:])].callee)
