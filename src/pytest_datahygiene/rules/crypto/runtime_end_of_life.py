"""Runtimes that nobody mends any more."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_datahygiene.catalog.packages import lowest_on_purpose, runs_today, serves_nobody
from pytest_datahygiene.catalog.runtimes import ended, living, mended, title
from pytest_datahygiene.facts import FactBase, PackageRequired, RunDay, RuntimeNamed
from pytest_datahygiene.rules.api import Confidence, Finding, Severity, rule

# A framework that ends as a runtime does, and what conda installs as packages.
_PACKAGES = frozenset({"django", "python", "openssl"})


@rule(
    severity=Severity.MEDIUM,
    reads=(PackageRequired, RuntimeNamed),
    since="0.1",
    refs=("cwe:1104", "owasp:A06:2021", "pci-dss:6.3.3"),
)
def check(facts: FactBase) -> Iterator[Finding]:
    """The project runs on a release of Python, OpenSSL or Django that is not mended any more.

    ## Why it matters
    The next flaw in its TLS, its hashing or its sessions stays open, whatever else you update. Python links OpenSSL: an
    old interpreter is old encryption too.

    ## What to do
    Move to a line of releases that is alive; the finding names the newest. A range that also allows living ones
    is no finding, and neither is a list of versions that a library is tested with. Under pytest the interpreter that
    runs the tests is looked at too, and its OpenSSL, unless the distribution that it comes from still mends it.

    ## When to silence it
    When your distribution or a vendor mends the old line for you: say who, and until when with `until=`.
    """
    today = facts.one(RunDay).day
    for runtime in facts.of(RuntimeNamed):
        if runtime.running or not lowest_on_purpose(runtime.at.path, ""):
            yield from _judged(runtime, today)
    told: set[tuple[str, str]] = set()
    for package in sorted(facts.of(PackageRequired), key=lambda one: one.locked):
        passed_over = lowest_on_purpose(package.at.path, package.group) or not runs_today(package.marker, today)
        where = package.name, package.at.path.rpartition("/")[0]
        # A lock does what is asked for beside it.
        if package.name in _PACKAGES and not passed_over and not (package.locked and where in told):
            asked = RuntimeNamed(package.at, package.name, package.version, package.specifier, "the requirement")
            found = list(_judged(asked, today))
            yield from found
            told |= {where} if found else set()


def _judged(runtime: RuntimeNamed, today: str) -> Iterator[Finding]:
    cycle = ended(runtime.product, runtime.version, runtime.specifier, today)
    if cycle is None or mended(runtime.product, cycle.cycle, *runtime.system, today):
        return
    name, newest = title(runtime.product), living(runtime.product, today)
    if runtime.running:
        how = f"the tests run on {name} {runtime.version}"
    elif runtime.version:
        how = f"{runtime.tells} names {name} {runtime.version}"
    else:
        how = f"{runtime.tells} allows {name} {cycle.cycle} at most ({runtime.specifier})"
    yield Finding(
        at=runtime.at,
        says=f"{how}, and {cycle.cycle} has not been mended since {cycle.eol}",
        help=f"move to {name} {newest.cycle}, mended until {newest.eol}" if newest else "move to a newer one",
        about=runtime.product,
        severity=Severity.LOW if serves_nobody(runtime.at.path) else None,
        # A distribution may mend what it ships for longer.
        confidence=Confidence.MEDIUM if runtime.product == "openssl" or runtime.running else None,
    )
