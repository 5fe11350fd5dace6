"""Ciphers that get the same initialisation vector every time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_datahygiene.catalog.algorithms import only_reads
from pytest_datahygiene.catalog.seeds import set_aside
from pytest_datahygiene.facts import FactBase, KeyUsed
from pytest_datahygiene.rules.api import Finding, Severity, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(
    severity=Severity.HIGH,
    reads=(KeyUsed,),
    since="0.1",
    refs=("cwe:329", "cwe:1204", "cwe:323", "asvs:11.3.4", "pci-dss:3.5.1", "gdpr:art.32"),
)
def check(facts: FactBase) -> Iterator[Finding]:
    """A cipher gets the same initialisation vector, or nonce, for every text.

    ## Why it matters
    Under one vector equal data gives equal ciphertext, so that whoever sees the table sees who has the same number. In
    GCM, CTR and the ciphers of the ChaCha family two texts under one nonce give both away, and in GCM the key that
    tells of changes too.

    ## What to do
    Draw a fresh one for each text with `os.urandom` and keep it beside the ciphertext; it is no secret. `Fernet`,
    `SecretBox.encrypt(text)` and `AES.new(key, AES.MODE_GCM)` of pycryptodome do so by themselves.

    ## When to silence it
    When equal data must give equal ciphertext; use a cipher made for it, such as AES-SIV. When a protocol that you
    cannot change dictates the vector.
    """
    seen = set()
    for key in facts.of(KeyUsed):
        where = key.at.path, key.at.line
        if key.takes == "iv" and where not in seen and not (set_aside(key.at.path) or only_reads(key.function)):
            seen.add(where)
            yield Finding(
                at=key.at,
                says=f"{_named(key.by)} gets the same initialisation vector for every text",
                help="draw a fresh one for each text and keep it beside the ciphertext, or use Fernet",
                about=f"{key.function} {key.by}",
            )


def _named(by: str) -> str:
    """Return a cipher's name as people say it: AES for ``Crypto.Cipher.AES.new``."""
    parts = by.removesuffix(".new").removesuffix(".encrypt").split(".")
    return parts[-1]
