"""Comments that look like silencing ones and are not."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_datahygiene.facts import FactBase, RulesKnown, SilenceSpent, SilenceWritten
from pytest_datahygiene.rules.api import Finding, Severity, rule


@rule(severity=Severity.LOW, reads=(SilenceWritten, SilenceSpent), since="0.1")
def check(facts: FactBase) -> Iterator[Finding]:
    """A silencing comment is not well formed, or gives no reason.

    ## Why it matters
    What cannot be read silences nothing. And a fault that was waved through without a reason will puzzle whoever
    audits it.

    ## What to do
    Write `# datahygiene: ignore[rule-name] reason`, with `until=YYYY-MM-DD` in the reason if it should end some day.

    ## When to silence it
    There is no need. Reasons can be made optional with `require-reason = false`.
    """
    for comment in facts.of(SilenceWritten):
        slip = comment.slip or (
            "" if comment.reasoned or not facts.one(RulesKnown).reasons else "the reason is missing"
        )
        if slip:
            yield Finding(
                at=comment.at,
                says=f"this comment silences nothing: {slip}",
                help="write `# datahygiene: ignore[rule-name] reason`",
                about="comment",
            )
