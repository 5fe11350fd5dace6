"""Where passwords, tokens and keys go into a log or to another company."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_datahygiene.catalog.leaving import TOLD
from pytest_datahygiene.catalog.taxonomy import taxonomy
from pytest_datahygiene.facts import DataReached, FactBase
from pytest_datahygiene.findings.flow import arrived
from pytest_datahygiene.rules.api import Finding, Severity, rule


@rule(severity=Severity.HIGH, reads=(DataReached,), since="0.1", refs=("asvs:16.2.5", "gdpr:art.32", "cwe:532"))
def check(facts: FactBase) -> Iterator[Finding]:
    """A password, a token or a key goes into a log, to the terminal or to a service that has no business with it.

    ## Why it matters
    Logs are copied, searched and kept by people who must not be able to sign in as somebody else. A password in one of
    them opens the account, and often the same person's others; a token opens it without any password.

    ## What to do
    Log who did what and whether it worked. Of a request or a form log the names of its fields, not the whole.

    ## When to silence it
    Where a command prints a secret once to whoever just made it.
    """
    for reached in facts.of(DataReached):
        if reached.is_clear("secret", *TOLD) and not _is_shown(reached):
            place = "the log" if reached.kind == "log" else "somebody's service"
            yield arrived(
                reached,
                f"goes into {place}{' as part of the whole' if reached.within else ''}: {reached.sink}",
                help="log who did what, not the secret",
            )


def _is_shown(reached: DataReached) -> bool:
    """Tell whether a command shows a secret to whoever runs it, which is what it was made for."""
    folders = reached.at.path.split("/")[:-1]
    in_command = not taxonomy().context.commands.isdisjoint(folders)
    return reached.sink.endswith("echo") or (in_command and reached.sink in ("print", "sys.stdout.write"))
