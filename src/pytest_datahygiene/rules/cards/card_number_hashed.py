"""Where a card number is hashed without a key."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_datahygiene.facts import DataReached, FactBase
from pytest_datahygiene.findings.flow import arrived
from pytest_datahygiene.rules.api import Finding, Severity, rule


@rule(severity=Severity.HIGH, reads=(DataReached,), since="0.1", refs=("pci-dss:3.5.1.1", "cwe:759"))
def check(facts: FactBase) -> Iterator[Finding]:
    """A card number or security code is hashed without a key.

    ## Why it matters
    There are few card numbers: with the first six and the last four digits known, all others are tried in minutes. A
    security code has a thousand. Whoever has the hash has the card.

    ## What to do
    Keep the provider's token. Where a number must be recognised again, use a keyed hash (HMAC) with a managed key.

    ## When to silence it
    Where a protocol of the provider asks for the digest.
    """
    for reached in facts.of(DataReached):
        if reached.is_clear("card", "digest"):
            yield arrived(
                reached,
                f"is hashed without a key, and is found again by trying: {reached.sink}",
                help="keep the payment provider's token, or use HMAC with a managed key",
            )
