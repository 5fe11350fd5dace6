"""Where short passwords are accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_datahygiene.facts import FactBase, PasswordGuarded, PolicyChosen
from pytest_datahygiene.rules.api import Confidence, Finding, Severity, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

# Below this no standard accepts a password, whatever else guards it.
_NOWHERE_ENOUGH = 8


@rule(
    severity=Severity.MEDIUM,
    reads=(PasswordGuarded, PolicyChosen),
    since="0.1",
    refs=("cwe:521", "asvs:6.2.1", "pci-dss:8.3.6", "nist:800-63b-4:3.1.1.2"),
)
def check(facts: FactBase) -> Iterator[Finding]:
    """A new password may be shorter than the chosen policy allows.

    ## Why it matters
    Length is what makes a password hard to guess. When a table of password hashes is stolen, every password of eight
    characters falls within hours, whatever signs are in it; one of sixteen does not fall.

    ## What to do
    Raise the minimum where the finding points. Passwords that exist already stay valid until they are changed; never
    put the new minimum into the sign-in form, it would lock people out. Let long passwords in, and let password
    managers paste them. Which minimum counts is told by the profile: `article` asks for 16 characters, `nist` for 15,
    `pci` for 12, `asvs` for 8.

    ## When to silence it
    When the text is not a password that a person chooses, or a second factor is always asked for and your standard
    then takes a shorter one.
    """
    policy = facts.one(PolicyChosen)
    for guard in facts.of(PasswordGuarded):
        if guard.empty or guard.least >= policy.least or (not guard.least and "length" in guard.unknown):
            continue
        yield Finding(
            at=guard.measured or guard.at,
            says=f"{guard.subject} accepts {_amount(guard)}; profile {policy.profile!r} asks for {policy.least}",
            help=f"demand {policy.least} characters or more here; the profile is chosen in [tool.datahygiene]",
            about=guard.subject,
            severity=Severity.HIGH if guard.least < _NOWHERE_ENOUGH else None,
            confidence=Confidence.MEDIUM if "length" in guard.unknown else None,
        )


def _amount(guard: PasswordGuarded) -> str:
    shown = f", such as {guard.witness!r}" if guard.witness and not guard.unknown else ""
    if "length" in guard.unknown:
        shown = ", at most as strong as a part that could not be read makes them"
    return (f"passwords of {guard.least} characters" if guard.least else "passwords of any length") + shown
