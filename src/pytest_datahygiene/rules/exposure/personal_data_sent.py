"""Where personal data goes to monitoring, analytics, language models and chats."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_datahygiene.catalog.leaving import SENT
from pytest_datahygiene.catalog.sinks import switches
from pytest_datahygiene.facts import CallMade, DataReached, FactBase
from pytest_datahygiene.findings.flow import arrived
from pytest_datahygiene.rules.api import Finding, Severity, rule

_HELP = "send an internal id, and only what the service needs"


@rule(
    severity=Severity.MEDIUM,
    reads=(CallMade, DataReached),
    since="0.1",
    refs=("gdpr:art.5(1)(c)", "gdpr:art.28", "gdpr:art.44", "cwe:359"),
)
def check(facts: FactBase) -> Iterator[Finding]:
    """Personal data goes to a service for monitoring, analytics, language models or chat.

    ## Why it matters
    What such a service gets, another company keeps, often in another country. Customers were not told, and nobody can
    take it back for them. Settings that send request bodies, cookies or local variables send whatever is in them.

    ## What to do
    Send an internal id instead of the person. Keep `send_default_pii` off, and remove what is personal before an event
    or a prompt leaves.

    ## When to silence it
    Where a contract with the provider covers exactly this data: name it.
    """
    for reached in facts.of(DataReached):
        if reached.is_clear("personal", *SENT):
            whole = " as part of the whole" if reached.within else ""
            yield arrived(reached, f"is sent to another company{whole}: {reached.sink}", help=_HELP)
    for call in facts.of(CallMade):
        for name, value in call.keywords:
            if switches().get((call.name, name)) == value:
                yield Finding(
                    at=call.at,
                    says=f"{call.name}({name}={value}) sends personal data of every visitor to another company",
                    help=_HELP,
                    about=f"{call.name} {name}",
                )
