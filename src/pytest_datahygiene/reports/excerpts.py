"""Findings with the source they point at.

::

    card-number-stored high: Order.number keeps card numbers
      --> shop/models.py:12:5
       |
    12 |     number = models.CharField(max_length=19)
       |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
    help: drop the field; keep the payment provider's token
"""

from __future__ import annotations

from pytest_datahygiene.findings.mask import show
from pytest_datahygiene.reports.paint import Paint

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pytest_datahygiene.findings.judged import Judged


def excerpts(findings: Iterable[Judged], *, color: bool = False) -> str:
    """Return findings with their source lines, an empty line between two."""
    paint = Paint(on=color)
    return "\n".join("".join(f"{line}\n" for line in _block(judged, paint)) for judged in findings)


def _block(judged: Judged, paint: Paint) -> list[str]:
    finding = judged.finding
    margin = " " * len(str(max((number for number, _ in judged.excerpt), default=0)))
    sure = "" if judged.confidence == "high" else f", {judged.confidence} confidence"
    head = paint.severity(judged.severity, f"{judged.rule} {judged.severity}")
    place = f"{show(finding.at.path)}:{finding.at.line}:{finding.at.column}"
    lines = [f"{head}{sure}: {show(finding.says)}", f"{margin}{paint('blue', '-->')} {place}"]
    lines += _source(judged, margin, paint)
    for number, step in enumerate(finding.flow, 1):
        lines.append(f"  {number}. {show(step.at.path)}:{step.at.line} {step.role}: {show(step.says)}")
    return [*lines, f"{paint('cyan', 'help:')} {show(finding.help)}"] if finding.help else lines


def _source(judged: Judged, margin: str, paint: Paint) -> list[str]:
    """Return the source lines, the first one underlined from the column of the finding."""
    bar = paint("blue", f"{margin} |")
    lines = []
    for position, (number, source) in enumerate(judged.excerpt):
        text = show(source)
        lines.append(f"{paint('blue', f'{number:>{len(margin)}} |')} {text}".rstrip())
        if position == 0 and text.strip():
            blank, marked = _underline(text, judged.finding.at.column)
            lines.append(f"{bar} {blank}{paint.severity(judged.severity, marked)}")
    return [bar, *lines, bar] if lines else []


def _underline(text: str, column: int) -> tuple[str, str]:
    """Return the blanks before, and the arrows below, what stands in a line from a column on.

    Masking may have moved the column, an indent of tabs certainly has: then the next word is meant.
    """
    start = max(0, min(column - 1, len(text.rstrip()) - 1))
    start += len(text[start:]) - len(text[start:].lstrip())
    return " " * _width(text[:start]), "^" * max(1, _width(text[start:].rstrip()))


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(2 if east_asian_width(sign) in "WF" else not combining(sign) for sign in text)
