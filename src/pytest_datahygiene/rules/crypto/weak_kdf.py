"""Keys that are made of passphrases and are guessed with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_datahygiene.facts import DigestWeak, FactBase, KeyDerived, Misused
from pytest_datahygiene.rules.api import Confidence, Finding, Severity, misused, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(
    severity=Severity.HIGH,
    reads=(DigestWeak, KeyDerived, Misused),
    since="0.1",
    refs=("cwe:916", "cwe:760", "cwe:759", "asvs:11.4.4", "pci-dss:3.6.1", "gdpr:art.32"),
)
def check(facts: FactBase) -> Iterator[Finding]:
    """The key of an encryption is made of a passphrase in a way that is quick, or the same for everybody.

    ## Why it matters
    Whoever has the ciphertext tries passphrases: a plain hash lets him try billions a second, a thousand rounds some
    millions. With one salt for all, one table made beforehand opens everybody's data. Keys that were drawn need none
    of this, and are no finding.

    ## What to do
    Use scrypt (`n=2**17, r=8, p=1`) or argon2id with a salt that is drawn for each passphrase and kept beside the
    ciphertext; or draw a key, and keep it in a secret manager. PBKDF2 takes 600,000 rounds of SHA-256, 210,000 of
    SHA-512.

    ## When to silence it
    When what is derived is no passphrase of a person but a key with all its bits.
    """
    for derived in facts.of(KeyDerived):
        yield Finding(at=derived.at, says=f"{derived.where} {derived.says}", help=derived.help, about=derived.about)
    yield from misused(facts, "weak-kdf")
    for digest in facts.of(DigestWeak):
        if digest.guards == "key":
            yield Finding(
                at=digest.at,
                says=f"{digest.where} makes a key of a passphrase with {digest.title}, which is fast",
                help="use scrypt or argon2id with a fresh salt",
                about=digest.about,
                confidence=None if digest.sure else Confidence.MEDIUM,
            )
