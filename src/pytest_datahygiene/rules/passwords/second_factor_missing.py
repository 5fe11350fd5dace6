"""Where people sign in by a password alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_datahygiene.catalog.factors import factors
from pytest_datahygiene.catalog.password_words import is_rehearsal
from pytest_datahygiene.facts import FactBase, ProjectSeen, SecondFactorSeen, SettingAssigned, SignInMade
from pytest_datahygiene.rules.api import Confidence, Finding, Severity, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_datahygiene.place import Place


@rule(
    severity=Severity.LOW,
    confidence=Confidence.MEDIUM,
    reads=(SignInMade, SecondFactorSeen, SettingAssigned),
    since="0.1",
    refs=("cwe:308", "asvs:6.3.3", "pci-dss:8.4.2", "nist:800-63b-4:2.2"),
)
def check(facts: FactBase) -> Iterator[Finding]:
    """Customers or staff sign in by a password, and nothing in the project offers a second step.

    ## Why it matters
    Passwords are guessed, phished and reused. With a second step, a code from an application or a passkey, whoever has
    the password still does not get in. Staff who see customers' data need it most.

    ## What to do
    Add one: `django-otp` or `allauth.mfa` in Django, `pyotp` or `webauthn` elsewhere, or let a provider sign people in.
    Begin with the staff, then offer it to customers.

    ## When to silence it
    When something in front of the application, such as a company's sign-in or a VPN, asks for the second step.
    """
    # What is nowhere is known only where everything was seen.
    if facts.of(SecondFactorSeen) or not facts.one(ProjectSeen).whole:
        return
    where = _served(one.at for one in facts.of(SignInMade))
    staff = _served(
        fact.at
        for fact in facts.of(SettingAssigned)
        if fact.name == "INSTALLED_APPS" and factors().staff & {*fact.texts}
    )
    for at, who in ((where, "people sign in here"), (staff, "the staff signs in to Django's admin")):
        if at is not None:
            yield Finding(
                at=at,
                says=f"{who} by a password alone: no second factor and no other house's sign-in is anywhere",
                help="offer a second step: django-otp, allauth.mfa, pyotp, webauthn, or a provider's sign-in",
                about="sign-in",
            )
            return


def _served(places: Iterator[Place]) -> Place | None:
    """Return the first of the places that are not there for tests or development."""
    return min(
        (at for at in places if not is_rehearsal(at.path)), key=lambda at: (at.path.count("/"), at), default=None
    )
