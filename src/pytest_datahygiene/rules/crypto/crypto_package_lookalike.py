"""Packages whose names are mistaken for those of others."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_datahygiene.catalog.lookalikes import likeness
from pytest_datahygiene.facts import FactBase, PackageRequired
from pytest_datahygiene.rules.api import Confidence, Finding, Severity, rule


@rule(
    severity=Severity.MEDIUM,
    reads=(PackageRequired,),
    since="0.1",
    confidence=Confidence.MEDIUM,
    refs=("cwe:1357", "owasp:A06:2021", "pci-dss:6.3.2"),
)
def check(facts: FactBase) -> Iterator[Finding]:
    """A package is asked for under a name that people take for another one.

    ## Why it matters
    `jwt` is not PyJWT, `crypto` is not pycryptodome, and a name with a slip of the keyboard in it may belong to
    somebody who waits for it. What is installed runs with all that your program may do.

    ## What to do
    Ask for the package that you mean, by the name on its own page of the index, and look at what was installed.

    ## When to silence it
    When you do mean the package with that name.
    """
    for package in facts.of(PackageRequired):
        found = likeness(package.name)
        # What another package pulls in was somebody else's choice.
        if found is None or package.through or package.locked:
            continue
        meant = " or ".join(found.meant)
        yield Finding(
            at=package.at,
            says=f"{package.name} is easily taken for {meant or 'another package'}"
            + (f": {found.note.rstrip('.')}" if found.note else ""),
            help=f"if {meant} is meant, ask for {'it' if len(found.meant) == 1 else 'one of them'}"
            if meant
            else "leave it out",
            about=package.name,
        )
