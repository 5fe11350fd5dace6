"""Where data is encrypted with a cipher that does not hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_datahygiene.catalog import algorithms
from pytest_datahygiene.facts import CallMade, FactBase
from pytest_datahygiene.rules.api import Finding, Severity, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(
    severity=Severity.HIGH,
    reads=(CallMade,),
    since="0.1",
    refs=("cwe:327", "asvs:11.3.1", "asvs:11.3.2", "pci-dss:3.5.1", "pci-dss:12.3.3", "gdpr:art.32"),
)
def check(facts: FactBase) -> Iterator[Finding]:
    """Data is encrypted with a cipher that is broken.

    ## Why it matters
    DES keys are found by trying; RC4 leaks the text; Triple DES, Blowfish and others of their age repeat their small
    blocks. Data encrypted so counts as data in clear, for an attacker and for an auditor. Of modes speaks `weak-mode`.

    ## What to do
    Use `cryptography.fernet.Fernet`, or AES-GCM with a fresh nonce for each text. Read what the old cipher wrote in a
    function that only decrypts, write it back with the new one, and then drop the old.

    ## When to silence it
    When a device or a protocol that you cannot change dictates the cipher, and another layer, such as TLS, protects the
    data.
    """
    for call in facts.of(CallMade):
        found = algorithms.chosen(call.name, call.arguments, call.keywords)
        if found and found.algorithm.kind == "cipher" and not algorithms.only_reads(call.function, call.then):
            row = found.algorithm
            yield Finding(
                at=call.at,
                says=f"{_where(call)} encrypts with {row.title}: {row.why}",
                help=f"use {row.replacement}",
                about=".".join(filter(None, (call.owner, call.function, row.id))),
            )


def _where(call: CallMade) -> str:
    return f"{call.function}()" if call.function else call.target or "the module"
