"""Records in SQL scripts: INSERT statements, and the COPY of PostgreSQL's dumps."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from pytest_datahygiene.extract.records import Record, facts
from pytest_datahygiene.facts import RecordsSeen

_NAME = r"[\w.\"`\[\]]+"
_INSERT = re.compile(
    rf"\binsert\s+(?:ignore\s+)?into\s+(?P<table>{_NAME})\s*(?:\((?P<columns>[^()]*)\)\s*)?values\s*", re.IGNORECASE
)
_COPY = re.compile(
    rf"^copy\s+(?P<table>{_NAME})\s*\((?P<columns>[^()]*)\)\s+from\s+stdin[^\n]*\n", re.IGNORECASE | re.MULTILINE
)
# A value of a row: a text, or anything up to the next sign that ends one.
_VALUE = re.compile(r"\s*(?:N?'(?P<text>(?:[^'\\]|''|\\.)*)'|(?P<other>[^,()']*))\s*(?P<end>[,)])", re.DOTALL)
_QUOTES = '"`[] \t\r\n'


def of_sql(path: str, text: str, declared: Mapping[str, Sequence[str]]) -> Iterator[RecordsSeen]:
    """Yield the records of a script; ``declared`` are the columns of its tables, for statements that name none."""
    tables: dict[str, list[Record]] = defaultdict(list)
    lines = _Lines(text)
    for found in sorted((*_INSERT.finditer(text), *_COPY.finditer(text)), key=re.Match.start):
        table = found["table"].rpartition(".")[2].strip(_QUOTES)
        listed = found["columns"]
        columns = [name.strip(_QUOTES) for name in listed.split(",")] if listed else declared.get(table, ())
        rows = _rows(text, found.end()) if found.re is _INSERT else _copied(text, found.end())
        for start, row in rows if columns else ():
            tables[table].append(Record(dict(zip(columns, row, strict=False)), lines.of(start)))
    for table, records in tables.items():
        yield from facts(path, table, records)


def _rows(text: str, at: int) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows behind VALUES, each with where it begins."""
    while text.startswith("(", at):
        start, row, end = at, list[str](), ","
        at += 1
        while end == ",":
            found = _VALUE.match(text, at)
            if found is None:
                return
            row.append(found["text"].replace("''", "'") if found["text"] is not None else found["other"])
            at, end = found.end(), found["end"]
        yield start, row
        behind = re.compile(r"\s*,\s*").match(text, at)
        if behind is None:
            return
        at = behind.end()


def _copied(text: str, at: int) -> Iterator[tuple[int, list[str]]]:
    while at < len(text):
        end = text.find("\n", at)
        line = text[at : end if end >= 0 else len(text)]
        if line.startswith("\\.") or end < 0:
            return
        yield at, ["" if cell == "\\N" else cell for cell in line.split("\t")]
        at = end + 1


class _Lines:
    """Lines of positions that only grow."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._line = 1
        self._counted = 0

    def of(self, position: int) -> int:
        self._line += self._text.count("\n", self._counted, position)
        self._counted = position
        return self._line
