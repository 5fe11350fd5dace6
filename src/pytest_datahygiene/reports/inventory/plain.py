"""The inventory for the terminal: a table for each category of data."""

from __future__ import annotations

from itertools import groupby

from pytest_datahygiene.findings.holding import OPEN, Holding, Inventory
from pytest_datahygiene.findings.mask import show
from pytest_datahygiene.reports.paint import Paint

_COLORS = {"protected": "green", "only looks protected": "yellow", "in clear": "red"}


def render(made: Inventory, *, color: bool = False) -> str:
    """Return the rows by category, and a line with the counts."""
    paint = Paint(on=color)
    lines: list[str] = []
    ordered = sorted(made.rows, key=lambda row: row.category)
    wide = [max((len(cells(row)[column]) for row in ordered), default=0) for column in range(4)]
    for category, rows in groupby(ordered, key=lambda row: row.category):
        lines.append(paint("bold", category))
        lines += [_line(row, wide, paint) for row in rows]
        lines.append("")
    return "\n".join([*lines, *_summary(made), ""])


def cells(row: Holding) -> tuple[str, str, str, str, str]:
    """Return the columns of a row: kind of data, subject, where it is, how it is protected, where the code says so."""
    where = f"{row.store} {row.place}" + (f", {row.field}" if row.field else "")
    return (
        show(row.title),
        show(row.subject or "subject " + OPEN),
        show(where),
        show(row.protection),
        show(f"{row.path}:{row.line}"),
    )


def _line(row: Holding, wide: list[int], paint: Paint) -> str:
    title, subject, where, protection, at = cells(row)
    color = _COLORS.get(row.state)
    said = f"{protection:<{wide[3]}}"
    said = paint(color, said) if color else said
    return f"  {title:<{wide[0]}}  {subject:<{wide[1]}}  {where:<{wide[2]}}  {said}  {at}"


def _summary(made: Inventory) -> list[str]:
    rows = made.rows
    kinds, places = {row.label for row in rows}, {(row.store, row.place) for row in rows}
    states = sorted({row.state for row in rows})
    counts = ", ".join(f"{sum(row.state == state for row in rows)} {state}" for state in states)
    told = f"{len(rows)} rows: {len(kinds)} kinds of data in {len(places)} places" + (f"; {counts}" if counts else "")
    return [told, "Purpose, retention and legal basis are in the other formats."] if rows else ["Nothing is kept."]
