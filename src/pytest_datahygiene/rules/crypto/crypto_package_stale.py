"""Old releases of packages that guard customers' data."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_datahygiene.catalog.packages import lowest_on_purpose, packages, runs_today
from pytest_datahygiene.catalog.releases import Behind, behind, given_up
from pytest_datahygiene.facts import FactBase, PackageRequired, RunDay
from pytest_datahygiene.rules.api import Finding, Severity, rule


@rule(
    severity=Severity.LOW, reads=(PackageRequired,), since="0.1", refs=("cwe:1104", "owasp:A06:2021", "pci-dss:6.3.3")
)
def check(facts: FactBase) -> Iterator[Finding]:
    """A package for encryption or sign-in is held at a release that is more than a year old.

    ## Why it matters
    Encryption that has not been updated within the past year is probably out of date: attacks get better, defaults get
    stronger, and the OpenSSL inside a wheel ages with it. The longer a pin stands, the harder the step away from it.

    ## What to do
    Move the pin, the lock or the upper bound to the newest release, and let a bot or a calendar entry move it from
    then on.

    ## When to silence it
    When a named problem keeps you on the old release: give its issue in the reason, and a day with `until=`.
    """
    today = facts.one(RunDay).day
    for package in facts.of(PackageRequired):
        row = packages().get(package.name)
        if row is None or row.status == "lookalike" or given_up(package.name, today):
            continue
        if lowest_on_purpose(package.at.path, package.group) or not runs_today(package.marker, today):
            continue
        found = behind(package.name, package.version, package.specifier, package.released, today)
        if found:
            yield Finding(
                at=package.at,
                says=_said(package, found),
                help=f"{'update' if package.version else 'lift the upper bound'} to {found.newest} or newer",
                about=package.name,
            )


def _said(package: PackageRequired, found: Behind) -> str:
    age = f"over {found.age} year{'s' if found.age > 1 else ''}"
    newest = f"the newest is {found.newest} of {found.of}"
    if package.version:
        how = "locked at" if package.locked else "pinned to"
        return f"{package.name} is {how} {package.version}, {age} old; {newest}"
    held = f"at {found.version}, {age} old" if found.version else f"{age} back"
    return f"{package.name}{package.specifier} shuts out {found.kept_out} and later, which holds it {held}; {newest}"
