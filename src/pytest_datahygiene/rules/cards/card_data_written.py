"""Where card data goes into a file."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_datahygiene.facts import DataReached, FactBase
from pytest_datahygiene.findings.flow import arrived
from pytest_datahygiene.rules.api import Finding, Severity, rule


@rule(severity=Severity.HIGH, reads=(DataReached,), since="0.1", refs=("pci-dss:3.3.1", "pci-dss:3.5.1", "cwe:312"))
def check(facts: FactBase) -> Iterator[Finding]:
    """Card data is written into a file or an export.

    ## Why it matters
    Files are copied, mailed and backed up, and no one knows afterwards where the numbers are.

    ## What to do
    Leave the number and the security code out of what is written; the last four digits tell the customer enough.

    ## When to silence it
    Where only the provider's test numbers can pass.
    """
    for reached in facts.of(DataReached):
        if reached.is_clear("card", "file", "object-store"):
            yield arrived(
                reached,
                f"is written into a file: {reached.sink}",
                help="leave it out; at most the last four digits may be kept",
            )
