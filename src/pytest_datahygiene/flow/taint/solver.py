"""Follows labelled data from where its name is read to where it leaves.

A state is a component of a value in a function. Data that entered a function through a call does not leave it through
other calls of the same function: what comes back is told by the function's summary.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from typing import NamedTuple

from pytest_datahygiene.catalog.leaving import tells
from pytest_datahygiene.facts.lowered import Called, FunctionLowered
from pytest_datahygiene.flow.taint import declared, sinks
from pytest_datahygiene.flow.taint.binding import bound, through
from pytest_datahygiene.flow.taint.links import Links
from pytest_datahygiene.flow.taint.own import Own
from pytest_datahygiene.flow.taint.paths import ANY, RAISED, Path, Way, moved
from pytest_datahygiene.flow.taint.program import Program, is_telling
from pytest_datahygiene.flow.taint.sources import brought, labelled
from pytest_datahygiene.flow.taint.summaries import Summaries, given_back

_MOST_STATES = 200_000


class State(NamedTuple):
    """``label``-led data at a path of a function; ``entered`` when it came in by an argument."""

    function: int
    at: Path
    label: str
    entered: bool


class Arrival(NamedTuple):
    """Data that reached a sink: the state there, the kind of the sink, its name for the reader, and its line."""

    state: State
    kind: str
    sink: str
    line: int


class Solver:
    """Solves one program.

    ``wanted`` tells the labels that are followed, ``everywhere`` those for which more is asked to be parsed than what
    says by its name that it tells somebody; ``known`` are the fields of the program's classes, ``own`` is what the
    project says of its functions.
    """

    def __init__(
        self,
        program: Program,
        wanted: Callable[[str], bool],
        known: declared.Labels,
        everywhere: Callable[[str], bool],
        own: Own,
    ) -> None:
        self.program = program
        links = Links(program)
        self._ways, self._targets, self._sites, self._users = links.ways, links.targets, links.sites, links.users
        self._summaries = Summaries(program, links, own)
        self.known, self._own = known, own
        self._wanted, self._everywhere = wanted, everywhere
        # Names of what data goes into and the program does not hold.
        self.asked: set[str] = set()
        # Each state with the one before it, and the function and the line in which it moved.
        self.before: dict[State, tuple[State | None, int, int]] = {}
        self._left: deque[State] = deque()
        # States that were reached by taking just this component out of what held it.
        self.picked: set[State] = set()
        # In the order in which they were found.
        self.arrivals: list[Arrival] = []

    def solve(self) -> None:
        """Find every arrival."""
        self._read()
        self.arrivals.extend(self._followed())
        # What is given a name is a source only where nothing that bore one before has arrived.
        self.arrivals.extend(self._given())
        self.arrivals.extend(self._followed())

    @property
    def is_full(self) -> bool:
        """Whether more places hold data than are looked at."""
        return len(self.before) >= _MOST_STATES

    def _followed(self) -> Iterator[Arrival]:
        while self._left and not self.is_full:
            yield from self._step(self._left.popleft())

    def _read(self) -> None:
        """Set out from what is read under a name that says what it is."""
        for number, one in enumerate(self.program.functions):
            ways = [way for listed in self._ways[number].values() for way in listed]
            sources = labelled((way.source for way in ways), one.name, one.at.path, self._wanted)
            sources |= self._set(one, number)
            # What a variable's name says of a result is more than what its function says.
            named = {at.keys[0] for at in sources if at.base[:2] == "v:" and at.keys}
            for at, label in sorted(sources.items()):
                if not self._is_clean(number, at):
                    self._push(State(number, at, label, entered=False), None, self._line(ways, at))
            for index, call in enumerate(one.calls):
                known = self._own.may_know(call.callee) and f"c{index}" not in named
                label = self._own.label(self.program.names(number, index)) if known else ""
                if label:
                    self._push(State(number, Path(f"c{index}"), label, entered=False), None, call.line)
            poured = declared.poured(ways, one.calls, self.known)
            for at, label in [*declared.held(one, self.known), *poured, *brought(way.source for way in ways)]:
                if at.base in self._ways[number]:
                    line = min(way.line for way in self._ways[number][at.base])
                    self._push(State(number, at, label, entered=False), None, line)

    def _given(self) -> Iterator[Arrival]:
        """Set out from what is given a name that says what it is."""
        for number, one in enumerate(self.program.functions):
            ways = [way for listed in self._ways[number].values() for way in listed]
            targets = labelled((way.target for way in ways), one.name, one.at.path, self._wanted)
            for index, call in enumerate(one.calls):
                targets |= declared.columned(index, call, one.name, self._wanted)
            for way in ways:
                label = targets.get(way.target, "")
                state = State(number, way.target, label, entered=False)
                known = self.before.keys() & {state, state._replace(entered=True)}
                harmless = self._is_clean(number, way.source) or self._is_verdict(number, way.source)
                if label and not known and not harmless:
                    self._push(state, None, way.line)
                    yield from self._stored(state, way)

    def _set(self, one: FunctionLowered, number: int) -> dict[Path, str]:
        """Return the label of what a property's setter is given: the property says what it is."""
        if len(one.parameters) != 2 or not any(name.endswith(".setter") for name in one.decorators):
            return {}
        named = Path("p:" + one.name.rsplit(".", 1)[-1])
        label = labelled([named], one.owner, one.at.path, self._wanted).get(named, "")
        given = Path("p:" + one.parameters[1])
        return {given: label} if label and self._ways[number].get(given.base) else {}

    @staticmethod
    def _line(ways: list[Way], at: Path) -> int:
        return min(way.line for way in ways if way.source[:1] == at[:1] and way.source.keys[: len(at.keys)] == at.keys)

    def _is_clean(self, number: int, at: Path) -> bool:
        """Tell whether a path begins at the result of a call that promises to give back something harmless."""
        named = at.base.startswith("v:") and at.keys
        base = at.keys[0] if named else at.base
        if base[0] != "c" or not base[1:].isdigit():
            return False
        callee = self.program.functions[number].calls[int(base[1:])].callee
        # An object that is called keyboard_ccn, or credit_card, is more than a number.
        return self._own.is_harmless(callee) or (bool(named) and callee.rsplit(".", 1)[-1][:1].isupper())

    def _is_verdict(self, number: int, at: Path) -> bool:
        """Tell whether a path begins at the result of a call that only tells whether something is so."""
        base = at.base
        calls = self.program.functions[number].calls
        return base[0] == "c" and base[1:].isdigit() and sinks.is_verdict(calls[int(base[1:])].callee)

    def _push(self, state: State, before: State | None, line: int, within: int | None = None) -> None:
        """Take a state in that is new; ``within`` is the function of the line, unless it is the state's."""
        if state not in self.before:
            self.before[state] = (before, state.function if within is None else within, line)
            self._left.append(state)

    def _step(self, state: State) -> Iterator[Arrival]:
        base, keys = state.at
        if keys and keys[0].startswith("#"):
            yield from self._argument(state)
            return
        if base in ("return", "raise"):
            self._returned(state)
        elif base == "p:self" and keys:
            self._kept(state)
        if keys and base[:2] != "g:":
            self._through_properties(state)
        for way in self._ways[state.function].get(base, ()):
            target = moved(keys, way)
            if target is not None:
                after = state._replace(at=target)
                known = after in self.before
                if len(way.source.keys) == len(keys):
                    self.picked.add(after)
                self._push(after, state, way.line)
                if not known:
                    yield from self._stored(after, way)
        if base.startswith("g:") and self.program.is_shared(base[2:]):
            self._ask(state, "{}.={}".format(*base[2:].rsplit(".", 1)))
            self._share(state, sorted(self._users[base]))

    def _stored(self, state: State, way: Way) -> Iterator[Arrival]:
        """Yield the arrival that a way is if it leads into a session; one that a request has already is not written."""
        inner = state.at.keys[: len(way.target.keys) + 1]
        kind = sinks.store_kind(way.target.base, inner) if way.target.base[1:2] == ":" else ""
        if kind and (inner == way.target.keys or not sinks.store_kind(way.source.base, (*way.source.keys, ANY, ANY))):
            yield Arrival(state, kind, "the session", way.line)

    def _argument(self, state: State) -> Iterator[Arrival]:
        function, (base, keys), label, entered = state
        number, argument = int(base[1:]), keys[0][1:]
        one = self.program.functions[function]
        call = one.calls[number]
        if self._own.is_payment(call.callee, call.host):
            return
        kind = self._kind(state, call)
        if kind:
            yield Arrival(state, kind, call.callee.lstrip("."), call.line)
        if self._own.is_harmless(call.callee):
            return
        for target in self._targets[function][number]:
            for inner in bound(self.program.functions[target], argument, keys[1:]):
                self._push(State(target, inner, label, entered=True), state, call.line, function)
                for back in sorted(self._summaries.of(target, inner)):
                    for at in given_back(base, back):
                        self._push(State(function, at, label, entered), state, call.line)
        if not self._targets[function][number]:
            if tells(call.callee + "(x)") or self._is_told(function, base):
                self.asked.update(name for name in self.program.missing(function, number) if name[0] != "!")
            self._ask(state, *self.program.missing(function, number))
            held = through(call, argument, keys[1:], self.program.fields(call.callee))
            if held is not None:
                self._push(State(function, Path(base, held), label, entered), state, call.line)

    def _is_told(self, function: int, base: str) -> bool:
        """Tell whether the result of a call is an argument of one that tells somebody something."""
        calls = self.program.functions[function].calls
        targets = (way.target for way in self._ways[function].get(base, ()))
        numbers = {target.base[1:] for target in targets if target.base[0] == "c" and target.keys[:1] != ("#@",)}
        return any(number.isdigit() and tells(calls[int(number)].callee + "(x)") for number in numbers)

    def _kind(self, state: State, call: Called) -> str:
        """Return the kind of sink that an argument is; a function of the project is none, whatever it is called."""
        number, argument = int(state.at.base[1:]), state.at.keys[0][1:]
        known = self._own.may_know(call.callee)
        own = self._own.kind(self.program.names(state.function, number)) if known else ""
        if own or self._targets[state.function][number] or self.program.is_own(call.callee):
            return own if argument != "@" else ""
        rest = state.at.keys[1:]
        if (
            call.columns is not None
            and argument == "1"
            and rest
            and rest[0].isdigit()
            and int(rest[0]) >= len(call.columns)
        ):
            # A parameter behind WHERE is looked for and not written.
            return ""
        if sinks.is_digest(call.callee):
            return "" if self._is_mixed(state.function, state.at) else "digest"
        return sinks.kind_of(call, self.program.words(state.function, number), argument)

    def _is_mixed(self, function: int, at: Path) -> bool:
        """Tell whether an argument is put together from several values: a signature, which a secret among them keys."""
        ways = (way for listed in self._ways[function].values() for way in listed)
        beside = (way for way in ways if way.target.base == at.base and way.target.keys[:1] == at.keys[:1])
        return len({way.source for way in beside}) > 1

    def _returned(self, state: State) -> None:
        if state.entered:
            return
        if self._own.is_harmless(self.program.functions[state.function].name):
            return
        name = self.program.functions[state.function].name.rpartition(".")[2]
        if is_telling(name):
            self._ask(state, f"{self.program.module(state.function)}.?{name}")
        for caller, number in self._sites[state.function]:
            line = self.program.functions[caller].calls[number].line
            keys = state.at.keys if state.at.base == "return" else (RAISED, *state.at.keys)
            for at in given_back(f"c{number}", keys):
                self._push(State(caller, at, state.label, entered=False), state, line)

    def _kept(self, state: State) -> None:
        """Let what an attribute holds be found by the other methods of the class."""
        owner = self.program.functions[state.function].owner
        if owner:
            self._ask(state, f"{self.program.module(state.function)}.{owner}")
            self._share(state, [one for one in self.program.methods(owner) if "p:self" in self._ways[one]])

    def _through_properties(self, state: State) -> None:
        """Let what an object holds be found under its properties, and what one is given by its setter."""
        function, (base, keys), label, entered = state
        _, within, line = self.before[state]
        for owner in self.program.classes_at(function, base):
            for number, name in self.program.properties(owner):
                for back in sorted(self._summaries.of(number, Path("p:self", keys))):
                    self._push(State(function, Path(base, (name, *back)), label, entered), state, line, within)
            setter = self.program.setter(owner, keys[0])
            if setter is not None:
                given = "p:" + self.program.functions[setter].parameters[1]
                self._push(State(setter, Path(given, keys[1:]), label, entered=True), state, line, within)
        if self._everywhere(label):
            self._ask(state, *(f"{owner}.{keys[0]}" for owner in self.program.classes_named(function, base)))

    def _ask(self, state: State, *names: str) -> None:
        if self._everywhere(state.label):
            self.asked.update(names)

    def _share(self, state: State, functions: list[int]) -> None:
        """Let what a variable of a module or an attribute holds be found by the functions that see it."""
        _, within, line = self.before[state]
        for number in functions:
            self._push(State(number, state.at, state.label, entered=False), state, line, within)
