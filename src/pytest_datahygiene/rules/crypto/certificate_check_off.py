"""Where whoever answers is believed to be the right one."""

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
    refs=("cwe:295", "cwe:297", "cwe:322", "asvs:12.3.2", "pci-dss:4.2.1", "gdpr:art.32"),
)
def check(facts: FactBase) -> Iterator[Finding]:
    """A connection does not check whom it talks to.

    ## Why it matters
    TLS without the check of the certificate, and SSH without that of the host key, encrypt for whoever sits in
    between: on the way through a café's network, a rented server, a mistyped name. What is sent is read there, and
    what comes back can be made up.

    ## What to do
    Leave the check on. For a certificate of your own give the path of its authority (`verify="/etc/shop/ca.pem"`,
    `ssl.create_default_context(cafile=...)`); for SSH load the known hosts and leave `RejectPolicy`.

    ## When to silence it
    When the connection never leaves the machine, or the other side is told by its fingerprint: say which.
    """
    yield from misused(facts, "certificate-check-off")
