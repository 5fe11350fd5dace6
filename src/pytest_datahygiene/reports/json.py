"""The report for programs; ``docs/json.md`` describes every key."""

from __future__ import annotations

import json

from pytest_datahygiene.findings.mask import show

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pytest_datahygiene.findings.judged import Judged
    from pytest_datahygiene.findings.report import Report

# Raised when a key changes its meaning or goes away; new keys may come at any time.
VERSION = 1


def render(report: Report, *, color: bool = False) -> str:  # noqa: ARG001  # every format takes the same options
    """Return the report as JSON, in ASCII, with keys and lists in a fixed order."""
    table = {
        "version": VERSION,
        "root": show(report.root),
        "files": {
            "seen": report.seen,
            "read": report.read,
            "parsed": report.parsed,
            "from_cache": report.from_cache,
        },
        "findings": [_finding(judged) for judged in report.findings],
        "silenced": report.silenced,
        "unreadable": [{"path": show(path), "cause": show(cause)} for path, cause in sorted(set(report.unreadable))],
    }
    return json.dumps(table, indent=2) + "\n"


def _finding(judged: Judged) -> dict[str, object]:
    finding = judged.finding
    return {
        "rule": judged.rule,
        "family": judged.family,
        "severity": judged.severity,
        "confidence": judged.confidence,
        "path": show(finding.at.path),
        "line": finding.at.line,
        "column": finding.at.column,
        "end_line": finding.at.last_line,
        "label": finding.label,
        "message": show(finding.says),
        "help": show(finding.help),
        "flow": [
            {"path": show(step.at.path), "line": step.at.line, "role": step.role, "says": show(step.says)}
            for step in finding.flow
        ],
        "fingerprint": judged.fingerprint,
    }
