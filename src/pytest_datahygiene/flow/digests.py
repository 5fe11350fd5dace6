"""What guards a secret too weakly: broken and fast hashes, and hashers of passwords that are made too cheap."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pytest_datahygiene.catalog import algorithms, hashers
from pytest_datahygiene.catalog.labels import is_card
from pytest_datahygiene.catalog.password_words import is_rehearsal
from pytest_datahygiene.catalog.words import words
from pytest_datahygiene.facts import CallMade, ClassDeclared, DigestWeak, Fact, FactBase, SettingAssigned
from pytest_datahygiene.flow.password_places import hidden

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_datahygiene.place import Place

READS: tuple[type[Fact], ...] = (CallMade, ClassDeclared, SettingAssigned)
ADDS: tuple[type[Fact], ...] = (DigestWeak,)

_SLOW_HASHER = re.compile(r"(?i)(?:pbkdf2|argon2|bcrypt|scrypt)\w*hasher$")
_GUESSED = ("hash", "fast", "scheme")
_COUNT = {"password": _GUESSED, "guessable": _GUESSED, "secret": ("hash",)}
_SLOW = "argon2id, scrypt or bcrypt"


def run(facts: FactBase) -> Iterator[Fact]:
    """Yield the calls and settings that guard a secret too weakly."""
    calls = facts.of(CallMade)
    slow = {_scope(call) for call in calls if call.name in algorithms.slow_hashes()}
    made_slow = {
        (row.at.path, row.name)
        for row in facts.of(ClassDeclared)
        if any(_SLOW_HASHER.search(base) for base in row.bases)
    }
    for call in calls:
        # What a slow hasher does with a fast hash, it does before its own work.
        if (call.at.path, call.owner) not in made_slow:
            yield from _weak(call, slow)
        yield from _cheap(call)
    for fact in facts.of(SettingAssigned):
        if not (hidden(fact.at.path) or is_rehearsal(fact.at.path, fact.owner)):
            yield from _set(fact)


def _weak(call: CallMade, slow: set[tuple[str, str, str]]) -> Iterator[DigestWeak]:
    found = algorithms.chosen(call.name, call.arguments, call.keywords)
    if found is None or ("usedforsecurity", "False") in call.keywords:
        return
    if any(is_card(word) for text in call.arguments for word in text.replace(".", " ").split()):
        return
    row = found.algorithm
    use, sure = ("password", True) if found.passwords else _use(call)
    if use == "password" and not found.passwords and _makes_key(call):
        return
    if row.kind in _COUNT.get(use, ()) and not (row.kind == "fast" and not found.passwords and _scope(call) in slow):
        about = ".".join(filter(None, (call.owner, call.function, row.id)))
        yield DigestWeak(call.at, _where(call), use, row.title, row.why, row.replacement, about, sure)


def _use(call: CallMade) -> tuple[algorithms.Use, bool]:
    """Tell what the hash is for, and whether that is sure: the value and what takes the hash say it surely, the
    function's name less so."""
    hashed = algorithms.use_of((*call.arguments, *(value for _, value in call.keywords)))
    told, around = algorithms.use_of((call.target,)), algorithms.use_of((call.function, call.owner))
    if "innocent" in (hashed, told, around):
        return "innocent", True
    # A secret that is hashed along with other values signs them, in the way that the other side dictates.
    for use in (hashed if hashed != "secret" else "", told):
        if use:
            return use, True
    # A class holds too much for its name to tell of every hash in it, and a function that makes a token may hash
    # what is random already.
    named = algorithms.use_of((call.function,))
    return (named if named != "secret" else ""), False


def _cheap(call: CallMade) -> Iterator[DigestWeak]:
    """Yield a call that makes a hasher of passwords cheap."""
    found = hashers.cheap(call.name, call.arguments, call.keywords)
    if found is None or hidden(call.at.path) or _makes_key(call):
        return
    yield _too_cheap(call.at, _where(call), found, ".".join(filter(None, (call.owner, call.function, found.hasher))))


def _makes_key(call: CallMade) -> bool:
    """Tell whether a password becomes a key, and is kept nowhere."""
    around = {*words(call.function), *words(call.owner), *words(call.target)}
    return not around.isdisjoint(algorithms.algorithms().use.keys)


def _set(fact: SettingAssigned) -> Iterator[DigestWeak]:
    found = hashers.cheap_setting(fact.name, fact.value)
    if found:
        yield _too_cheap(fact.at, fact.name, found, fact.name)
    scheme = hashers.weak_scheme(fact.name, fact.texts or ((fact.value,) if isinstance(fact.value, str) else ()))
    if scheme:
        why = "passwords kept so are guessed at once, or read"
        yield DigestWeak(fact.at, fact.name, "password", scheme, why, _SLOW, fact.name, sure=True)


def _too_cheap(at: Place, where: str, found: hashers.Cheap, about: str) -> DigestWeak:
    title = f"{found.hasher} at {found.param} {found.given:,}"
    why = f"below {found.least:,} it is too fast for whoever guesses"
    return DigestWeak(at, where, "password", title, why, f"{found.param} {found.least:,} or more", about, sure=True)


def _scope(call: CallMade) -> tuple[str, str, str]:
    return call.at.path, call.owner, call.function


def _where(call: CallMade) -> str:
    return f"{call.function}()" if call.function else call.target or "the module"
