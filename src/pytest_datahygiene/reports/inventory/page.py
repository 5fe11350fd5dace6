"""The inventory as one self-contained HTML page: nothing is loaded, nothing runs."""

from __future__ import annotations

import os
from itertools import groupby

from jinja2 import Environment, StrictUndefined

from pytest_datahygiene import __version__
from pytest_datahygiene.findings.holding import OPEN, Holding, Inventory, State
from pytest_datahygiene.findings.mask import show

# From what should be mended first to what is well.
_STATES: tuple[State, ...] = ("in clear", "only looks protected", "not told", "in clear, ordinary", "protected")


def render(made: Inventory, *, color: bool = False) -> str:  # noqa: ARG001  # every format takes the same options
    """Return the page: a matrix of kinds of data and kinds of places, and a section for each kind with its places."""
    with open(os.path.join(os.path.dirname(__file__), "page.html.j2"), encoding="utf-8") as file:
        template = _environment().from_string(file.read())
    rows = sorted(made.rows, key=lambda row: (row.category, row.label))
    page = template.render(
        project=os.path.basename(made.root) or made.root,
        version=__version__,
        states=[(state, _mark(state), sum(row.state == state for row in rows)) for state in _STATES],
        stores=sorted({row.store for row in rows}),
        kinds=[_kind([*listed]) for _, listed in groupby(rows, key=lambda row: row.label)],
        rows=len(rows),
        places=len({(row.store, row.place) for row in rows}),
        unreadable=made.unreadable,
        open=OPEN,
    )
    return page + "\n"


def _environment() -> Environment:
    made = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_shown
    )
    made.filters["mark"] = _mark
    return made


def _shown(value: object) -> object:
    """Mask every text on its way into the page."""
    return show(value) if type(value) is str else value


def _kind(rows: list[Holding]) -> dict[str, object]:
    """Return what the page says of one kind of data."""
    cells = {store: [row for row in rows if row.store == store] for store in {row.store for row in rows}}
    return {
        "label": rows[0].label,
        "title": rows[0].title,
        "category": rows[0].category,
        "refs": rows[0].refs,
        "rows": rows,
        "cells": {store: _told(listed) for store, listed in cells.items()},
    }


def _told(rows: list[Holding]) -> list[tuple[State, int]]:
    """Return the states of some rows and how many are in each, the worst first."""
    found = [(state, sum(row.state == state for row in rows)) for state in _STATES]
    return [(state, number) for state, number in found if number]


def _mark(state: str) -> str:
    """Return the class by which the page colours a state."""
    return state.replace(",", "").replace(" ", "-")
