"""Where card data goes to somebody who is not a payment provider."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_datahygiene.facts import DataReached, FactBase
from pytest_datahygiene.findings.flow import arrived
from pytest_datahygiene.rules.api import Finding, Severity, rule

_PLACES = frozenset("monitoring analytics llm email sms chat reply crm http".split())


@rule(
    severity=Severity.CRITICAL, reads=(DataReached,), since="0.1", refs=("pci-dss:4.2.1", "pci-dss:12.8.1", "cwe:359")
)
def check(facts: FactBase) -> Iterator[Finding]:
    """Card data goes to somebody who is not a payment provider.

    ## Why it matters
    Monitoring, chat, mail and analytics services have no business with cards, keep what they get and are not held to
    the rules for those who do.

    ## What to do
    Send cards to the payment provider alone, over https, and better let the provider's form take them.

    ## When to silence it
    Where the address is the provider's own, under a name that we do not know.
    """
    for reached in facts.of(DataReached):
        if reached.is_clear("card", *_PLACES):
            yield arrived(
                reached,
                f"is sent to somebody who is not a payment provider: {reached.sink}",
                help="send the card to the payment provider alone",
            )
