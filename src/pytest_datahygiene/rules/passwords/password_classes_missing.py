"""Where passwords are accepted that lack a class of characters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_datahygiene.catalog.passwords import missing, spoken
from pytest_datahygiene.facts import FactBase, PasswordGuarded, PolicyChosen
from pytest_datahygiene.rules.api import Finding, Severity, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(
    severity=Severity.LOW,
    reads=(PasswordGuarded, PolicyChosen),
    since="0.1",
    refs=("cwe:521", "pci-dss:8.3.6"),
)
def check(facts: FactBase) -> Iterator[Finding]:
    """A new password need not hold the kinds of characters that the chosen policy demands.

    ## Why it matters
    A password of small letters alone is drawn from far fewer than its length suggests, and customers choose such ones
    when they may. PCI DSS asks for letters and digits; the advice that this tool follows by default asks for capitals,
    small letters and digits.

    ## What to do
    Add a validator that demands what is missing. In Django, write a class with `validate(password, user=None)` and
    list it in `AUTH_PASSWORD_VALIDATORS`; elsewhere extend the check that the finding points at. NIST and OWASP advise
    against demanding classes and ask for length and a list of known bad passwords in their place: if you follow them,
    choose the profile `nist` or `asvs`, and this rule is silent.

    ## When to silence it
    When another layer, such as a directory or an identity provider, demands the classes.
    """
    policy = facts.one(PolicyChosen)
    for guard in facts.of(PasswordGuarded):
        lacking = missing(policy.classes, guard.classes)
        if guard.empty or "classes" in guard.unknown or not lacking:
            continue
        wanted = f"profile {policy.profile!r} asks for {'each' if lacking[1:] else 'it'}"
        yield Finding(
            at=guard.at,
            says=f"{guard.subject} does not ask for {spoken(lacking)}{_shown(guard)}; {wanted}",
            help=f"demand {spoken(lacking, 'and')}, or choose a profile that asks for length alone, such as 'nist'",
            about=guard.subject,
        )


def _shown(guard: PasswordGuarded) -> str:
    return f" and accepts {guard.witness!r}" if guard.witness and not guard.unknown else ""
