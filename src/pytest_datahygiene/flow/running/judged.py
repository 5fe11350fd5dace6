"""What a function asks of passwords, found by running its code on many."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from pytest_datahygiene.facts import FunctionCoded
from pytest_datahygiene.flow.running.outcomes import Outcomes, Sign, outcomes
from pytest_datahygiene.flow.running.program import Code
from pytest_datahygiene.flow.witness.searching import Found, search, strong

_WEAK = ("", "a", "1")
# Passwords of several lengths, with and without symbols, after which a function that tells none apart judges none.
_ENOUGH = 5


class Judged(NamedTuple):
    """``found`` is ``None`` where nothing is known; ``free`` tells that any password passes; ``open`` are the judges
    on the way whose code is not known."""

    found: Found | None
    free: bool
    open: frozenset[str]


class Judges:
    """Runs the functions of one project."""

    def __init__(self, code: Code) -> None:
        self._code = code
        self._known: dict[int, Judged] = {}

    def of(self, function: FunctionCoded) -> Judged:
        """Return what a function asks for."""
        if id(function) not in self._known:
            self._known[id(function)] = self._judged(function)
        return self._known[id(function)]

    def takes(self, function: FunctionCoded, password: str) -> bool:
        """Tell whether a function takes a password, as far as its code is known."""
        good = self._good(function)
        return not good.isdisjoint(self._run(function, password).signs)

    def _judged(self, function: FunctionCoded) -> Judged:
        good = self._good(function)
        judges = self._run(function, next(strong())).open
        if not good:
            weak = self._run(function, _WEAK[1]).signs
            free = bool(weak) and weak == self._run(function, next(strong())).signs
            return Judged(None, free, judges)
        if any(_is_score(sign) for sign in good):
            return Judged(None, False, judges)
        return Judged(search(lambda text: not good.isdisjoint(self._run(function, text).signs)), False, judges)

    @lru_cache(maxsize=4096)  # noqa: B019  # a project's judges live as long as its run
    def _run(self, function: FunctionCoded, password: str) -> Outcomes:
        return outcomes(self._code, function, password)

    def _good(self, function: FunctionCoded) -> frozenset[Sign]:
        """Return the endings that strong passwords have and weak ones do not: those of the strong one that has some."""
        weak = frozenset().union(*(self._run(function, text).signs for text in _WEAK))
        for tried, text in enumerate(strong()):
            signs = self._run(function, text).signs
            good = frozenset(sign for sign in signs - weak if sign[0] not in ("raises", "goes on"))
            if good:
                return good
            if tried >= _ENOUGH and signs <= weak:
                # Whatever comes in ends alike.
                break
        return frozenset()


def _is_score(sign: Sign) -> bool:
    """Tell whether a verdict is a number: somebody else decides what it must come to."""
    if sign[0] != "returns":
        return False
    value = sign[1]
    return isinstance(value, str) and (value.lstrip("-").replace(".", "").isdigit())
