"""Keys that are too short to hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_datahygiene.facts import FactBase, Misused
from pytest_datahygiene.rules.api import Finding, Severity, misused, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(
    severity=Severity.HIGH,
    reads=(Misused,),
    since="0.1",
    refs=("cwe:326", "asvs:11.2.3", "pci-dss:3.6.1", "pci-dss:12.3.3", "gdpr:art.32"),
)
def check(facts: FactBase) -> Iterator[Finding]:
    """A key is made that is too short.

    ## Why it matters
    RSA and DSA keys of 1024 bits are within reach of those who can pay for it, and what was recorded today is read
    then. A secret of five random bytes is found in an afternoon.

    ## What to do
    Make RSA keys of 3072 bits, or use Ed25519 or P-256; make secret keys of 32 random bytes.

    ## When to silence it
    When a device takes no longer key and nothing but that device relies on it.
    """
    yield from misused(facts, "weak-key-size")
