"""Releases with published flaws."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_datahygiene.catalog.packages import serves_nobody
from pytest_datahygiene.facts import FactBase, PackageFlawed
from pytest_datahygiene.rules.api import Confidence, Finding, Severity, rule


@rule(severity=Severity.HIGH, reads=(PackageFlawed,), since="0.1", refs=("cwe:1395", "owasp:A06:2021", "pci-dss:6.3.3"))
def check(facts: FactBase) -> Iterator[Finding]:
    """A package for encryption or sign-in has a published flaw in the release that is asked for.

    ## Why it matters
    The flaw is public, and so is the way to use it: whoever looks for your data begins with the known doors.

    ## What to do
    Update to the release that the finding names or to a newer one. Where no fix is planned, replace the package. More
    advisories than we ship are read with `--advisories`: a folder of OSV files, or what `pip-audit -f json` wrote.

    ## When to silence it
    When the flaw is in a part that you do not use: say which part, so that a reader can check it, in the comment or in
    a VEX statement with a justification (`--vex`: OpenVEX or CycloneDX).
    """
    for flawed in facts.of(PackageFlawed):
        yield Finding(
            at=flawed.at,
            says=_said(flawed),
            help=_help(flawed),
            about=flawed.name,
            # What only builds the documentation or runs the tests serves no customer.
            severity=Severity.LOW if serves_nobody(flawed.at.path) else None,
            confidence=Confidence.MEDIUM if flawed.unsure else None,
        )


def _said(flawed: PackageFlawed) -> str:
    which = f"{flawed.name} {flawed.version}" if flawed.version else f"every release that {flawed.required} allows"
    pulled = f", pulled in by {' → '.join(flawed.through)}," if flawed.through else ""
    more = len(flawed.flaws) - 1
    others = f" and {more} more published flaw{'s' if more > 1 else ''}" if more else ""
    kind = "" if flawed.kind == "other" else flawed.kind.replace("-", " ")
    told = ", ".join(filter(None, (kind, flawed.published)))
    return f"{which}{pulled} has {flawed.flaws[0]}{f' ({told})' if told else ''}{others}"


def _help(flawed: PackageFlawed) -> str:
    if flawed.fixed:
        return f"update to {flawed.fixed} or newer"
    no_fix = "no fix is planned" if flawed.no_fix else "no fixed release is known"
    replacement = " or ".join(flawed.replacement)
    return f"{no_fix}: replace it" + (f" with {replacement}" if replacement else "")
