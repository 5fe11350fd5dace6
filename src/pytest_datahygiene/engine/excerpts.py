"""The source lines that findings point at, masked."""

from __future__ import annotations

from itertools import groupby

from pytest_datahygiene.errors import Unreadable
from pytest_datahygiene.extract.languages import language
from pytest_datahygiene.findings.judged import Judged
from pytest_datahygiene.findings.mask import show
from pytest_datahygiene.findings.report import Report
from pytest_datahygiene.source.decoding import decode
from pytest_datahygiene.source.tree import DiskTree

# Lines shown of one finding, and characters of a line.
_LINES = 3
_WIDTH = 160
_LARGEST = 16 << 20


def add_excerpts(report: Report) -> None:
    """Give every finding of a report the lines it points at."""
    tree = DiskTree(report.root, wanted=bool)
    done: list[Judged] = []
    for path, found in groupby(report.findings, key=lambda judged: judged.finding.at.path):
        lines = _lines(tree, path)
        done.extend(judged._replace(excerpt=_excerpt(judged, lines)) for judged in found)
    report.findings[:] = done


def _lines(tree: DiskTree, path: str) -> list[str]:
    try:
        return decode(tree.read(path, _LARGEST), python=language(path) == "python").text.split("\n")
    except Unreadable:
        return []


def _excerpt(judged: Judged, lines: list[str]) -> tuple[tuple[int, str], ...]:
    place = judged.finding.at
    last = min(place.last_line, place.line + _LINES - 1, len(lines))
    # Masked before it is cut: half a card number would pass.
    return tuple((number, show(lines[number - 1])[:_WIDTH]) for number in range(place.line, last + 1))
