"""The source lines that findings point at, with what may be data hidden."""

from __future__ import annotations

from itertools import groupby

from pytest_datahygiene.errors import Unreadable
from pytest_datahygiene.extract.languages import language
from pytest_datahygiene.findings.judged import Judged
from pytest_datahygiene.findings.report import Report
from pytest_datahygiene.source.concealing import concealed
from pytest_datahygiene.source.decoding import decode
from pytest_datahygiene.source.tree import DiskTree

# Lines shown of one finding, and characters of a line.
_LINES = 3
_WIDTH, _BEHIND = 160, 240
_LARGEST = 16 << 20

Excerpt = tuple[tuple[int, str], ...]


def add_excerpts(report: Report) -> None:
    """Give every finding of a report the lines it points at."""
    tree = DiskTree(report.root, wanted=bool)
    done: list[Judged] = []
    for path, found in groupby(report.findings, key=lambda judged: judged.finding.at.path):
        lines = _lines(tree, path)
        # Many findings may stand on one line, and hiding costs more than all the rest.
        known: dict[tuple[int, int], Excerpt] = {}
        for judged in found:
            first, last = _stretch(judged, len(lines))
            if (first, last) not in known:
                known[first, last] = _excerpt(lines, first, last, python=language(path) == "python")
            done.append(judged._replace(excerpt=known[first, last]))
    report.findings[:] = done


def _lines(tree: DiskTree, path: str) -> list[str]:
    try:
        return decode(tree.read(path, _LARGEST), python=language(path) == "python").text.split("\n")
    except Unreadable:
        return []


def _stretch(judged: Judged, count: int) -> tuple[int, int]:
    place = judged.finding.at
    return place.line, min(place.last_line, place.line + _LINES - 1, count)


def _excerpt(lines: list[str], first: int, last: int, *, python: bool) -> Excerpt:
    # Hidden before it is cut, with enough behind the cut for a number to be seen whole.
    text = "\n".join(line[: _WIDTH + _BEHIND] for line in lines[first - 1 : last])
    shown = concealed(text, python=python).split("\n") if last >= first else []
    return tuple((first + index, line[:_WIDTH]) for index, line in enumerate(shown))
