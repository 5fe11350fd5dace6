"""``path:line:column rule-name message``, one line a finding."""

from __future__ import annotations

from pytest_datahygiene.findings.mask import show
from pytest_datahygiene.reports.paint import Paint

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pytest_datahygiene.findings.report import Incomplete, Report


def render(report: Report, *, color: bool = False) -> str:
    """Return the findings, then the files that were not analysed."""
    paint = Paint(on=color)
    lines = []
    for judged in report.findings:
        place = judged.finding.at
        where = paint("bold", f"{show(place.path)}:{place.line}:{place.column}")
        lines.append(f"{where} {paint.severity(judged.severity, judged.rule)} {show(judged.finding.says)}\n")
    return "".join(lines) + unreadable(report.unreadable, paint)


def unreadable(files: list[Incomplete], paint: Paint) -> str:
    """Return a line for every file that was not analysed, by path."""
    rule = paint("yellow", "source-unreadable")
    return "".join(f"{paint('bold', show(path))} {rule}: {show(cause)}\n" for path, cause in sorted(set(files)))
