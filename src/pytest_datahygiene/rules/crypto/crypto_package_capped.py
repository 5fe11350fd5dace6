"""Upper bounds that keep updates of guarding packages out."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_datahygiene.facts import FactBase, PackageHeld
from pytest_datahygiene.rules.api import Finding, Severity, rule


@rule(severity=Severity.LOW, reads=(PackageHeld,), since="0.1", refs=("cwe:1104", "pci-dss:6.3.3"))
def check(facts: FactBase) -> Iterator[Finding]:
    """An upper bound keeps a package for encryption or sign-in from its updates.

    ## Why it matters
    No release comes any more that the bound lets in: the next mended flaw will be on its other side, and on that day
    the step is larger than today. A series that still gets releases of its own, such as a long-term one, is no
    finding, and a bound that was overtaken less than three months ago is none yet. Once the release inside is a year
    old, `crypto-package-stale` speaks instead.

    ## What to do
    Try the newer release, and lift the bound. A lock file keeps builds the same without one.

    ## When to silence it
    When the newer releases break you: give the issue in the reason, and a day with `until=`.
    """
    for held in facts.of(PackageHeld):
        if held.by == "cap":
            yield Finding(
                at=held.at,
                says=f"{held.required} shuts out {held.kept_out} of {held.since} and later; nothing that it lets in"
                f" came after {held.version}, and the newest is {held.newest} of {held.of} (known on {held.known})",
                help=f"try {held.newest}, and lift the upper bound",
                about=held.name,
            )
