"""Where the key of an encryption is in the code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_datahygiene.catalog.seeds import set_aside
from pytest_datahygiene.facts import FactBase, KeyUsed
from pytest_datahygiene.rules.api import Confidence, Finding, Severity, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

_SAYS = {
    "literal": "has its key in the code",
    "default": "has a key in the code for where the environment has none",
    "secret key": "takes the framework's SECRET_KEY for its key",
}


@rule(
    severity=Severity.HIGH,
    reads=(KeyUsed,),
    since="0.1",
    refs=("cwe:321", "cwe:798", "asvs:13.3.1", "pci-dss:3.6.1", "gdpr:art.32"),
)
def check(facts: FactBase) -> Iterator[Finding]:
    """The key that encrypts data stands in the code, or is the key that signs sessions.

    ## Why it matters
    Whoever sees the code reads the data: every developer who ever had a copy, and whoever finds a backup of it. A
    `SECRET_KEY` must be changed when it leaks, and then nothing can be read any more.

    ## What to do
    Read the key from the environment or a secret manager, without a default, and make the one in the code worthless:
    encrypt the data again with a new one (`MultiFernet` reads both meanwhile).

    ## When to silence it
    When what it encrypts is no secret.
    """
    seen = set()
    for key in facts.of(KeyUsed):
        where = key.at.path, key.at.line
        if key.takes == "key" and key.origin in _SAYS and where not in seen and not set_aside(key.at.path):
            seen.add(where)
            yield Finding(
                at=key.at,
                says=f"{key.by.rpartition('.')[2]} {_SAYS[key.origin]}",
                help="read the key from the environment or a secret manager, without a default",
                about=f"{key.function} {key.by}",
                severity=Severity.MEDIUM if key.origin == "secret key" else None,
                confidence=Confidence.MEDIUM if key.origin == "default" else None,
            )
