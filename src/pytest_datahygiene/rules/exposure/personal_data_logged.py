"""Where personal data goes into a log."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_datahygiene.catalog.labels import kind
from pytest_datahygiene.catalog.taxonomy import counts
from pytest_datahygiene.catalog.words import words
from pytest_datahygiene.facts import DataReached, FactBase, LevelChosen
from pytest_datahygiene.findings.flow import arrived
from pytest_datahygiene.rules.api import Finding, Severity, rule

_WEIGHT = {"contact": Severity.LOW, "location": Severity.LOW, "device": Severity.LOW, "identity": Severity.LOW}


@rule(
    severity=Severity.MEDIUM,
    reads=(DataReached, LevelChosen),
    since="0.1",
    refs=("gdpr:art.5(1)(c)", "gdpr:art.32", "cwe:532"),
)
def check(facts: FactBase) -> Iterator[Finding]:
    """Personal data goes into a log or to the terminal.

    ## Why it matters
    Whoever asks to be forgotten is forgotten in the database and stays in the logs, where nobody looks for them and
    too many people can. Logs are kept in clear, shipped to other companies and outlive the purpose.

    ## What to do
    Log the internal id of the customer. Of a request or a form log the names of its fields, not the whole.

    ## When to silence it
    In an audit log that must name the person, with its own retention: say so.
    """
    level = facts.one(LevelChosen).level
    for reached in facts.of(DataReached):
        # A patient's id is what is asked for instead of the patient.
        is_key = kind(reached.label).category == "health" and words(reached.name)[-1:] == ("id",)
        if reached.is_clear("personal", "log") and counts(reached.label, level) and not is_key:
            whole = " as part of what is logged" if reached.within else ""
            finding = arrived(
                reached, f"goes into the log{whole}: {reached.sink}", help="log the customer's internal id instead"
            )
            yield finding._replace(severity=_WEIGHT.get(kind(reached.label).category))
