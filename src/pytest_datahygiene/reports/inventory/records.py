"""The inventory for programs; ``docs/json.md`` describes every key."""

from __future__ import annotations

import json

from pytest_datahygiene.findings.holding import Holding, Inventory
from pytest_datahygiene.findings.mask import show

# Raised when a key changes its meaning or goes away; new keys may come at any time.
VERSION = 1


def render(made: Inventory, *, color: bool = False) -> str:  # noqa: ARG001  # every format takes the same options
    """Return the inventory as JSON, in ASCII, with keys and lists in a fixed order."""
    table = {
        "version": VERSION,
        "root": show(made.root),
        "rows": [_row(row) for row in made.rows],
        "unreadable": [{"path": show(path), "cause": show(cause)} for path, cause in made.unreadable],
    }
    return json.dumps(table, indent=2) + "\n"


def _row(row: Holding) -> dict[str, object]:
    return {
        "label": row.label,
        "title": row.title,
        "category": row.category,
        "store": row.store,
        "place": show(row.place),
        "field": show(row.field),
        "protection": show(row.protection),
        "state": row.state,
        "path": show(row.path),
        "line": row.line,
        "ways": [{"path": show(way.path), "line": way.line, "says": show(way.says)} for way in row.ways],
        "references": list(row.refs),
        "declared": {name.replace("-", "_"): show(value) for name, value in row.said().items()},
    }
