"""Where password managers are kept out of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_datahygiene.facts import FactBase, PasswordInput
from pytest_datahygiene.rules.api import Finding, Severity, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(
    severity=Severity.LOW,
    reads=(PasswordInput,),
    since="0.1",
    refs=("asvs:6.2.7", "nist:800-63b-4:3.1.1.2", "cwe:521"),
)
def check(facts: FactBase) -> Iterator[Finding]:
    """A page keeps password managers from filling a password in, or customers from pasting one.

    ## Why it matters
    Nobody types a password of sixteen characters with capitals and digits. Who may not paste takes a short one, and the
    same one everywhere. The manager also knows a forged page, which the customer does not.

    ## What to do
    Take the handler away. Write `autocomplete="new-password"` where one is chosen and `autocomplete="current-password"`
    where one is asked for.

    ## When to silence it
    When the field takes no password, whatever it is called.
    """
    for field in facts.of(PasswordInput):
        faults = [
            *(["does not let a password be pasted"] if field.refuses_paste else []),
            *(['asks password managers to keep out (autocomplete="off")'] if field.refuses_filling else []),
        ]
        if faults:
            yield Finding(
                at=field.at,
                says=f"the field {field.name} {' and '.join(faults)}",
                help='let it be pasted; write autocomplete="new-password" or "current-password"',
                about=field.name,
                severity=Severity.MEDIUM if field.refuses_paste else None,
            )
