"""Where data is encrypted so that it only looks encrypted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_datahygiene.catalog.labels import kind
from pytest_datahygiene.catalog.taxonomy import counts
from pytest_datahygiene.facts import DigestWeak, FactBase, FieldFilled, FieldKept, LevelChosen
from pytest_datahygiene.rules.api import Finding, Severity, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(
    severity=Severity.MEDIUM,
    reads=(DigestWeak, FieldFilled, FieldKept, LevelChosen),
    since="0.1",
    refs=("cwe:311", "asvs:11.3.4", "gdpr:art.32"),
)
def check(facts: FactBase) -> Iterator[Finding]:
    """Data is kept encoded, signed or hidden in print, which protects nothing.

    ## Why it matters
    Base64 and a signature hide nothing: whoever has the text reads it. `SecretStr` hides a value in logs, and the
    database stores it as it is. A number that was hashed without a key is found by trying all numbers. Of vectors that
    never change speaks `static-iv`, of ECB `weak-mode`, of other hashes `weak-hash`.

    ## What to do
    Use an encrypted field type, or `Fernet`, with the key outside the database. To find equal numbers again, keep an
    HMAC with a secret key.

    ## When to silence it
    When another layer encrypts what is kept: say which one.
    """
    level = facts.one(LevelChosen).level
    told = {(digest.at.path, digest.at.line) for digest in facts.of(DigestWeak)}
    filled = set()
    for fill in facts.of(FieldFilled):
        if fill.looks and _counts(fill.label, level):
            filled.add((fill.field, fill.name))
            if (fill.at.path, fill.at.line) not in told:
                yield _finding(fill, fill.looks)
    for field in facts.of(FieldKept):
        if field.looks and (field.at, field.name) not in filled and _counts(field.label, level):
            yield _finding(field, field.looks)


def _counts(label: str, level: str) -> bool:
    return counts(label, level) and kind(label).family != "card"


def _finding(field: FieldFilled | FieldKept, looks: str) -> Finding:
    return Finding(
        at=field.at,
        says=f"{field.owner}.{field.name} keeps personal data {looks}: {kind(field.label).title.lower()}",
        help="use an encrypted field type, or Fernet with the key outside the database",
        about=f"{field.owner}.{field.name}",
        label=field.label,
    )
