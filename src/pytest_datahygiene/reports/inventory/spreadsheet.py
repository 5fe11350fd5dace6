"""The inventory as CSV (RFC 4180): a start for a record of processing activities (GDPR art. 30)."""

from __future__ import annotations

import csv
import io

from pytest_datahygiene.findings.holding import DECLARED, Holding, Inventory
from pytest_datahygiene.findings.mask import show

_HEADS = (
    "kind of data",
    "label",
    "category",
    "kept in",
    "place",
    "field",
    "protection",
    "grade",
    "how it gets there",
    "in the code",
    "references",
    *(name.replace("-", " ") for name in DECLARED),
)
# A spreadsheet takes what begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render(made: Inventory, *, color: bool = False) -> str:  # noqa: ARG001  # every format takes the same options
    """Return the rows under one line of heads."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_HEADS)
    writer.writerows([_cell(cell) for cell in _cells(row)] for row in made.rows)
    return text.getvalue()


def _cells(row: Holding) -> tuple[str, ...]:
    ways = "; ".join(f"{way.path}:{way.line} {way.says}" for way in row.ways)
    at, refs = f"{row.path}:{row.line}", ", ".join(row.refs)
    head = (row.title, row.label, row.category, row.store, row.place, row.field, row.protection, row.state)
    return (*head, ways, at, refs, *row.said().values())


def _cell(text: str) -> str:
    shown = show(text)
    return f"'{shown}" if shown.startswith(_FORMULA) else shown
