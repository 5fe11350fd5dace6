"""Where a password is compared as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_datahygiene.facts import ClassDeclared, FactBase, PasswordCompared
from pytest_datahygiene.rules.api import Finding, Severity, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(
    severity=Severity.HIGH,
    reads=(ClassDeclared, PasswordCompared),
    since="0.1",
    refs=("cwe:256", "cwe:312", "asvs:11.4.2", "pci-dss:8.3.2"),
)
def check(facts: FactBase) -> Iterator[Finding]:
    """A password that was typed is compared with a kept one, so that the kept one must be in clear.

    ## Why it matters
    Two passwords can only be equal as texts when both are there as texts. Whoever copies the table has every
    customer's password, and those of the other sites where the customer uses the same one.

    ## What to do
    Keep `argon2` or `bcrypt` hashes and let the library compare: `check_password`, `check_password_hash`,
    `bcrypt.checkpw`. Fetch the row by the account's name alone, never by the password. Hash what is there already at
    the next sign-in.

    ## When to silence it
    When one of the two is a hash under a misleading name; better give it its name.
    """
    # What a class makes of its own may compare in its own way: a descriptor that hashes.
    made = {name for row in facts.of(ClassDeclared) for name, _ in row.made}
    for pair in facts.of(PasswordCompared):
        if pair.kept.rpartition(".")[2] in made:
            continue
        where = f"{pair.function}() compares" if pair.function else "compares"
        yield Finding(
            at=pair.at,
            says=f"{where} {pair.given} with {pair.kept} as it is: passwords are kept in clear",
            help="keep a slow hash and let its library compare",
            about=f"{pair.function} {pair.kept}",
        )
