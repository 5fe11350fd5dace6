"""Where passwords are kept so that they can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_datahygiene.facts import DataReached, DigestWeak, FactBase
from pytest_datahygiene.findings.flow import arrived
from pytest_datahygiene.rules.api import Confidence, Finding, Severity, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


_HASH = "keep a hash that argon2id, scrypt or bcrypt made"


@rule(
    severity=Severity.CRITICAL,
    reads=(DataReached, DigestWeak),
    since="0.1",
    refs=("cwe:256", "cwe:257", "cwe:522", "asvs:11.4.2", "pci-dss:8.3.2", "gdpr:art.32"),
)
def check(facts: FactBase) -> Iterator[Finding]:
    """A password is kept in clear, encrypted, or under a hash that is fast.

    ## Why it matters
    Whoever copies the table has every customer's password, and those of the other sites where the customer uses the
    same one. What is encrypted is one key away from the same. Of MD5, SHA-1 and SHA-256, salted or not, billions are
    tried a second; a slow hash that is told to be quick is no better.

    ## What to do
    Keep a slow hash: argon2id, scrypt or bcrypt, which Django's `set_password`, werkzeug's `generate_password_hash`
    and argon2-cffi make. Hash what is there already, and tell those whom it concerns.

    ## When to silence it
    A password manager keeps passwords for their owners, encrypted with a key that only they have: name the design.
    """
    for reached in facts.of(DataReached):
        if reached.label == "password" and reached.kind in ("db", "document"):
            yield from _kept(reached)
    for digest in facts.of(DigestWeak):
        if digest.guards == "password":
            yield Finding(
                at=digest.at,
                says=f"{digest.where} keeps passwords under {digest.title}: {digest.why}",
                help=f"use {digest.better}",
                about=digest.about,
                severity=Severity.HIGH,
                confidence=None if digest.sure else Confidence.MEDIUM,
            )


def _kept(reached: DataReached) -> Iterator[Finding]:
    if not reached.sealed:
        yield arrived(reached, f"is written to the database as it is: {reached.sink}", help=_HASH)
    elif reached.sealed == "encrypted":
        says = f"is kept encrypted, so that it can be read again: {reached.sink}"
        yield arrived(reached, says, help=_HASH)._replace(severity=Severity.MEDIUM, confidence=Confidence.MEDIUM)
