"""Where what is said of a password is not what the code takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_datahygiene.facts import FactBase, PasswordGuarded
from pytest_datahygiene.rules.api import Finding, Severity, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(
    severity=Severity.LOW,
    reads=(PasswordGuarded,),
    since="0.1",
    refs=("cwe:521", "asvs:6.1.1"),
)
def check(facts: FactBase) -> Iterator[Finding]:
    """A message asks for more characters than the code.

    ## Why it matters
    Somebody decided on a length and wrote it down; the code lets shorter ones in. Customers believe the message, and
    so does whoever reads the code after you.

    ## What to do
    Write the number once, as a constant, and use it in both places.

    ## When to silence it
    When the message speaks of something else.
    """
    for guard in facts.of(PasswordGuarded):
        if guard.said > guard.least and "length" not in guard.unknown:
            shown = f", such as {guard.witness!r}" if guard.witness else ""
            yield Finding(
                at=guard.measured or guard.at,
                says=f"{guard.subject} says {guard.said} characters and takes {guard.least}{shown}",
                help=f"make the code ask for {guard.said} characters, by a constant that the message uses too",
                about=guard.subject,
            )
