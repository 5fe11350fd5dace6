"""Where health, beliefs, biometrics and data of children lie unencrypted."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_datahygiene.catalog.labels import kind
from pytest_datahygiene.catalog.taxonomy import counts, taxonomy
from pytest_datahygiene.facts import DataReached, FactBase, FieldKept, LevelChosen
from pytest_datahygiene.findings.flow import arrived
from pytest_datahygiene.rules.api import Finding, Severity, rule


@rule(
    severity=Severity.HIGH,
    reads=(DataReached, FieldKept, LevelChosen),
    since="0.1",
    refs=("gdpr:art.9", "gdpr:art.32", "cwe:311", "cwe:312"),
)
def check(facts: FactBase) -> Iterator[Finding]:
    """A field keeps data of a special category, such as health, in clear.

    ## Why it matters
    Health, biometrics, beliefs, origin, sexual life, convictions and what concerns children hurt people when they
    leak, for life. The law forbids keeping them unless one of few reasons holds, and asks for more protection then.

    ## What to do
    Ask whether you need it. If so, use an encrypted field type with the key outside the database and the code, and let
    few people read it. Biometrics belong on the device of whoever they are of.

    ## When to silence it
    When the name misleads, or another layer encrypts the column: say which one.
    """
    level = facts.one(LevelChosen).level
    for field in facts.of(FieldKept):
        row = kind(field.label)
        open_ = not (field.sealed or field.looks)
        if row.category in taxonomy().level.special and open_ and counts(field.label, level):
            yield Finding(
                at=field.at,
                says=f"{field.owner}.{field.name} keeps data of a special category in clear: {row.title.lower()}",
                help="do not keep it, or use an encrypted field type with the key outside the database",
                about=f"{field.owner}.{field.name}",
                label=field.label,
            )
    for reached in facts.of(DataReached):
        special = kind(reached.label).category in taxonomy().level.special
        if special and reached.is_clear("personal", "document") and counts(reached.label, level):
            yield arrived(
                reached,
                "is data of a special category and is kept in clear",
                help="do not keep it, or encrypt it before it is kept, with the key outside the database",
            )
