"""Where a broken or a fast hash guards a secret."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_datahygiene.facts import DigestWeak, FactBase, Misused
from pytest_datahygiene.rules.api import Confidence, Finding, Severity, misused, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

_GUARDS = {"guessable": "a value that can be guessed", "secret": "a secret or a signature"}


@rule(
    severity=Severity.MEDIUM,
    reads=(DigestWeak, Misused),
    since="0.1",
    refs=("cwe:328", "cwe:327", "asvs:11.4.1", "pci-dss:12.3.3", "gdpr:art.32"),
)
def check(facts: FactBase) -> Iterator[Finding]:
    """An identity number or a token goes through a hash that does not protect it.

    ## Why it matters
    MD5 and SHA-1 are broken: two texts with the same hash can be made, so a signature proves nothing. And every plain
    hash, SHA-256 too, is fast: whoever copies your table tries billions of numbers a second until one fits.

    ## What to do
    Of passwords `password-stored-weakly` speaks. Turn identity numbers into a keyed hash
    (`hmac.new(key, number, "sha256")`); of cards `card-number-hashed` speaks.
    Sign with HMAC-SHA-256. For a hash that guards nothing, a
    checksum or a cache key, say so: `hashlib.md5(data, usedforsecurity=False)`.

    ## When to silence it
    When a protocol that you cannot change dictates the hash; name the protocol in the reason.
    """
    for digest in facts.of(DigestWeak):
        if digest.guards in _GUARDS:
            yield Finding(
                at=digest.at,
                says=f"{digest.where} protects {_GUARDS[digest.guards]} with {digest.title}: {digest.why}",
                help=f"use {digest.better}",
                about=digest.about,
                severity=Severity.HIGH if digest.guards == "guessable" else None,
                confidence=None if digest.sure else Confidence.MEDIUM,
            )
    yield from misused(facts, "weak-hash")
