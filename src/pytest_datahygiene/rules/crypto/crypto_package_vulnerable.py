"""Releases with published flaws."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_datahygiene.catalog.packages import Advisory, advisories_against, lowest_on_purpose, mended, packages
from pytest_datahygiene.catalog.taxonomy import taxonomy
from pytest_datahygiene.catalog.words import words
from pytest_datahygiene.facts import FactBase, PackageRequired
from pytest_datahygiene.rules.api import Confidence, Finding, Severity, rule


@rule(
    severity=Severity.HIGH, reads=(PackageRequired,), since="0.1", refs=("cwe:1395", "owasp:A06:2021", "pci-dss:6.3.3")
)
def check(facts: FactBase) -> Iterator[Finding]:
    """A package for encryption or sign-in has a published flaw in the release that is asked for.

    ## Why it matters
    The flaw is public, and so is the way to use it: whoever looks for your data begins with the known doors.

    ## What to do
    Update to the release that the finding names or to a newer one. Where no fix is planned, replace the package.

    ## When to silence it
    When the flaw is in a part that you do not use: say which part, so that a reader can check it.
    """
    for package in facts.of(PackageRequired):
        found = advisories_against(package.name, package.version, package.specifier)
        if found and not lowest_on_purpose(package.at.path, package.group):
            yield Finding(
                at=package.at,
                says=_said(package, found),
                help=_help(package, found),
                about=package.name,
                # What only builds the documentation or runs the tests serves no customer.
                severity=None if taxonomy().context.lowers_paths.isdisjoint(words(package.at.path)) else Severity.LOW,
                confidence=Confidence.MEDIUM if all(advisory.unsure for advisory in found) else None,
            )


def _said(package: PackageRequired, found: list[Advisory]) -> str:
    ranged = f"every release that {package.name}{package.specifier} allows"
    which = f"{package.name} {package.version}" if package.version else ranged
    others = f" and {len(found) - 1} more published flaw{'s' if found[2:] else ''}" if found[1:] else ""
    kind = "" if found[0].kind == "other" else found[0].kind.replace("-", " ") + ", "
    return f"{which} has {found[0].name} ({kind}{found[0].published}){others}"


def _help(package: PackageRequired, found: list[Advisory]) -> str:
    fixed = mended(package.name, package.version or package.specifier, found)
    if fixed:
        return f"update to {fixed} or newer"
    replacement = " or ".join(packages()[package.name].replacement)
    no_fix = "no fix is planned" if any(advisory.no_fix_planned for advisory in found) else "no fixed release is known"
    return f"{no_fix}: replace it" + (f" with {replacement}" if replacement else "")
