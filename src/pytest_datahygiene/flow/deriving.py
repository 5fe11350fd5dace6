"""Keys that are made of passphrases in ways that are too quick, or the same for everybody."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pytest_datahygiene.catalog import algorithms, calls, hashers
from pytest_datahygiene.catalog.seeds import set_aside
from pytest_datahygiene.catalog.words import words
from pytest_datahygiene.facts import CallMade, Fact, FactBase, KeyDerived, KeyUsed, SettingAssigned
from pytest_datahygiene.flow.hash_uses import about, makes_key, scope_of, where
from pytest_datahygiene.flow.settled import settled

if TYPE_CHECKING:
    from collections.abc import Iterator

READS: tuple[type[Fact], ...] = (CallMade, KeyUsed, SettingAssigned)
ADDS: tuple[type[Fact], ...] = (KeyDerived,)

_SLOW = frozenset({"pbkdf2", "scrypt", "argon2-key", "bcrypt-key"})
# What scrypt costs at the least, by the number of its blocks (r is 8): how often it must be done.
_SCRYPT = {1 << 17: 1, 1 << 16: 2, 1 << 15: 3, 1 << 14: 5, 1 << 13: 10}
_SALT = "draw a salt with os.urandom for each passphrase and keep it beside what is encrypted"


def run(facts: FactBase) -> Iterator[Fact]:
    """Yield one fact for each line."""
    made = [call for call in settled(facts) if not set_aside(call.at.path)]
    derived: dict[tuple[str, str, str], list[CallMade]] = defaultdict(list)
    for call in made:
        if call.kind == "derives":
            derived[scope_of(call)].append(call)
    for call in made:
        says, help_ = _fault(call, derived[scope_of(call)])
        if says and not algorithms.only_reads(call.function):
            yield KeyDerived(call.at, where(call), says, help_, about(call, call.kind))
    for key in facts.of(KeyUsed):
        if key.origin == "passphrase" and not (set_aside(key.at.path) or algorithms.only_reads(key.function)):
            says = "takes a passphrase for a key as it is"
            help_ = "make the key of it with scrypt or argon2id and a fresh salt"
            where_ = f"{key.function}()" if key.function else "the module"
            yield KeyDerived(key.at, where_, says, help_, f"{key.function} {key.by}")


def _fault(call: CallMade, derived: list[CallMade]) -> tuple[str, str]:
    given = dict(call.given)
    if call.kind == "hkdf":
        sources = [call, *derived]
        if any(_is_guessable(one) for one in sources):
            return "makes a key of a passphrase with HKDF, which is fast", "use scrypt or argon2id"
        return "", ""
    if call.kind not in _SLOW or _is_random(call):
        return "", ""
    # Of passwords that are kept password-stored-weakly speaks.
    kept = bool(hashers.cheap(call.name, call.arguments, call.keywords)) and not makes_key(call)
    if not kept:
        for row in calls.misuses().get(call.kind, ()):
            if row.role in given and calls.is_bad(row, given[row.role], given.get(row.by, "")):
                return row.says, row.help
        if call.kind == "scrypt" and _is_cheap(given):
            return "makes a key of a passphrase too quickly", "use n=2**17, r=8, p=1"
    if _is_fixed(given.get("salt", "")):
        return "makes keys of passphrases with the same salt for everybody", _SALT
    return "", ""


def _is_cheap(given: dict[str, str]) -> bool:
    n, p = given.get("n", ""), given.get("p", "1")
    if not n.isdigit() or not p.isdigit():
        return False
    least = next((times for blocks, times in sorted(_SCRYPT.items(), reverse=True) if int(n) >= blocks), 0)
    return not least or int(p) < least


def _is_fixed(salt: str) -> bool:
    return any(way.partition(" ")[0] in ("text", "bytes") or calls.is_spoken(way) for way in salt.split("|") if way)


def _is_guessable(call: CallMade) -> bool:
    return algorithms.use_of((*call.arguments, *(value for _, value in call.keywords))) == "password"


def _is_random(call: CallMade) -> bool:
    """Tell whether what a key is made of is a key itself, which nobody guesses."""
    first = [
        *call.arguments,
        *(value for name, value in call.keywords if name in ("password", "key_material", "master")),
    ]
    named = {word for text in first for word in words(text)}
    return not named.isdisjoint(algorithms.algorithms().use.random) and not _is_guessable(call)
