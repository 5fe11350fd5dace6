"""Where passwords may not hold characters that people use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_datahygiene.facts import FactBase, PasswordGuarded
from pytest_datahygiene.rules.api import Finding, Severity, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

_SHOWN = 6


@rule(
    severity=Severity.LOW,
    reads=(PasswordGuarded,),
    since="0.1",
    refs=("nist:800-63b-4:3.1.1.2", "asvs:6.2.5", "cwe:521"),
)
def check(facts: FactBase) -> Iterator[Finding]:
    """A new password may not hold certain characters, such as a space or a hyphen.

    ## Why it matters
    Password managers put any sign into what they make, and a sentence has spaces. Whoever is refused makes the password
    weaker until it passes. A list of forbidden signs also makes customers ask what happens to their password that a
    quotation mark could harm.

    ## What to do
    Ask for what must be there and leave everything else alone: `re.search("[A-Z]", password)` in place of one
    expression for the whole. What is hashed harms no database.

    ## When to silence it
    When the other side, an old directory or a device, takes no others.
    """
    for guard in facts.of(PasswordGuarded):
        refused = [one for one in guard.refused if one.isascii()]
        if refused:
            yield Finding(
                at=guard.at,
                says=f"{guard.subject} refuses passwords that hold {_listed(refused)}",
                help="ask for what must be in a password, and let everything else in",
                about=guard.subject,
            )


def _listed(signs: list[str]) -> str:
    said = ["a space" if one == " " else one for one in signs]
    more = len(said) - _SHOWN
    return ", ".join(said[:_SHOWN]) + (f" or any of {more} others" if more > 0 else "")
