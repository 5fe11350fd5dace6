"""The outcome of a run, kept for the next one over the same unchanged files.

JSON and plain tuples: importing what decodes facts would cost a warm run more than all the rest of it.
"""

from __future__ import annotations

import json
from typing import Any

from pytest_datahygiene.findings.finding import Finding, Step
from pytest_datahygiene.findings.judged import Judged
from pytest_datahygiene.findings.report import Incomplete, Report
from pytest_datahygiene.place import Place

# A clean run is the common one: it is told without decoding anything.
CLEAN = b"clean"


def pack(report: Report) -> bytes:
    """Return what a report says, without what it cost and without excerpts."""
    if not (report.findings or report.silenced or report.unreadable or report.notes):
        return CLEAN
    found = [*map(_packed, report.findings)]
    return json.dumps([found, report.silenced, report.unreadable, report.notes]).encode()


def unpack(body: bytes, report: Report) -> bool:
    """Fill a report with what an earlier one said; return false when that cannot be read."""
    try:
        found, silenced, unreadable, notes = _fields(json.loads(body), list, int, list, list)
        findings = [_judged(row) for row in found]
        missed = [Incomplete(*_fields(row, str, str)) for row in unreadable]
    except (ValueError, RecursionError):
        return False
    report.findings[:] = findings
    report.silenced = silenced
    report.unreadable[:] = missed
    report.notes[:] = [note for note in notes if isinstance(note, str)]
    return True


def _packed(judged: Judged) -> list[object]:
    finding = judged.finding
    said = [finding.at, finding.says, finding.help, finding.about, finding.label, finding.flow]
    return [judged.rule, judged.family, judged.severity, judged.confidence, judged.fingerprint, said]


def _judged(row: object) -> Judged:
    rule, family, severity, confidence, fingerprint, said = _fields(row, str, str, str, str, str, list)
    at, says, help_, about, label, flow = _fields(said, list, str, str, str, str, list)
    finding = Finding(
        at=_place(at), says=says, help=help_, about=about, label=label, flow=tuple(_step(one) for one in flow)
    )
    return Judged(rule, family, severity, confidence, finding, fingerprint)


def _step(row: object) -> Step:
    at, role, says = _fields(row, list, str, str)
    return Step(_place(at), role, says)


def _place(row: object) -> Place:
    return Place(*_fields(row, str, int, int, int))


def _fields(row: object, *kinds: type) -> list[Any]:
    """Return a row if it is one of these kinds; raise ``ValueError`` otherwise."""
    if not isinstance(row, list) or [type(one) for one in row] != list(kinds):
        raise ValueError("not a row of the cache")
    return row
