"""Where personal data, or a password, stands in an address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_datahygiene.catalog.labels import kind, label_of, may_be_row
from pytest_datahygiene.catalog.taxonomy import counts
from pytest_datahygiene.facts import FactBase, LevelChosen, UrlHolds
from pytest_datahygiene.rules.api import Finding, Severity, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

_SAYS = {
    "path": "stands in the path of an address",
    "query": "is read from the query of an address",
    "link": "is put into an address",
}

_TELLS = frozenset({"contact", "financial", "government-id", "identity"})


@rule(
    severity=Severity.MEDIUM,
    reads=(LevelChosen, UrlHolds),
    since="0.1",
    refs=("gdpr:art.32", "cwe:598", "asvs:14.2.1"),
)
def check(facts: FactBase) -> Iterator[Finding]:
    """Personal data or a password stands in a URL.

    ## Why it matters
    Addresses are written down everywhere: in the logs of each server and proxy on the way, in the history of the
    browser, in what the next site is told as the referrer, in bookmarks and in messages. Encryption on the way does not
    change that.

    ## What to do
    Send it in the body of a POST request, or in a header, and name people in addresses by a number that was drawn for
    it.

    ## When to silence it
    When the value is not a person's, such as the telephone number of a shop.
    """
    level, seen = facts.one(LevelChosen).level, set()
    for holds in facts.of(UrlHolds):
        label = label_of(holds.name)
        key = (holds.at.path, holds.function, holds.name, holds.how)
        if label and key not in seen and _counts(holds.name, label, level):
            seen.add(key)
            yield Finding(
                at=holds.at,
                says=f"{holds.name} ({kind(label).title.lower()}) {_SAYS[holds.how]}",
                help="send it in the body of a POST request, or name people by a number that was drawn for it",
                about=f"{holds.function} {holds.name} {holds.how}",
                label=label,
            )


def _counts(name: str, label: str, level: str) -> bool:
    """Tell whether data says of whom it is, or opens something: what many people share is but a filter."""
    row = kind(label)
    tells = row.category in _TELLS or label == "medical_record_number"
    told = label == "password" or row.family == "card" or (tells and counts(label, level))
    return told and not may_be_row(name, label)
