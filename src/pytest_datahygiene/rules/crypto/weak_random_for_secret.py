"""Secrets that can be guessed, since what draws them can be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_datahygiene.catalog.words import words
from pytest_datahygiene.facts import CodeMade, FactBase, SecretDrawn
from pytest_datahygiene.rules.api import Confidence, Finding, Severity, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(
    severity=Severity.HIGH,
    reads=(CodeMade, SecretDrawn),
    since="0.1",
    refs=("cwe:338", "cwe:330", "cwe:340", "asvs:11.5.1", "gdpr:art.32"),
)
def check(facts: FactBase) -> Iterator[Finding]:
    """A password, a token, a key or a salt is drawn by a generator that can be predicted.

    ## Why it matters
    `random` was made for games and statistics: who sees a few of its numbers knows all that follow. `uuid1` is made of
    the time and the address of the machine, and of time and process number there are few. Tokens that are made so are
    made again by others. Of one-time codes speaks `one-time-code-weak`.

    ## What to do
    Use `secrets`: `secrets.token_urlsafe(32)` for a token, `secrets.choice(alphabet)` for each sign of a password,
    `secrets.token_bytes(16)` for a salt.

    ## When to silence it
    When what is drawn guards nothing, whatever it is called.
    """
    codes = {(code.at.path, code.at.line) for code in facts.of(CodeMade)}
    for drawn in facts.of(SecretDrawn):
        if (drawn.at.path, drawn.at.line) not in codes:
            called = " ".join(words(drawn.secret.rpartition(".")[2]))
            yield Finding(
                at=drawn.at,
                says=f"{drawn.function + '()' if drawn.function else 'the module'} makes a secret ({called}) with"
                f" {drawn.maker}, which can be guessed",
                help="use the module secrets, such as secrets.token_urlsafe(32)",
                about=".".join(filter(None, (drawn.owner, drawn.function, drawn.secret))),
                confidence=None if drawn.sure else Confidence.MEDIUM,
            )
