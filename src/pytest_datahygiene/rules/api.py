"""What a rule is made of. A rule module holds one function ``check`` under the decorator ``rule``."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from pytest_datahygiene.facts import Fact, FactBase, Misused
from pytest_datahygiene.findings.finding import Confidence, Finding, Severity

__all__ = ["Confidence", "Finding", "Rule", "Severity", "misused", "rule"]

Check = Callable[[FactBase], Iterator[Finding]]


class Rule(msgspec.Struct, frozen=True):
    """A check, with all that a report says about it."""

    check: Check
    severity: Severity
    confidence: Confidence
    reads: tuple[type[Fact], ...]
    since: str
    refs: tuple[str, ...]
    off: bool = False

    @property
    def docs(self) -> str:
        """The docstring of the check: the rule's page."""
        return self.check.__doc__ or ""


def rule(
    *,
    severity: Severity,
    reads: tuple[type[Fact], ...],
    since: str,
    refs: tuple[str, ...] = (),
    confidence: Confidence = Confidence.HIGH,
    off: bool = False,
) -> Callable[[Check], Rule]:
    """Make a rule of a function from facts to findings.

    ``reads`` is a contract: the engine runs only the extractors and flow passes that provide these kinds. ``refs`` are
    references such as ``pci-dss:3.3.1`` or ``cwe:312``. A rule that is ``off`` runs only when named.
    """

    def make(check: Check) -> Rule:
        return Rule(check=check, severity=severity, confidence=confidence, reads=reads, since=since, refs=refs, off=off)

    return make


def misused(facts: FactBase, name: str) -> Iterator[Finding]:
    """Yield what the catalog says of calls and settings in the name of a rule."""
    for one in facts.of(Misused):
        if one.rule == name:
            yield Finding(
                at=one.at,
                says=f"{one.where} {one.says}",
                help=one.help,
                about=one.about,
                severity=Severity(one.severity) if one.severity else None,
                confidence=Confidence(one.confidence) if one.confidence else None,
            )
