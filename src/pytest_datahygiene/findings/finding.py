"""A finding: what a rule says about a place."""

from __future__ import annotations

import enum
from typing import NamedTuple

from pytest_datahygiene.place import Place


class Severity(str, enum.Enum):
    """How bad it is when the finding is true."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Confidence(str, enum.Enum):
    """How sure the rule is that the finding is true."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Step(NamedTuple):
    """One station of the way that data took; ``role`` is ``source``, ``step`` or ``sink``."""

    at: Place
    role: str
    says: str


class Finding(NamedTuple):
    """A fault at a place.

    ``says`` states the fault and ``help`` the next step, each in one line. ``about`` names what is at fault
    (``Order.cvv``): it gives the finding its identity when lines move, so it never holds a literal.
    ``severity`` and ``confidence`` are the rule's own unless a finding knows better.
    """

    at: Place
    says: str
    help: str
    about: str
    label: str = ""
    flow: tuple[Step, ...] = ()
    severity: Severity | None = None
    confidence: Confidence | None = None
