"""Where a broken or a fast hash guards a secret."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from pytest_datahygiene.catalog import algorithms
from pytest_datahygiene.catalog.labels import is_card
from pytest_datahygiene.facts import CallMade, ClassDeclared, FactBase
from pytest_datahygiene.rules.api import Confidence, Finding, Severity, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

_SLOW_HASHER = re.compile(r"(?i)(?:pbkdf2|argon2|bcrypt|scrypt)\w*hasher$")
_GUARDS = {"guessable": "a value that can be guessed", "secret": "a secret or a signature"}


class _Use(NamedTuple):
    guards: algorithms.Use
    confidence: Confidence


@rule(
    severity=Severity.MEDIUM,
    reads=(CallMade, ClassDeclared),
    since="0.1",
    refs=("cwe:328", "cwe:327", "cwe:916", "asvs:11.4.1", "asvs:11.4.2", "pci-dss:12.3.3", "gdpr:art.32"),
)
def check(facts: FactBase) -> Iterator[Finding]:
    """A password, an identity number or a token goes through a hash that does not protect it.

    ## Why it matters
    MD5 and SHA-1 are broken: two texts with the same hash can be made, so a signature proves nothing. And every plain
    hash, SHA-256 too, is fast: whoever copies your table tries billions of passwords a second until one fits.

    ## What to do
    Hash passwords with argon2id, scrypt or bcrypt. Turn identity numbers into a keyed hash
    (`hmac.new(key, number, "sha256")`); of cards `card-number-hashed` speaks.
    Sign with HMAC-SHA-256. For a hash that guards nothing, a
    checksum or a cache key, say so: `hashlib.md5(data, usedforsecurity=False)`.

    ## When to silence it
    When a protocol that you cannot change dictates the hash; name the protocol in the reason.
    """
    calls = facts.of(CallMade)
    slow = {_scope(call) for call in calls if call.name in algorithms.slow_hashes()}
    hashers = {
        (row.at.path, row.name)
        for row in facts.of(ClassDeclared)
        if any(_SLOW_HASHER.search(base) for base in row.bases)
    }
    for call in calls:
        found = algorithms.chosen(call.name, call.arguments, call.keywords)
        # What a slow hasher does with a fast hash, it does before its own work.
        if found is None or ("usedforsecurity", "False") in call.keywords or (call.at.path, call.owner) in hashers:
            continue
        if any(is_card(word) for text in call.arguments for word in text.replace(".", " ").split()):
            continue
        row = found.algorithm
        use = _Use("guessable", Confidence.HIGH) if found.passwords else _use(call)
        if not _counts(row.kind, use.guards) or (row.kind == "fast" and not found.passwords and _scope(call) in slow):
            continue
        yield Finding(
            at=call.at,
            says=f"{_where(call)} protects {_GUARDS[use.guards]} with {row.title}: {row.why}",
            help=f"use {row.replacement}",
            about=".".join(filter(None, (call.owner, call.function, row.id))),
            severity=Severity.HIGH if use.guards == "guessable" else None,
            confidence=use.confidence,
        )


def _use(call: CallMade) -> _Use:
    """Tell what the hash is for: the value and what takes the hash say it surely, the function's name less so."""
    hashed = algorithms.use_of((*call.arguments, *(value for _, value in call.keywords)))
    told, around = algorithms.use_of((call.target,)), algorithms.use_of((call.function, call.owner))
    if "innocent" in (hashed, told, around):
        return _Use("innocent", Confidence.HIGH)
    # A secret that is hashed along with other values signs them, in the way that the other side dictates.
    for use in (hashed if hashed == "guessable" else "", told):
        if use:
            return _Use(use, Confidence.HIGH)
    # A class holds too much for its name to tell of every hash in it, and a function that makes a token may hash
    # what is random already.
    named = algorithms.use_of((call.function,))
    return _Use(named if named == "guessable" else "", Confidence.MEDIUM)


def _counts(kind: algorithms.Kind, guards: algorithms.Use) -> bool:
    """Tell whether an algorithm of this kind is too weak for the use."""
    return kind in {"guessable": ("hash", "fast", "scheme"), "secret": ("hash",)}.get(guards, ())


def _scope(call: CallMade) -> tuple[str, str, str]:
    return call.at.path, call.owner, call.function


def _where(call: CallMade) -> str:
    return f"{call.function}()" if call.function else call.target or "the module"
