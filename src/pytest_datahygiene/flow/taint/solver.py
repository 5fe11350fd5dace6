"""Follows labelled data from where its name is read to where it leaves.

A state is a component of a value in a function. Data that entered a function through a call does not leave it through
other calls of the same function: what comes back is told by the function's summary.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterator

from pytest_datahygiene.catalog.leaving import tells
from pytest_datahygiene.catalog.password_words import password_words
from pytest_datahygiene.catalog.words import words
from pytest_datahygiene.facts.lowered import Called
from pytest_datahygiene.flow.taint import declared, sinks
from pytest_datahygiene.flow.taint.begins import Begins
from pytest_datahygiene.flow.taint.binding import bound, through
from pytest_datahygiene.flow.taint.links import Links
from pytest_datahygiene.flow.taint.own import Own
from pytest_datahygiene.flow.taint.paths import ANY, RAISED, Path, Way, last_name, moved
from pytest_datahygiene.flow.taint.program import Program, is_telling
from pytest_datahygiene.flow.taint.reaching import Reaching
from pytest_datahygiene.flow.taint.states import Arrival, State
from pytest_datahygiene.flow.taint.summaries import Summaries, given_back
from pytest_datahygiene.flow.taint.taking import Taking

_MOST_STATES = 200_000


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
        self._reaching = Reaching(program, links)
        # Each state with the one before it, and the function and the line in which it moved.
        self.before: dict[State, tuple[State | None, int, int]] = {}
        self._taking = Taking(program, links, own, self.before)
        self._summaries = Summaries(program, links, own)
        self.known, self._own = known, own
        self._everywhere = everywhere
        self.begins = Begins(program, links, wanted, known, own)
        # Names of what data goes into and the program does not hold.
        self.asked: set[str] = set()
        # Each state that came into a function by an argument with those before it, functions and lines.
        self.entries: dict[State, list[tuple[State, int, int]]] = defaultdict(list)
        self._left: deque[State] = deque()
        # States that were reached by taking just this component out of what held it.
        self.picked: set[State] = set()
        # States that were reached by setting an attribute of an object.
        self.put: set[State] = set()
        # In the order in which they were found.
        self.arrivals: list[Arrival] = []

    def solve(self) -> None:
        """Find every arrival."""
        for state, line in self.begins.read():
            self._push(state, None, line)
            name = last_name(self.program.functions[state.function].name)
            if state in self.begins.needed and is_telling(name):
                self._ask(state, f"{self.program.module(state.function)}.?{name}")
        self.arrivals.extend(self._followed())
        # What is given a name is a source only where nothing that bore one before has arrived.
        for state, way in self.begins.given(self.before):
            self._push(state, None, way.line)
            if way.put:
                self.put.add(state)
            self.arrivals.extend(self._stored(state, way))
        self.arrivals.extend(self._followed())

    @property
    def is_full(self) -> bool:
        """Whether more places hold data than are looked at."""
        return len(self.before) >= _MOST_STATES

    def has_methods(self, function: int, base: str) -> bool:
        """Tell whether a method of the project is called on something."""
        receivers = self.program.receivers[function]
        return any(base in paths and self._targets[function][number] for number, paths in receivers.items())

    def _followed(self) -> Iterator[Arrival]:
        while self._left and not self.is_full:
            yield from self._step(self._left.popleft())

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
        elif base[:2] == "p:" and self.program.functions[state.function].decorators:
            self._decorated(state)
        if keys and base[:2] not in ("g:", "o:"):
            self._through_properties(state)
        yield from self._moved(state)
        if base.startswith("o:"):
            self._share(state, sorted(self._users[base]))
        elif base.startswith("g:") and self.program.is_shared(base[2:]):
            module, _, name = base[2:].rpartition(".")
            self._ask(state, f"{module}.={name}")
            self._share(state, sorted(self._users[base]))

    def _moved(self, state: State) -> Iterator[Arrival]:
        """Move data along the edges of its function."""
        base, keys = state.at
        for way in self._ways[state.function].get(base, ()):
            target = moved(keys, way)
            if target is not None:
                after = state._replace(at=target)
                known = after in self.before
                if len(way.source.keys) == len(keys):
                    self.picked.add(after)
                if way.put:
                    self.put.add(after)
                self._push(after, state, way.line)
                if not known:
                    yield from self._stored(after, way)

    def _stored(self, state: State, way: Way) -> Iterator[Arrival]:
        """Yield the arrival that a way is if it leads into a session; one that a request has already is not written."""
        inner = state.at.keys[: len(way.target.keys) + 1]
        kind = sinks.store_kind(way.target.base, inner) if way.target.base[1:2] == ":" else ""
        if kind and (inner == way.target.keys or not sinks.store_kind(way.source.base, (*way.source.keys, ANY, ANY))):
            yield Arrival(state, kind, "the session", way.line)

    def _argument(self, state: State) -> Iterator[Arrival]:
        function, (base, keys), label, _, sealed = state
        number, argument = int(base[1:]), keys[0][1:]
        one = self.program.functions[function]
        call = one.calls[number]
        if self._own.is_payment(call.callee, call.host):
            return
        kind = self._taking.kind(state, call)
        if kind:
            yield Arrival(state, kind, call.callee.lstrip("."), call.line)
        after = self._own.sealing(call.callee, sealed)
        if after is None:
            return
        if after != sealed:
            self._push(state._replace(at=Path(base), sealed=after), state, call.line)
            return
        targets = self._reaching.targets(function, number)
        for target in targets:
            for inner in bound(self.program.functions[target], argument, keys[1:]):
                inside = State(target, inner, label, True, sealed)
                self.entries[inside].append((state, function, call.line))
                self._push(inside, state, call.line, function)
                for back, how in sorted(self._summaries.of(target, inner, sealed)):
                    for at in given_back(base, back):
                        self._push(state._replace(at=at, sealed=how), state, call.line)
        if last_name(call.callee) == "save" and keys[1:2] and keys[1] in declared.FILLED:
            self._saved(state)
        if not targets:
            self._unknown(state, call)

    def _unknown(self, state: State, call: Called) -> None:
        """Ask for the function that a call means, and let what it makes hold what it is given where that is sure."""
        function, (base, keys), *_ = state
        missing = self._reaching.missing(function, int(base[1:]))
        if tells(call.callee + "(x)") or self._is_told(function, base) or _keeps(state, call):
            self.asked.update(name for name in missing if name[0] != "!")
        self._ask(state, *missing)
        held = through(call, keys[0][1:], keys[1:], self.program.fields(call.callee))
        if held is not None:
            self._push(state._replace(at=Path(base, held)), state, call.line)

    def _saved(self, state: State) -> None:
        """Let the methods by which a serializer saves find what it was filled with."""
        function, (base, keys), label, _, sealed = state
        line = self.program.functions[function].calls[int(base[1:])].line
        methods, missing = self._reaching.saved(function, int(base[1:]))
        self._ask(state, *missing)
        for method in methods:
            for name in self.program.functions[method].parameters[-1:]:
                self._push(State(method, Path(f"p:{name}", keys[2:]), label, True, sealed), state, line, function)

    def _is_told(self, function: int, base: str) -> bool:
        """Tell whether the result of a call is an argument of one that tells somebody something."""
        calls = self.program.functions[function].calls
        targets = (way.target for way in self._ways[function].get(base, ()))
        numbers = {target.base[1:] for target in targets if target.base[0] == "c" and target.keys[:1] != ("#@",)}
        return any(number.isdigit() and tells(calls[int(number)].callee + "(x)") for number in numbers)

    def _returned(self, state: State) -> None:
        if state.entered:
            return
        name = last_name(self.program.functions[state.function].name)
        sealed = self._own.sealing(name, state.sealed)
        if sealed is None:
            return
        if is_telling(name):
            self._ask(state, f"{self.program.module(state.function)}.?{name}")
        for caller, number in self._sites[state.function]:
            line = self.program.functions[caller].calls[number].line
            keys = state.at.keys if state.at.base == "return" else (RAISED, *state.at.keys)
            for at in given_back(f"c{number}", keys):
                self._push(State(caller, at, state.label, sealed=sealed), state, line)

    def _decorated(self, state: State) -> None:
        """Let the functions that decorators put in a function's place find what it is given."""
        function, (base, keys), label, _, sealed = state
        wrappers, missing = self._reaching.around(function)
        self.asked.update(name for name in missing if tells(last_name(name) + "(x)"))
        self._ask(state, *missing)
        names = [name for name in self.program.functions[function].parameters if name[0] != "*"]
        position = names.index(base[2:]) if base[2:] in names else len(names)
        _, within, line = self.before[state]
        for wrapper in wrappers:
            one = self.program.functions[wrapper]
            for inner in {*bound(one, base[2:], keys), *bound(one, str(position), keys)}:
                self._push(State(wrapper, inner, label, True, sealed), state, line, within)

    def _kept(self, state: State) -> None:
        """Let what an attribute holds be found by the other methods of the class."""
        owner = self.program.functions[state.function].owner
        if owner:
            self._ask(state, f"{self.program.module(state.function)}.{owner}")
            self._share(state, [one for one in self.program.methods(owner) if "p:self" in self._ways[one]])

    def _through_properties(self, state: State) -> None:
        """Let what an object holds be found under its properties, and what one is given by its setter."""
        function, (base, keys), label, _, sealed = state
        _, within, line = self.before[state]
        for owner in self.program.classes_at(function, base):
            for number, name in self.program.properties(owner):
                for back, how in sorted(self._summaries.of(number, Path("p:self", keys), sealed)):
                    self._push(state._replace(at=Path(base, (name, *back)), sealed=how), state, line, within)
            setter = self.program.setter(owner, keys[0])
            if setter is not None:
                inner = Path("p:" + setter[1], keys[1:])
                self._push(State(setter[0], inner, label, True, sealed), state, line, within)
        if self._everywhere(label):
            owners = self.program.classes_named(function, base)
            described = filter(None, (self.program.descriptor(owner, keys[0]) for owner in owners))
            self._ask(state, *(f"{owner}.{keys[0]}" for owner in owners), *(f"{one}.__set__" for one in described))

    def _ask(self, state: State, *names: str) -> None:
        if self._everywhere(state.label):
            self.asked.update(names)

    def _share(self, state: State, functions: list[int]) -> None:
        """Let what a variable of a module or an attribute holds be found by the functions that see it."""
        _, within, line = self.before[state]
        for number in functions:
            self._push(state._replace(function=number, entered=False), state, line, within)


def _keeps(state: State, call: Called) -> bool:
    """Tell whether a function says by its name that it may keep the password that it is given."""
    return state.label == "password" and not password_words().keeps.isdisjoint(words(last_name(call.callee)))


def back(state: State, solver: Solver) -> Iterator[tuple[State, int, int]]:
    """Yield the states from the last to the first, each with the function and the line in which it moved."""
    here: State | None = state
    while here is not None:
        before, within, line = solver.before[here]
        yield here, within, line
        here = before
