"""Of what kind of sink an argument is, told by the call and by how the data came into it."""

from __future__ import annotations

from collections.abc import Mapping

from pytest_datahygiene.facts.lowered import Called
from pytest_datahygiene.flow.taint import declared, sinks
from pytest_datahygiene.flow.taint.links import Links
from pytest_datahygiene.flow.taint.own import Own
from pytest_datahygiene.flow.taint.paths import Path, Way, last_name, moved
from pytest_datahygiene.flow.taint.program import Program
from pytest_datahygiene.flow.taint.states import State


class Taking:
    """Judges arguments in one program; ``before`` says of each state from which one it came."""

    def __init__(
        self, program: Program, links: Links, own: Own, before: Mapping[State, tuple[State | None, int, int]]
    ) -> None:
        self._program, self._links, self._own, self._before = program, links, own, before

    def kind(self, state: State, call: Called) -> str:
        """Return the kind of sink that an argument is; a function of the project is none, whatever it is called."""
        number, argument = int(state.at.base[1:]), state.at.keys[0][1:]
        known = self._own.may_know(call.callee)
        own = self._own.kind(self._program.names(state.function, number)) if known else ""
        if own or self._links.targets[state.function][number] or self._program.calls_own(state.function, number):
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
        words = self._program.words(state.function, number)
        return sinks.kind_of(call, words, argument, lambda: self._is_put(state))

    def _into(self, function: int, at: Path) -> list[Way]:
        """Return the edges that lead into an argument."""
        ways = (way for listed in self._links.ways[function].values() for way in listed)
        return [way for way in ways if way.target.base == at.base and way.target.keys[:1] == at.keys[:1]]

    def _whole(self, state: State) -> list[str]:
        """Return what an argument is, where it is something whole."""
        into = self._into(state.function, state.at)
        return [way.source.base for way in into if len(way.target.keys) == 1 and not way.source.keys]

    def _is_mixed(self, function: int, at: Path) -> bool:
        """Tell whether an argument is put together from several values: a signature, which a secret among them keys."""
        return len({way.source for way in self._into(function, at)}) > 1

    def _is_put(self, state: State) -> bool:
        """Tell whether a component was put into an argument in the same function, or the argument was made with it."""
        before, _, _ = self._before[state]
        if before is None:
            return True
        if state.at.keys[1:2] and state.at.keys[1] in declared.FILLED:
            # What a form saves is reported where its model declares it.
            return False
        owners = [owner for path in self._whole(state) for owner in self._program.classes_at(state.function, path)]
        if state.at.keys[1:2] and any(self._program.setter(owner, state.at.keys[1]) for owner in owners):
            return False
        calls, into = self._program.functions[state.function].calls, self._into(state.function, state.at)
        whole = {way.source for way in into if len(way.target.keys) == 1}
        for way in into:
            base, keys = way.source
            if base == before.at.base and moved(before.at.keys, way) == state.at:
                # On a branch that does not set it, it is what the object held before.
                is_set = len(way.target.keys) > 1 and Path(base, keys[:-1]) not in whole
                made = base[0] == "c" and not keys and last_name(calls[int(base[1:])].callee)[:1].isupper()
                if is_set or (made and len(state.at.keys) > 1):
                    return True
        return False
