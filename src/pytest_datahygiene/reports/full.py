"""Findings with their source and what to do about each, the files that were not analysed, and a summary."""

from __future__ import annotations

from pytest_datahygiene.reports.paint import Paint

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pytest_datahygiene.findings.report import Report

_SEVERITIES = ("critical", "high", "medium", "low")


def render(report: Report, *, color: bool = False) -> str:
    """Return the whole report; a run that has nothing to say loads nothing for it."""
    parts = []
    paint = Paint(on=color)
    if report.findings:
        from pytest_datahygiene.reports.excerpts import excerpts

        parts.append(excerpts(report.findings, color=color))
    if report.unreadable:
        from pytest_datahygiene.reports.concise import unreadable

        parts.append(unreadable(report.unreadable, paint))
    return "\n".join([*parts, "".join(f"{line}\n" for line in _summary(report, paint))])


def _summary(report: Report, paint: Paint) -> list[str]:
    files = count(report.seen, "file")
    silenced = f"; {report.silenced} silenced" if report.silenced else ""
    if report.findings:
        graded = ", ".join(
            paint.severity(name, f"{number} {name}")
            for name in _SEVERITIES
            if (number := sum(judged.severity == name for judged in report.findings))
        )
        lines = [f"{paint('bold', count(len(report.findings), 'finding'))} in {files}: {graded}{silenced}"]
        found = [judged.rule for judged in report.findings]
        lines += [f"{found.count(rule):>5} {rule}" for rule in sorted(set(found))]
    else:
        lines = [f"{paint('bold', 'No findings')} in {files}{silenced}"]
    if report.unreadable:
        lines.append(paint("yellow", f"{count(len(set(report.unreadable)), 'file')} not analysed, named above"))
    return lines


def count(number: int, noun: str) -> str:
    """Return a number and its noun: ``1 file``, ``2 files``."""
    return f"{number} {noun}" + ("" if number == 1 else "s")
