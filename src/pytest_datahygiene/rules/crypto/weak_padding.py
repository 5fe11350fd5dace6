"""RSA with a padding that gives the text away."""

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
    refs=("cwe:780", "cwe:327", "asvs:11.3.1", "gdpr:art.32"),
)
def check(facts: FactBase) -> Iterator[Finding]:
    """Something is encrypted with RSA and the padding of PKCS#1 v1.5, or with none.

    ## Why it matters
    Whoever may ask often enough whether a made-up text is padded rightly reads the secret, without the key: the
    attack of Bleichenbacher is of 1998 and comes back every few years. RSA without padding hides nothing that can be
    guessed. Signatures with PKCS#1 v1.5 are another thing and no finding.

    ## What to do
    Encrypt with OAEP, or better with a scheme made for the purpose, such as `nacl.public.SealedBox` or HPKE.

    ## When to silence it
    When the other side dictates it and never tells whether the padding was right.
    """
    yield from misused(facts, "weak-padding")
