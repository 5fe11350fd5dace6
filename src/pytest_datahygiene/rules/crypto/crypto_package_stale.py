"""Old releases of packages that guard customers' data."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_datahygiene.facts import FactBase, PackageHeld
from pytest_datahygiene.rules.api import Finding, Severity, rule


@rule(severity=Severity.LOW, reads=(PackageHeld,), since="0.1", refs=("cwe:1104", "owasp:A06:2021", "pci-dss:6.3.3"))
def check(facts: FactBase) -> Iterator[Finding]:
    """A package for encryption or sign-in is held at a release that is more than a year old.

    ## Why it matters
    Encryption that has not been updated within the past year is probably out of date: attacks get better, defaults get
    stronger, and the OpenSSL inside a wheel ages with it. The longer a pin stands, the harder the step away from it.

    ## What to do
    Move the pin, the lock or the upper bound to the newest release, and let a bot or a calendar entry move it from
    then on. The days are those of a snapshot, which the finding names; `--online` asks your index instead, and
    `datahygiene data update` fetches a new snapshot.

    ## When to silence it
    When a named problem keeps you on the old release: give its issue in the reason, and a day with `until=`.
    """
    for held in facts.of(PackageHeld):
        if held.by == "age":
            yield Finding(
                at=held.at,
                says=_said(held),
                help=f"{'update' if held.pinned else 'lift the upper bound'} to {held.newest} or newer",
                about=held.name,
            )


def _said(held: PackageHeld) -> str:
    age = f"over {held.years} year{'s' if held.years > 1 else ''}"
    later = f"{held.between} release{'s' if held.between > 1 else ''} later"
    newest = f"the newest, {later}, is {held.newest} of {held.of} (known on {held.known})"
    pulled = f", pulled in by {' → '.join(held.through)}," if held.through else ""
    if held.pinned:
        how = "locked at" if held.locked else "pinned to"
        return f"{held.name}{pulled} is {how} {held.version}, {age} old; {newest}"
    return f"{held.required} shuts out {held.kept_out} and later, which holds it at {held.version}, {age} old; {newest}"
