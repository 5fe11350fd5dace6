"""Comments that silence nothing."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_datahygiene.facts import FactBase, RulesKnown, SilenceSpent
from pytest_datahygiene.rules.api import Finding, Severity, rule


@rule(severity=Severity.LOW, reads=(SilenceSpent,), since="0.1")
def check(facts: FactBase) -> Iterator[Finding]:
    """A comment silences a rule that finds nothing there.

    ## Why it matters
    The fault was mended and the comment stayed: the next fault on that line would go unseen.

    ## What to do
    Delete the comment, or the one rule name of it that is no longer needed.

    ## When to silence it
    There is no need: deleting the comment is less work.
    """
    ran = set(facts.one(RulesKnown).ran)
    for comment in facts.of(SilenceSpent):
        for name in comment.rules:
            if name in ran and name not in comment.used:
                yield Finding(
                    at=comment.at,
                    says=f"nothing to silence here: {name} finds no fault",
                    help="delete the comment",
                    about=name,
                )
