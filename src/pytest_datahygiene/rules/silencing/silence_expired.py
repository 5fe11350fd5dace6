"""Comments whose day has passed."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_datahygiene.facts import FactBase, RunDay, SilenceSpent, SilenceWritten
from pytest_datahygiene.rules.api import Finding, Severity, rule


@rule(severity=Severity.LOW, reads=(SilenceWritten, SilenceSpent, RunDay), since="0.1")
def check(facts: FactBase) -> Iterator[Finding]:
    """A comment silenced a fault until a day that has passed.

    ## Why it matters
    Somebody promised to mend the fault by that day.

    ## What to do
    Mend it, or give a new day and the reason for it.

    ## When to silence it
    There is no need: move the day.
    """
    day = facts.one(RunDay).day
    for comment in facts.of(SilenceWritten):
        if not comment.slip and comment.until and comment.until < day:
            yield Finding(
                at=comment.at,
                says=f"silenced {', '.join(comment.rules)} until {comment.until}, which has passed",
                help="mend the fault, or give a new day and the reason for it",
                about=" ".join(comment.rules),
            )
