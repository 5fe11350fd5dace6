"""Notebooks: the tables that their cells printed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from pytest_datahygiene.extract.records import Record, facts
from pytest_datahygiene.facts import Fact


def extract(path: str, text: str) -> Iterator[Fact]:
    """Yield what the records in the outputs of a notebook are; what is no notebook has none."""
    try:
        notebook = json.loads(text)
    except (ValueError, RecursionError):
        return
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    for cell in cells if isinstance(cells, list) else ():
        for html in _outputs(cell):
            rows = _Table(html).rows
            line = text.count("\n", 0, max(text.find(json.dumps(html.splitlines()[0])[1:-1]), 0)) + 1
            heads = rows[0] if rows else []
            # Below the heads each row has the number of its own before its cells.
            records = (Record(dict(zip(heads, row, strict=False)), line) for row in rows[1:] if len(row) == len(heads))
            yield from facts(path, "output", records)


def _outputs(cell: Any) -> Iterator[str]:
    """Yield the HTML that a cell printed."""
    outputs = cell.get("outputs") if isinstance(cell, dict) else None
    for output in outputs if isinstance(outputs, list) else ():
        data = output.get("data") if isinstance(output, dict) else None
        html = data.get("text/html") if isinstance(data, dict) else None
        joined = "".join(map(str, html)) if isinstance(html, list) else html
        if isinstance(joined, str) and "<table" in joined:
            yield joined[joined.index("<table") :]


class _Table(HTMLParser):
    """The rows of a table, heads first."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._open = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  # the parser's signature
        """Begin a row, or a cell of it."""
        if tag == "tr":
            self.rows.append([])
        self._open = tag in ("td", "th")
        if self._open and self.rows:
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        """End a cell."""
        self._open = self._open and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        """Take the text of a cell."""
        if self._open and self.rows and self.rows[-1]:
            self.rows[-1][-1] += data.strip()
