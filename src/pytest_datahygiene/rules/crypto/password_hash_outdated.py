"""Ways to keep passwords that were good in their time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_datahygiene.catalog.seeds import set_aside
from pytest_datahygiene.facts import DigestWeak, FactBase
from pytest_datahygiene.rules.api import Finding, Severity, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(
    severity=Severity.LOW,
    reads=(DigestWeak,),
    since="0.1",
    refs=("cwe:916", "cwe:328", "asvs:11.4.2", "pci-dss:8.3.2", "gdpr:art.32"),
)
def check(facts: FactBase) -> Iterator[Finding]:
    """New passwords are hashed by a scheme that is not advised any more.

    ## Why it matters
    SHA-crypt, phpass and PBKDF2 over SHA-1 were good choices of their time. Graphics cards have become good at them
    since, and the parts of Python that made them have gone. Of schemes that are broken, or told to be quick,
    `password-stored-weakly` speaks.

    ## What to do
    Prefer argon2id, scrypt or bcrypt, and keep the old scheme behind it as long as there are hashes of it: passlib
    (`deprecated="auto"`) and Django's `PASSWORD_HASHERS` hash each password anew when its owner signs in.

    ## When to silence it
    When another system reads the hashes and knows nothing newer: say which.
    """
    for digest in facts.of(DigestWeak):
        if digest.guards == "outdated" and not set_aside(digest.at.path):
            yield Finding(
                at=digest.at,
                says=f"{digest.where} keeps passwords under {digest.title}: {digest.why}",
                help=f"use {digest.better}, and let old hashes be made anew when their owners sign in",
                about=digest.about,
            )
