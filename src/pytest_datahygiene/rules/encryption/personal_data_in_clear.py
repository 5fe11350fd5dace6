"""Where personal data lies unencrypted."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_datahygiene.catalog.labels import kind
from pytest_datahygiene.catalog.taxonomy import counts, taxonomy
from pytest_datahygiene.facts import DataReached, FactBase, FieldKept, LevelChosen
from pytest_datahygiene.findings.flow import arrived
from pytest_datahygiene.rules.api import Finding, Severity, rule

# What a thief can do with it: numbers for life weigh more than a telephone number.
_WEIGHT = {"contact": Severity.LOW, "location": Severity.LOW, "device": Severity.LOW, "identity": Severity.MEDIUM}


@rule(
    severity=Severity.HIGH,
    reads=(DataReached, FieldKept, LevelChosen),
    since="0.1",
    refs=("gdpr:art.32", "cwe:311", "cwe:312"),
)
def check(facts: FactBase) -> Iterator[Finding]:
    """A field keeps personal data that should be encrypted, and nothing encrypts it.

    ## Why it matters
    A stolen backup, a leaked dump or a curious colleague reads what lies in clear. Disk encryption does not help: the
    database serves clear text to whoever asks it. An identity number cannot be changed afterwards like a password.
    Of health and the like speaks `special-category-in-clear`.

    ## What to do
    Use an encrypted field type of your framework's library, with the key outside the database and the code. Or ask
    whether you need the data at all: what is not kept cannot leak. E-mail addresses may stay in clear: you need them
    to warn your customers.

    ## When to silence it
    When the name misleads, or another layer encrypts the column: say which one.
    """
    level = facts.one(LevelChosen).level
    for field in facts.of(FieldKept):
        row = kind(field.label)
        special = row.category in taxonomy().level.special
        if row.family == "card" or special or field.sealed or field.looks or not counts(field.label, level):
            continue
        yield Finding(
            at=field.at,
            says=f"{field.owner}.{field.name} keeps personal data in clear: {row.title.lower()}",
            help="use an encrypted field type with the key outside the database, or do not keep it",
            about=f"{field.owner}.{field.name}",
            label=field.label,
            severity=_WEIGHT.get(row.category),
        )
    for reached in facts.of(DataReached):
        special = kind(reached.label).category in taxonomy().level.special
        if not special and reached.is_clear("personal", "document") and counts(reached.label, level):
            yield arrived(
                reached,
                "is kept in clear",
                help="encrypt it before it is kept, with the key outside the database, or do not keep it",
            )
