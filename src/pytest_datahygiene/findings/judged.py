"""A finding with all that a report says about it."""

from __future__ import annotations

from typing import NamedTuple

from pytest_datahygiene.findings.finding import Finding


class Judged(NamedTuple):
    """What rule found it, how bad and how sure it is, and its identity.

    ``excerpt`` holds line numbers and source lines, masked, when they were asked for.
    """

    rule: str
    family: str
    severity: str
    confidence: str
    finding: Finding
    fingerprint: str = ""
    excerpt: tuple[tuple[int, str], ...] = ()
