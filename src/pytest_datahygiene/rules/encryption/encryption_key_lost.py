"""Where the key of an encryption dies with the process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_datahygiene.catalog.seeds import set_aside
from pytest_datahygiene.facts import FactBase, KeyUsed
from pytest_datahygiene.rules.api import Finding, Severity, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(severity=Severity.HIGH, reads=(KeyUsed,), since="0.1", refs=("cwe:320", "asvs:13.3.4", "gdpr:art.32"))
def check(facts: FactBase) -> Iterator[Finding]:
    """A key is made where it is used, and kept nowhere: after the next start nothing can be read.

    ## Why it matters
    What was encrypted with it is lost, and with several processes each reads only its own. Losing personal data is a
    breach too.

    ## What to do
    Make the key once, keep it in a secret manager or the environment, and read it from there.

    ## When to silence it
    When what is encrypted need not outlive the process.
    """
    for key in facts.of(KeyUsed):
        if key.takes == "key" and key.origin == "fresh" and not set_aside(key.at.path):
            yield Finding(
                at=key.at,
                says=f"{key.by.rpartition('.')[2]} gets a key that was just made and is kept nowhere",
                help="make the key once, keep it in a secret manager or the environment, and read it from there",
                about=f"{key.function} {key.by}",
            )
