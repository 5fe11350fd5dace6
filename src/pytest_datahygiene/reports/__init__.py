"""Reports: one module a format, each a function from what was found to text."""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pytest_datahygiene.findings.report import Report

FORMATS = ("concise", "full", "json")


def render(report: Report, form: str, *, color: bool = False) -> str:
    """Return a report in one of ``FORMATS``, ending in a line feed unless it is empty."""
    text: str = import_module(f"{__name__}.{form}").render(report, color=color)
    return text
