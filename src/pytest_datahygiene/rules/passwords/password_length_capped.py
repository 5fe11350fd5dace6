"""Where long passwords are refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_datahygiene.catalog.password_words import is_about
from pytest_datahygiene.facts import CallMade, FactBase, PasswordCut, PasswordGuarded
from pytest_datahygiene.rules.api import Finding, Severity, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

# NIST SP 800-63B-4, 3.1.1.2: verifiers SHOULD permit 64 characters or more.
_LONG_ENOUGH = 64
_SHORT = 20
# What bcrypt looks at, in bytes: older releases of the library cut the rest off, newer ones raise.
_BCRYPT = 72


@rule(
    severity=Severity.LOW,
    reads=(CallMade, PasswordCut, PasswordGuarded),
    since="0.1",
    refs=("nist:800-63b-4:3.1.1.2", "asvs:6.2.9", "cwe:521"),
)
def check(facts: FactBase) -> Iterator[Finding]:
    """A new password may not be longer than so many characters, or what is longer is cut off.

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
    reads_72 = any(_reads_72(call) for call in facts.of(CallMade))
    for guard in facts.of(PasswordGuarded):
        if guard.most is not None and guard.most < _LONG_ENOUGH:
            yield Finding(
                at=guard.at,
                says=f"{guard.subject} refuses passwords of more than {guard.most} characters",
                help=f"let {_LONG_ENOUGH} characters or more in",
                about=guard.subject,
                severity=Severity.MEDIUM if guard.most <= _SHORT else None,
            )
        elif guard.most is not None and guard.most > _BCRYPT and reads_72:
            yield Finding(
                at=guard.at,
                says=f"{guard.subject} lets {guard.most} characters in, of which bcrypt takes {_BCRYPT} bytes",
                help=f"refuse more than {_BCRYPT} bytes, or hash with argon2id or scrypt, which take them all",
                about=guard.subject,
            )
    for cut in facts.of(PasswordCut):
        yield Finding(
            at=cut.at,
            says=f"{cut.function or 'the module'}() looks at the first {cut.kept} characters of {cut.name} and no more",
            help="hash all of it: argon2id and scrypt take any length; refuse openly what is too long for bcrypt",
            about=f"{cut.function} {cut.name}",
            severity=Severity.MEDIUM if cut.kept <= _SHORT else None,
        )


def _reads_72(call: CallMade) -> bool:
    """Tell whether bcrypt is handed a password as it is, and not its hash."""
    return call.name in ("bcrypt.hashpw", "passlib.hash.bcrypt.hash") and any(map(is_about, call.arguments[:1]))
