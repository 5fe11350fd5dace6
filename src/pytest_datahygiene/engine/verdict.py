"""The outcome of a run, kept for the next one over the same unchanged files."""

from __future__ import annotations

import msgspec

from pytest_datahygiene.findings.judged import Judged
from pytest_datahygiene.findings.report import Incomplete, Report

# A clean run is the common one: it is told without decoding anything.
CLEAN = b"clean"


class _Verdict(msgspec.Struct, array_like=True):
    findings: list[Judged]
    silenced: int
    unreadable: list[tuple[str, str]]


def pack(report: Report) -> bytes:
    """Return what a report says, without what it cost and without excerpts."""
    if not (report.findings or report.silenced or report.unreadable):
        return CLEAN
    return msgspec.msgpack.encode(
        _Verdict(report.findings, report.silenced, [(path, cause) for path, cause in report.unreadable])
    )


def unpack(body: bytes, report: Report) -> bool:
    """Fill a report with what an earlier one said; return false when that cannot be read."""
    try:
        verdict = msgspec.msgpack.decode(body, type=_Verdict)
    except msgspec.MsgspecError:
        return False
    report.findings[:] = verdict.findings
    report.silenced = verdict.silenced
    report.unreadable[:] = [Incomplete(path, cause) for path, cause in verdict.unreadable]
    return True
