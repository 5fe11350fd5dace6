"""Packages that nobody looks after any more."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_datahygiene.catalog.packages import Package, packages
from pytest_datahygiene.catalog.releases import given_up, history
from pytest_datahygiene.facts import FactBase, PackageRequired, RunDay
from pytest_datahygiene.rules.api import Finding, Severity, rule

_SAYS = {
    "abandoned": "is abandoned",
    "deprecated": "is given up by its own authors",
    "superseded": "has been superseded",
}


@rule(
    severity=Severity.MEDIUM,
    reads=(PackageRequired,),
    since="0.1",
    refs=("cwe:1104", "owasp:A06:2021", "pci-dss:6.3.2"),
)
def check(facts: FactBase) -> Iterator[Finding]:
    """A package for encryption or sign-in is no longer maintained.

    ## Why it matters
    The next flaw in it will not be mended, and nobody will tell you that there is one.

    ## What to do
    Move to the replacement that the finding names. For a package that a lock file only lists because another one needs
    it, update or replace that other package.

    ## When to silence it
    While the move is under way, with a day in `until=`; or when it only reads old data that no longer leaves the house.
    """
    declared = {package.name for package in facts.of(PackageRequired) if not package.locked}
    for package in facts.of(PackageRequired):
        row = packages().get(package.name)
        if row is None or not given_up(package.name, facts.one(RunDay).day):
            continue
        known = history(package.name)
        last = "its last release, {}, is of {}".format(*known.newest) if known and known.newest else ""
        pulled_in = bool(package.through) or (bool(declared) and package.name not in declared)
        by = f", pulled in by {' → '.join(package.through)}," if package.through else ""
        yield Finding(
            at=package.at,
            says=f"{package.name}{by} {_SAYS[row.status]}{': ' if last else ''}{last}",
            help=_help(row, pulled_in=pulled_in),
            about=package.name,
            severity=Severity.LOW if row.status == "superseded" else None,
        )


def _help(row: Package, *, pulled_in: bool) -> str:
    """Say what to do; ``pulled_in`` when the project itself does not ask for the package."""
    if pulled_in:
        return "another package pulls it in: update or replace that one"
    if row.replacement:
        return f"use {' or '.join(row.replacement)} instead"
    return f"do without it: {row.note}" if row.note else "do without it, or take over its maintenance"
