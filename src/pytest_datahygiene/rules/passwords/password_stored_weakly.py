"""Where passwords are kept so that they can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_datahygiene.facts import DataReached, FactBase
from pytest_datahygiene.findings.flow import arrived
from pytest_datahygiene.rules.api import Finding, Severity, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(
    severity=Severity.CRITICAL,
    reads=(DataReached,),
    since="0.1",
    refs=("cwe:256", "cwe:257", "cwe:522", "asvs:11.4.2", "pci-dss:8.3.2", "gdpr:art.32"),
)
def check(facts: FactBase) -> Iterator[Finding]:
    """A password is written to the database in clear.

    ## Why it matters
    Whoever copies the table has every customer's password, and those of the other sites where the customer uses the
    same one. What is encrypted is one key away from the same. Of passwords under MD5, SHA-1 or SHA-256 speaks
    `weak-hash`.

    ## What to do
    Keep a slow hash: argon2id, scrypt or bcrypt, which Django's `set_password`, werkzeug's `generate_password_hash`
    and argon2-cffi make. Hash what is there already, and tell those whom it concerns.

    ## When to silence it
    A password manager keeps passwords for their owners, encrypted with a key that only they have: name the design.
    """
    for reached in facts.of(DataReached):
        if reached.label == "password" and reached.is_clear("secret", "db"):
            yield arrived(
                reached,
                f"is written to the database as it is: {reached.sink}",
                help="keep a hash that argon2id, scrypt or bcrypt made",
            )
