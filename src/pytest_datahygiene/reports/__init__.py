"""Reports: one module a format, each a function from what was found to text."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pytest_datahygiene.findings.report import Report

FORMATS = ("concise", "full", "json")


def render(report: Report, form: str, *, color: bool = False) -> str:
    """Return a report in one of ``FORMATS``, ending in a line feed unless it is empty. Only that one is loaded."""
    if form == "json":
        from pytest_datahygiene.reports.json import render as chosen
    elif form == "concise":
        from pytest_datahygiene.reports.concise import render as chosen
    else:
        from pytest_datahygiene.reports.full import render as chosen
    return chosen(report, color=color)
