"""Where card data goes into a task queue."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_datahygiene.facts import DataReached, FactBase
from pytest_datahygiene.findings.flow import arrived
from pytest_datahygiene.rules.api import Finding, Severity, rule


@rule(severity=Severity.HIGH, reads=(DataReached,), since="0.1", refs=("pci-dss:3.3.1", "pci-dss:3.2.1", "cwe:312"))
def check(facts: FactBase) -> Iterator[Finding]:
    """Card data goes into a task queue.

    ## Why it matters
    The broker keeps the arguments of every task until it is done, often on disk, and shows them in its monitoring;
    failed tasks keep them longer.

    ## What to do
    Charge the card before the task is queued, and queue the provider's token or the order's id.

    ## When to silence it
    Where only the provider's test numbers can pass.
    """
    for reached in facts.of(DataReached):
        if reached.is_clear("card", "queue"):
            yield arrived(
                reached,
                f"goes into a task queue: {reached.sink}",
                help="queue an id or the payment provider's token instead",
            )
