"""Where a card's security code is written down."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_datahygiene.catalog.labels import kind
from pytest_datahygiene.facts import DataReached, FactBase, FieldKept
from pytest_datahygiene.findings.flow import arrived
from pytest_datahygiene.rules.api import Finding, Severity, rule


@rule(
    severity=Severity.CRITICAL,
    reads=(FieldKept, DataReached),
    since="0.1",
    refs=("pci-dss:3.3.1", "cwe:312", "gdpr:art.32"),
)
def check(facts: FactBase) -> Iterator[Finding]:
    """A field keeps the security code, the PIN or the magnetic track of a payment card.

    ## Why it matters
    The code proves that the buyer holds the card. Whoever copies your table can then buy as your customer, so no one
    may keep it once the payment is authorised, not even encrypted.

    ## What to do
    Let the payment provider's form take the code, and keep the token that the provider returns. Delete the column and
    what is in it.

    ## When to silence it
    Never for real cards. A sandbox that stores only the provider's test numbers may say so in the reason.
    """
    for field in facts.of(FieldKept):
        if kind(field.label).category == "card-sad":
            yield Finding(
                at=field.at,
                says=f"{field.owner}.{field.name} keeps what nobody may keep: {kind(field.label).title.lower()}",
                help="drop the field; keep the payment provider's token instead",
                about=f"{field.owner}.{field.name}",
                label=field.label,
            )
    for reached in facts.of(DataReached):
        kept = reached.group == "card" and reached.kind in ("db", "document") and reached.label != "card_number"
        if kept and reached.sealed in ("", "encrypted"):
            how = f", {reached.sealed} and kept all the same" if reached.sealed else ""
            yield arrived(
                reached,
                f"is written to the database{how}: {reached.sink}",
                help="keep the payment provider's token instead",
            )
