"""Connections in versions and ciphers of TLS that do not hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_datahygiene.facts import FactBase, Misused
from pytest_datahygiene.rules.api import Finding, Severity, misused, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(
    severity=Severity.HIGH,
    reads=(Misused,),
    since="0.1",
    refs=("cwe:326", "cwe:327", "cwe:757", "asvs:12.1.1", "asvs:12.1.2", "pci-dss:4.2.1", "gdpr:art.32"),
)
def check(facts: FactBase) -> Iterator[Finding]:
    """A connection may be made in a version of TLS, or with a cipher, that is broken or given up.

    ## Why it matters
    SSL 3 and TLS 1.0 and 1.1 were withdrawn since what is sent can be read or changed; a list that lets `aNULL`,
    `RC4` or `EXPORT` in lets whoever sits in between choose them. The payment card industry forbids them.

    ## What to do
    Use `ssl.create_default_context()` as it is: it asks for TLS 1.2 at the least and for good ciphers. That
    certificates are checked is another matter: `certificate-check-off` speaks of it.

    ## When to silence it
    When a device that you cannot replace speaks nothing else: say which one, and until when with `until=`.
    """
    yield from misused(facts, "weak-tls")
