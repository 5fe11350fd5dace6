"""What guards a secret too weakly: broken and fast hashes, and hashers of passwords that are made too cheap."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

import msgspec

from pytest_datahygiene.catalog import algorithms, hashers
from pytest_datahygiene.catalog.calls import rehearses
from pytest_datahygiene.catalog.labels import is_card
from pytest_datahygiene.catalog.password_words import is_rehearsal
from pytest_datahygiene.catalog.seeds import set_aside
from pytest_datahygiene.catalog.words import words
from pytest_datahygiene.facts import CallMade, ClassDeclared, DigestWeak, Fact, FactBase, SettingAssigned
from pytest_datahygiene.flow.hash_uses import about, makes_key, names_key, scope_of, use_of, where
from pytest_datahygiene.flow.password_places import hidden
from pytest_datahygiene.flow.settled import settled
from pytest_datahygiene.flow.taint.program import module_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_datahygiene.place import Place

READS: tuple[type[Fact], ...] = (CallMade, ClassDeclared, SettingAssigned)
ADDS: tuple[type[Fact], ...] = (DigestWeak,)

_SLOW_HASHER = re.compile(r"(?i)(?:pbkdf2|argon2|bcrypt|scrypt)\w*hasher$")
_GUESSED = ("hash", "fast", "keyed", "scheme", "outdated")
_COUNT = {"password": _GUESSED, "guessable": ("hash", "fast", "scheme"), "secret": ("hash",)}
_PLAIN = ("hash", "fast")
# Words of functions that hash for others.
_HELPS = frozenset({"hash", "hashed", "digest", "crypt", "encrypt", "hasher"})
_SLOW = "argon2id, scrypt or bcrypt"


def run(facts: FactBase) -> Iterator[Fact]:
    """Yield the calls and settings that guard a secret too weakly."""
    calls = settled(facts)
    slow = {scope_of(call) for call in calls if call.name in algorithms.slow_hashes()}
    made_slow = {
        (row.at.path, row.name)
        for row in facts.of(ClassDeclared)
        if any(_SLOW_HASHER.search(base) for base in row.bases)
    }
    callers: dict[str, list[CallMade]] = defaultdict(list)
    for call in calls:
        if call.kind == "own":
            callers[call.name].append(call)
    for call in calls:
        # What a slow hasher does with a fast hash, it does before its own work.
        if (call.at.path, call.owner) not in made_slow:
            yield from _weak(call, slow, callers)
        yield from _cheap(call)
    for fact in facts.of(SettingAssigned):
        if not (hidden(fact.at.path) or is_rehearsal(fact.at.path, fact.owner)):
            yield from _set(fact)


def asked(facts: FactBase) -> set[str]:
    """Return the functions whose callers must be read: they hash for others, and do not say what."""
    found = set()
    for call in settled(facts):
        weak = _chosen(call)
        helps = weak and weak.algorithm.kind in _PLAIN and call.returned and not call.owner
        told = helps and _HELPS.intersection(words(call.function)) and not set_aside(call.at.path)
        if told and not use_of(call)[0]:
            found.add(f"{module_of(call.at.path)}.?{call.function}")
    return found


def _chosen(call: CallMade) -> algorithms.Chosen | None:
    if ("usedforsecurity", "False") in call.keywords:
        return None
    return algorithms.chosen(call.name, call.arguments, call.keywords)


def _weak(call: CallMade, slow: set[tuple[str, str, str]], callers: dict[str, list[CallMade]]) -> Iterator[DigestWeak]:
    found = _chosen(call)
    if found is None or _is_of_card(call) or rehearses(call.at.path):
        return
    row = found.algorithm
    if row.kind == "keyed":
        # The first argument is the key.
        call = msgspec.structs.replace(call, arguments=call.arguments[1:])
        # What is hashed with a key and handed on may well be hashed slowly then.
        if algorithms.use_of((call.target, *call.goes)) != "password":
            return
    use, sure = ("password", True) if found.passwords else use_of(call)
    if row.kind in _PLAIN and scope_of(call) in slow and not found.passwords:
        # What is slow afterwards may be fast before, unless it is broken and no password's.
        use = use if use == "secret" else ""
    elif not use and call.returned:
        for caller in callers.get(f"{module_of(call.at.path)}.{call.function}", ()):
            if not _is_of_card(caller):
                yield from _fact(caller, _named_by(caller) or row, use_of(caller)[0], sure=True)
        return
    yield from _fact(call, row, use, sure=sure, passwords=found.passwords)


def _named_by(caller: CallMade) -> algorithms.Algorithm | None:
    """Return the algorithm that a caller names itself."""
    given = (*caller.arguments, *(value for _, value in caller.keywords))
    return next((row for value in given if algorithms.is_name(value) and (row := algorithms.by_name(value))), None)


def _is_of_card(call: CallMade) -> bool:
    """Tell whether a card is hashed, of which other rules speak."""
    return any(is_card(word) for text in call.arguments for word in text.replace(".", " ").split())


def _fact(
    call: CallMade, row: algorithms.Algorithm, use: str, *, sure: bool, passwords: bool = False
) -> Iterator[DigestWeak]:
    if row.kind not in _COUNT.get(use, ()):
        return
    if use == "password" and not passwords and makes_key(call):
        if row.kind not in _PLAIN or not names_key(call):
            return
        use = "key"
    if row.kind == "outdated":
        use = "outdated"
    yield DigestWeak(call.at, where(call), use, row.title, row.why, row.replacement, about(call, row.id), sure)


def _cheap(call: CallMade) -> Iterator[DigestWeak]:
    """Yield a call that makes a hasher of passwords cheap."""
    found = hashers.cheap(call.name, call.arguments, call.keywords)
    if found is None or hidden(call.at.path) or makes_key(call) or not hashers.may_be_password(call.arguments):
        return
    yield _too_cheap(call.at, where(call), found, about(call, found.hasher))


def _set(fact: SettingAssigned) -> Iterator[DigestWeak]:
    found = hashers.cheap_setting(fact.name, fact.value)
    if found:
        yield _too_cheap(fact.at, fact.name, found, fact.name)
    values = fact.texts or ((fact.value,) if isinstance(fact.value, str) else ())
    scheme, outdated = hashers.weak_scheme(fact.name, values), hashers.outdated_scheme(fact.name, values)
    if scheme:
        why = "passwords kept so are guessed at once, or read"
        yield DigestWeak(fact.at, fact.name, "password", scheme, why, _SLOW, fact.name, sure=True)
    elif outdated:
        why = "it was the choice of an earlier time"
        yield DigestWeak(fact.at, fact.name, "outdated", outdated, why, _SLOW, fact.name, sure=True)


def _too_cheap(at: Place, where: str, found: hashers.Cheap, about: str) -> DigestWeak:
    title = f"{found.hasher} at {found.param} {found.given:,}"
    why = f"below {found.least:,} it is too fast for whoever guesses"
    return DigestWeak(at, where, "password", title, why, f"{found.param} {found.least:,} or more", about, sure=True)
