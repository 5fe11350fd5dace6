"""Where one-time codes can be guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_datahygiene.facts import CodeLasting, CodeMade, FactBase
from pytest_datahygiene.rules.api import Confidence, Finding, Severity, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

# ASVS 6.5.4 asks for 20 bits at the least, six digits.
_LEAST = 6


@rule(
    severity=Severity.MEDIUM,
    reads=(CodeLasting, CodeMade),
    since="0.1",
    refs=("cwe:338", "cwe:330", "asvs:6.5.3", "asvs:6.5.4", "nist:800-63b-4:3.1.3.2"),
)
def check(facts: FactBase) -> Iterator[Finding]:
    """A one-time code is drawn from predictable numbers, is too short, never ends, or is handed to whoever asks for it.

    ## Why it matters
    `random` is made for games: whoever sees some of its numbers knows the next ones. A code of four digits is found in
    minutes. A code that the answer to the request holds proves nothing at all.

    ## What to do
    Draw codes with `secrets`: `f"{secrets.randbelow(10**6):06}"`, send them by another way than the one they are asked
    for, keep their hash, let them end after ten minutes and after a few wrong tries.

    ## When to silence it
    When the code opens nothing.
    """
    for code in facts.of(CodeMade):
        faults = list(_faults(code))
        if faults:
            yield Finding(
                at=code.at,
                says=f"{code.name} {' and '.join(faults)}",
                help='draw it with secrets: f"{secrets.randbelow(10**6):06}", and send it by another way',
                about=f"{code.function} {code.name}",
                severity=Severity.HIGH if code.shown else None,
            )
    for kept in facts.of(CodeLasting):
        yield Finding(
            at=kept.at,
            says=f"{kept.name} keeps a code, and nothing beside it says when it ends",
            help="keep when it was made beside it, and take it for ten minutes only",
            about=kept.name,
            confidence=Confidence.MEDIUM,
        )


def _faults(code: CodeMade) -> Iterator[str]:
    if code.maker.startswith("random."):
        yield f"is drawn with {code.maker}, which can be predicted"
    if code.digits is not None and code.digits < _LEAST:
        yield f"has only {code.digits} characters"
    if code.shown:
        yield "is handed to whoever asks for it"
