"""Where card data goes into a cache, a session or a cookie."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_datahygiene.facts import DataReached, FactBase
from pytest_datahygiene.findings.flow import arrived
from pytest_datahygiene.rules.api import Finding, Severity, rule

_PLACES = {"cache": "a cache", "session": "the session", "cookie": "a cookie"}


@rule(severity=Severity.HIGH, reads=(DataReached,), since="0.1", refs=("pci-dss:3.3.1", "pci-dss:3.2.1", "cwe:312"))
def check(facts: FactBase) -> Iterator[Finding]:
    """Card data goes into a cache, a session or a cookie.

    ## Why it matters
    A session is a row in a table, a file or a cookie in the browser, and a cache is copied to disk: both outlive the
    payment, and nobody counts them among the places where cards are kept.

    ## What to do
    Let the provider's form take the card, and put its token into the session.

    ## When to silence it
    Where only the provider's test numbers can pass.
    """
    for reached in facts.of(DataReached):
        if reached.is_clear("card", *_PLACES):
            yield arrived(
                reached, f"goes into {_PLACES[reached.kind]}", help="keep the payment provider's token there instead"
            )
