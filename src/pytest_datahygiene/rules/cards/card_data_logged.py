"""Where card data goes into a log."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_datahygiene.facts import DataReached, FactBase
from pytest_datahygiene.findings.flow import arrived
from pytest_datahygiene.rules.api import Finding, Severity, rule


@rule(severity=Severity.HIGH, reads=(DataReached,), since="0.1", refs=("pci-dss:3.5.1", "pci-dss:3.3.1", "cwe:532"))
def check(facts: FactBase) -> Iterator[Finding]:
    """Card data goes into a log or to the terminal.

    ## Why it matters
    Logs are copied, shipped to other companies, kept for years and read by people who must never see a card. A number
    or a security code in one of them makes all of them card data.

    ## What to do
    Log the order's id, or the last four digits. Of a request or a form log the names of its fields, not the whole.

    ## When to silence it
    Where only the provider's test numbers can pass.
    """
    for reached in facts.of(DataReached):
        if reached.is_clear("card", "log"):
            whole = " as part of what is logged" if reached.within else ""
            yield arrived(
                reached, f"goes into the log{whole}: {reached.sink}", help="log an id or the last four digits instead"
            )
