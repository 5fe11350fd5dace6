"""Where a sound cipher is used in a mode that shows the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_datahygiene.catalog import algorithms
from pytest_datahygiene.catalog.seeds import set_aside
from pytest_datahygiene.facts import CallMade, FactBase
from pytest_datahygiene.rules.api import Finding, Severity, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(
    severity=Severity.HIGH,
    reads=(CallMade,),
    since="0.1",
    refs=("cwe:327", "asvs:11.3.1", "pci-dss:3.5.1", "pci-dss:12.3.3", "gdpr:art.32"),
)
def check(facts: FactBase) -> Iterator[Finding]:
    """Data is encrypted in ECB mode.

    ## Why it matters
    Equal blocks of data give equal blocks of ciphertext: whoever sees the table sees who has the same number, and can
    put together records out of pieces of others. PyCrypto took this mode where none was named.

    ## What to do
    Use AES-GCM with a fresh nonce for each text, or `cryptography.fernet.Fernet`. Read what was written in the old mode
    in a function that only decrypts, write it back, and drop the old.

    ## When to silence it
    When a device or a protocol that you cannot change dictates the mode, or the data is one block that never repeats,
    such as a wrapped key.
    """
    ciphers = set()
    found = []
    for call in facts.of(CallMade):
        weak = algorithms.chosen(call.name, call.arguments, call.keywords)
        if weak is None or set_aside(call.at.path) or algorithms.only_reads(call.function, call.then):
            continue
        if weak.algorithm.kind == "cipher":
            ciphers.add((call.at.path, call.at.line))
        elif weak.algorithm.kind == "mode":
            found.append((call, weak.algorithm))
    for call, row in found:
        # Of a weak cipher it is said that it is one.
        if (call.at.path, call.at.line) not in ciphers:
            where = f"{call.function}()" if call.function else call.target or "the module"
            yield Finding(
                at=call.at,
                says=f"{where} encrypts in {row.title}: {row.why}",
                help=f"use {row.replacement}",
                about=".".join(filter(None, (call.owner, call.function, row.id))),
            )
