"""Where data is encrypted so that it only looks encrypted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_datahygiene.catalog.algorithms import only_reads
from pytest_datahygiene.catalog.seeds import set_aside
from pytest_datahygiene.facts import FactBase, KeyUsed
from pytest_datahygiene.rules.api import Finding, Severity, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(
    severity=Severity.MEDIUM, reads=(KeyUsed,), since="0.1", refs=("cwe:329", "cwe:1204", "asvs:11.3.4", "gdpr:art.32")
)
def check(facts: FactBase) -> Iterator[Finding]:
    """A cipher gets the same initialisation vector every time.

    ## Why it matters
    Equal data gives equal ciphertext, so that whoever sees the table sees who has the same number. In GCM and CTR two
    texts under one vector give both away. Of ECB speaks `weak-cipher`.

    ## What to do
    Draw a fresh one for each text with `os.urandom` and keep it beside the ciphertext, or use `Fernet`, which does.

    ## When to silence it
    When equal data must give equal ciphertext; use a cipher made for it, such as AES-SIV.
    """
    for key in facts.of(KeyUsed):
        if key.takes == "iv" and not (set_aside(key.at.path) or only_reads(key.function)):
            yield Finding(
                at=key.at,
                says=f"{key.by.rpartition('.')[2]} gets the same initialisation vector for every text",
                help="draw a fresh one for each text and keep it beside the ciphertext, or use Fernet",
                about=f"{key.function} {key.by}",
            )
