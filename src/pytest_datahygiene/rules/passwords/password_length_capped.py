"""Where long passwords are refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_datahygiene.facts import FactBase, PasswordGuarded
from pytest_datahygiene.rules.api import Finding, Severity, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

# NIST SP 800-63B-4, 3.1.1.2: verifiers SHOULD permit 64 characters or more.
_LONG_ENOUGH = 64
_SHORT = 20


@rule(
    severity=Severity.LOW,
    reads=(PasswordGuarded,),
    since="0.1",
    refs=("nist:800-63b-4:3.1.1.2", "asvs:6.2.9", "cwe:521"),
)
def check(facts: FactBase) -> Iterator[Finding]:
    """A new password may not be longer than so many characters, fewer than 64.

    ## Why it matters
    A password manager makes passwords of any length, and whoever types one does best with a sentence. A limit of
    twenty forbids both, and tells customers that their password may be kept as it is.

    ## What to do
    Let passwords of 64 characters and more in; a hash is of one length whatever goes in. Keep a limit of some hundred
    characters against those who send megabytes. bcrypt looks at 72 bytes: hash with argon2 or scrypt, or refuse more
    than 72 bytes openly instead of cutting them off.

    ## When to silence it
    When the other side, an old directory or a device, takes no more.
    """
    for guard in facts.of(PasswordGuarded):
        if guard.most is not None and guard.most < _LONG_ENOUGH:
            yield Finding(
                at=guard.at,
                says=f"{guard.subject} refuses passwords of more than {guard.most} characters",
                help=f"let {_LONG_ENOUGH} characters or more in",
                about=guard.subject,
                severity=Severity.MEDIUM if guard.most <= _SHORT else None,
            )
