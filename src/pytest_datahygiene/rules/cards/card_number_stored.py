"""Where a card's number is written down."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_datahygiene.facts import DataReached, FactBase, FieldKept
from pytest_datahygiene.findings.flow import arrived
from pytest_datahygiene.rules.api import Confidence, Finding, Severity, rule


@rule(
    severity=Severity.HIGH,
    reads=(FieldKept, DataReached),
    since="0.1",
    refs=("pci-dss:3.5.1", "cwe:312", "gdpr:art.32"),
)
def check(facts: FactBase) -> Iterator[Finding]:
    """A field keeps the full number of a payment card.

    ## Why it matters
    Whoever copies the table can sell the numbers the same day, and every system that touches them falls under PCI
    DSS. A payment provider keeps cards for its living and hands you a token that is worthless to a thief.

    ## What to do
    Let the payment provider's form take the number. Keep the provider's token, and the last four digits to show the
    customer which card it is. Delete the column and what is in it, backups included. Encrypting the numbers is less
    bad, and is still keeping them.

    ## When to silence it
    When you are the payment provider and the table lies inside your assessed cardholder data environment: name the
    assessment.
    """
    for field in facts.of(FieldKept):
        if field.label == "card_number":
            how = f", encrypted with {field.sealed}" if field.sealed else ""
            yield Finding(
                at=field.at,
                says=f"{field.owner}.{field.name} keeps card numbers{how}",
                help="drop the field; keep the payment provider's token and at most the last four digits",
                about=f"{field.owner}.{field.name}",
                label=field.label,
                severity=Severity.MEDIUM if field.sealed else None,
                confidence=Confidence.MEDIUM if field.sealed else None,
            )
    for reached in facts.of(DataReached):
        if reached.is_clear("card", "db", "document") and reached.label == "card_number":
            yield arrived(
                reached,
                f"is written to the database: {reached.sink}",
                help="keep the payment provider's token and at most the last four digits",
            )
