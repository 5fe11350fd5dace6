"""Comments that silence a rule which does not exist."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from pytest_datahygiene.facts import FactBase, RulesKnown, SilenceSpent, SilenceWritten
from pytest_datahygiene.rules.api import Finding, Severity, rule


@rule(severity=Severity.LOW, reads=(SilenceWritten, SilenceSpent), since="0.1")
def check(facts: FactBase) -> Iterator[Finding]:
    """A comment silences a rule that does not exist.

    ## Why it matters
    A slip in the name silences nothing, and its writer believes it does.

    ## What to do
    Write the name as the report prints it; `datahygiene rules` lists them all.

    ## When to silence it
    There is no need: the name is wrong.
    """
    known = facts.one(RulesKnown).names
    for comment in facts.of(SilenceWritten):
        for name in comment.rules:
            if name not in known and not comment.slip:
                near = get_close_matches(name, known, n=1)
                yield Finding(
                    at=comment.at,
                    says=f"no rule is called {name!r}",
                    help=f"did you mean {near[0]!r}?" if near else "see `datahygiene rules`",
                    about=name,
                )
