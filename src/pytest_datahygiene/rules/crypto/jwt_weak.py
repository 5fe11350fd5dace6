"""Tokens that anybody can make."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_datahygiene.catalog.seeds import set_aside
from pytest_datahygiene.facts import FactBase, KeyUsed, Misused
from pytest_datahygiene.rules.api import Finding, Severity, misused, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

# The least of HS256, RFC 7518 3.2: bytes.
_SHORT = 32


@rule(
    severity=Severity.HIGH,
    reads=(KeyUsed, Misused),
    since="0.1",
    refs=("cwe:347", "cwe:345", "cwe:327", "asvs:9.1.1", "asvs:9.1.2", "gdpr:art.32"),
)
def check(facts: FactBase) -> Iterator[Finding]:
    """A JSON Web Token is made or believed without a signature that holds.

    ## Why it matters
    Who may see what is written in the token. With the algorithm `none`, with the check switched off, or with a secret
    that is guessed, everybody writes his own; where secrets and public keys are both taken, the public key signs.

    ## What to do
    Name the one algorithm that you use (`algorithms=["EdDSA"]` or `["HS256"]`), with a secret of 32 random bytes out
    of the environment. To learn which key a token wants, read its header (`get_unverified_header`), not its claims.

    ## When to silence it
    When something else has checked the signature before, such as a gateway: say which.
    """
    told = set()
    for finding in misused(facts, "jwt-weak"):
        told.add((finding.at.path, finding.at.line))
        yield finding
    for key in facts.of(KeyUsed):
        short = key.takes == "jwt" and key.origin == "literal" and not key.kept and 0 < key.size < _SHORT
        if short and (key.at.path, key.at.line) not in told and not set_aside(key.at.path):
            yield Finding(
                at=key.at,
                says=f"{key.by} is given a secret of {key.size} characters, which stands in the code",
                help="use a secret of 32 random bytes or more, out of the environment",
                about=f"{key.function} {key.by}",
            )
