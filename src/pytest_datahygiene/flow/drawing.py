"""Secrets that are made of what can be guessed: drawn by a generator that is no cryptographic one, or made of the time
and the like."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pytest_datahygiene.catalog.calls import is_secret, rehearses
from pytest_datahygiene.catalog.seeds import set_aside
from pytest_datahygiene.catalog.words import words
from pytest_datahygiene.facts import CallMade, Fact, FactBase, SecretDrawn
from pytest_datahygiene.flow.taint.program import module_of

if TYPE_CHECKING:
    from collections.abc import Iterator

READS: tuple[type[Fact], ...] = (CallMade,)
ADDS: tuple[type[Fact], ...] = (SecretDrawn,)

Scope = tuple[str, str, str]


def run(facts: FactBase) -> Iterator[Fact]:
    """Yield one fact for each line that draws a secret: one that is named there, or by who calls the function."""
    calls = [one for one in facts.of(CallMade) if one.kind and not set_aside(one.at.path)]
    strong = {_scope(call) for call in calls if call.kind in ("strong", "jwt-encode", "random-key")}
    callers: dict[str, list[CallMade]] = defaultdict(list)
    for call in calls:
        if call.kind == "own":
            callers[call.name].append(call)
    seen: set[tuple[str, int]] = set()
    for call in calls:
        if not _draws(call, strong):
            continue
        for place, secret, sure in _secrets(call, callers):
            if (place.at.path, place.at.line) not in seen:
                seen.add((place.at.path, place.at.line))
                yield SecretDrawn(place.at, secret, call.name, place.function, place.owner, sure)


def asked(facts: FactBase) -> set[str]:
    """Return the functions whose callers must be read: they draw for others, and do not say what."""
    found = set()
    for call in facts.of(CallMade):
        helps = call.kind == "draws" and call.returned and not call.owner and not set_aside(call.at.path)
        told = any(map(is_secret, (call.target, *call.goes, call.function)))
        if helps and not told and _draws(call, set()):
            found.add(f"{module_of(call.at.path)}.?{call.function}")
    return found


def _draws(call: CallMade, strong: set[Scope]) -> bool:
    """Tell whether a call draws something new; one that picks one of several things does not."""
    if call.kind not in ("draws", "guessed") or rehearses(call.at.path, call.owner, call.function):
        return False
    given = dict(call.given)
    if given.get("draw") == "choice" and given.get("again") != "True":
        return False
    return call.kind == "draws" or _scope(call) not in strong


def _secrets(call: CallMade, callers: dict[str, list[CallMade]]) -> Iterator[tuple[CallMade, str, bool]]:
    whole = call.kind == "guessed"
    # What the time is part of is told by what takes it alone.
    given = (call.target,) if whole else call.goes or (call.target,)
    named = next((name for name in given if is_secret(name, whole=whole) or _is_many(call, name)), "")
    if named:
        yield call, named, True
    elif call.returned and not whole and (is_secret(call.function) or _is_many(call, call.function)):
        yield call, call.function, False
    elif call.returned and not whole:
        # The helper is the one place to mend, whoever calls it.
        for caller in callers.get(f"{module_of(call.at.path)}.{call.function}", ()):
            told = (caller.target, *caller.goes, *([caller.function] if caller.returned else []))
            secret = next((name for name in told if is_secret(name)), "")
            if secret and not rehearses(caller.at.path, caller.owner, caller.function):
                yield call, secret, True
                return


def _is_many(call: CallMade, name: str) -> bool:
    """Tell whether so many bits are drawn under a name that nobody is to guess what it stands for."""
    many = dict(call.given).get("draw") in ("getrandbits", "randbytes")
    return many and words(name.rpartition(".")[2])[-1:] in (("hash",), ("uid",), ("key",), ("uuid",), ("nonce",))


def _scope(call: CallMade) -> Scope:
    return call.at.path, call.owner, call.function
