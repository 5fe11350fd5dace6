"""Where personal data, or a password, is put into a cookie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_datahygiene.facts import DataReached, FactBase
from pytest_datahygiene.findings.flow import arrived
from pytest_datahygiene.rules.api import Finding, Severity, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(
    severity=Severity.MEDIUM,
    reads=(DataReached,),
    since="0.1",
    refs=("gdpr:art.32", "cwe:315", "cwe:539", "asvs:14.2.1"),
)
def check(facts: FactBase) -> Iterator[Finding]:
    """Personal data or a password is put into a cookie in clear.

    ## Why it matters
    A cookie lies on the customer's disk, where whoever uses the device reads it, and travels with every request, into
    the logs of each machine on the way. The customer can change it, too.

    ## What to do
    Put a random number into the cookie and keep the rest on the server, under that number: that is what the framework's
    session does.

    ## When to silence it
    When it is a preference that says nothing about a person.
    """
    for reached in facts.of(DataReached):
        personal = reached.is_clear("personal", "cookie")
        if personal or (reached.label == "password" and reached.is_clear("secret", "cookie")):
            yield arrived(
                reached,
                "is put into a cookie in clear",
                help="keep it on the server, and give the browser the number of a session",
            )
