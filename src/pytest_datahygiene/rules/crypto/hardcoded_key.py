"""Keys and secrets that stand in the code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_datahygiene.catalog.calls import rehearses
from pytest_datahygiene.catalog.password_words import is_rehearsal
from pytest_datahygiene.catalog.seeds import set_aside
from pytest_datahygiene.facts import FactBase, KeyUsed
from pytest_datahygiene.rules.api import Confidence, Finding, Severity, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

_SAYS = {"literal": "stands in the code", "default": "stands in the code for where the environment has none"}
# Shorter secrets of tokens are found by trying, wherever they stand: bytes.
_SHORT = 32


@rule(
    severity=Severity.HIGH,
    reads=(KeyUsed,),
    since="0.1",
    refs=("cwe:321", "cwe:798", "asvs:13.3.1", "pci-dss:3.6.1", "pci-dss:8.6.2", "gdpr:art.32"),
)
def check(facts: FactBase) -> Iterator[Finding]:
    """A key that signs, a secret of tokens or of a service, or a private key stands in the code.

    ## Why it matters
    Whoever sees the code signs sessions, tokens and messages as you do, or signs in as your program: every developer
    who ever had a copy, and whoever finds a backup of it. A default for where the environment has none is used on the
    day on which the environment has none. Of keys that encrypt data `encryption-key-in-source` speaks.

    ## What to do
    Read it from the environment or a secret manager, without a default, and change it: the one in the history of the
    code is known.

    ## When to silence it
    When it guards nothing, such as the key of a demonstration: say so.
    """
    seen = set()
    for key in facts.of(KeyUsed):
        if key.takes not in ("secret", "jwt") or key.origin not in _SAYS:
            continue
        if set_aside(key.at.path) or is_rehearsal(key.at.path) or rehearses(key.at.path, key.function):
            continue
        where = key.at.path, key.at.line
        # Of a short one at a call that makes tokens, jwt-weak says more.
        if where in seen or (key.takes == "jwt" and not key.kept and key.size < _SHORT):
            continue
        seen.add(where)
        yield Finding(
            at=key.at,
            says=f"{_named(key)} {_SAYS[key.origin]}",
            help="read it from the environment or a secret manager, without a default, and change it",
            about=f"{key.function} {key.by}",
            confidence=Confidence.MEDIUM if key.origin == "default" else None,
        )


def _named(key: KeyUsed) -> str:
    return f"the secret of {key.by}" if "." in key.by else f"the secret {key.by}"
