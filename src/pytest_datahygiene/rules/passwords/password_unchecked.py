"""Where a new password is taken as it comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_datahygiene.facts import FactBase, PasswordGuarded, PolicyChosen
from pytest_datahygiene.rules.api import Confidence, Finding, Severity, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(
    severity=Severity.HIGH,
    reads=(PasswordGuarded, PolicyChosen),
    since="0.1",
    refs=("cwe:521", "asvs:6.2.1", "pci-dss:8.3.6"),
)
def check(facts: FactBase) -> Iterator[Finding]:
    """A new password is accepted without any check.

    ## Why it matters
    A customer may choose `a`, or `password`, and many do. Whoever tries the most common passwords on every account
    gets in.

    ## What to do
    In Django, list validators in `AUTH_PASSWORD_VALIDATORS`; they run in Django's own forms, and in yours when you call
    `validate_password`. In a form or schema give the field a minimum length and a validator.

    ## When to silence it
    When the password is judged by code that this project does not hold, such as an identity provider.
    """
    policy = facts.one(PolicyChosen)
    wanted = f"profile {policy.profile!r} asks for {policy.least} characters"
    for guard in facts.of(PasswordGuarded):
        if guard.empty:
            yield Finding(
                at=guard.at,
                says=f"{guard.subject} {_says(guard.kind)}; {wanted}",
                help=_HELP.get(guard.kind, _HELP["field"]).format(least=policy.least),
                about=guard.subject,
                confidence=None if guard.kind == "setting" else Confidence.MEDIUM,
            )


_HELP = {
    "setting": "list MinimumLengthValidator with min_length {least}, and CommonPasswordValidator, in the setting",
    "field": "give the field a minimum of {least} characters, or call the validator that the project uses",
}


def _says(kind: str) -> str:
    return (
        "names no validator: any password is accepted"
        if kind == "setting"
        else "takes a new password that nothing checks"
    )
