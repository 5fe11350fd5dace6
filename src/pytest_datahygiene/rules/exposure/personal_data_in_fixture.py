"""Where records of people lie among the code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_datahygiene.catalog.labels import kind
from pytest_datahygiene.catalog.seeds import set_aside
from pytest_datahygiene.facts import FactBase, RecordsSeen
from pytest_datahygiene.rules.api import Confidence, Finding, Severity, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

# So many records that look real are no coincidence; tests invent more of them, and with more care.
_FEW, _MANY = 3, 10
# The part of all records that must look real: who makes some up leaves traces in most of them.
_SHARE = 0.4
_GRAVE = frozenset({"government-id", "financial", "health", "special-category", "biometric", "children"})
_MOST_KINDS = 5


@rule(
    severity=Severity.MEDIUM,
    confidence=Confidence.MEDIUM,
    reads=(RecordsSeen,),
    since="0.1",
    refs=("gdpr:art.5(1)(c)", "gdpr:art.32", "cwe:540", "cwe:538"),
)
def check(facts: FactBase) -> Iterator[Finding]:
    """A data file among the code holds records of people that look real.

    ## Why it matters
    Whoever gets the code gets the people: every developer, every build machine, every fork. What was committed once
    stays in the history, and nobody deletes there what a customer wants deleted.

    ## What to do
    Make records up (`Faker` does) and mark them as such with addresses at `example.com`. Take the real ones out of the
    history too (`git filter-repo`), and tell those concerned if the code was public.

    ## When to silence it
    When the records are made up, or of public persons.
    """
    for records in facts.of(RecordsSeen):
        least = _MANY if _is_test(records.at.path) else _FEW
        if records.real < least or records.real < _SHARE * records.count:
            continue
        rows = [kind(label) for label in records.labels]
        titles = ", ".join(row.title.lower() for row in rows[:_MOST_KINDS])
        yield Finding(
            at=records.at,
            says=f"{records.name} holds {records.real} records of people that look real: {titles}",
            help="make the records up, and take the real ones out of the history",
            about=records.name,
            severity=Severity.HIGH if any(row.category in _GRAVE for row in rows) else None,
        )


def _is_test(path: str) -> bool:
    """Tell whether a file is of tests, or explains: what is called a fixture is loaded by applications too."""
    return set_aside("/".join(part for part in path.split("/") if part.lower() not in ("fixture", "fixtures")))
