"""SQLite databases that lie in a project: the records of their tables."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing

from pytest_datahygiene.errors import Unreadable
from pytest_datahygiene.extract.records import Record, facts
from pytest_datahygiene.facts import Fact

MAGIC = b"SQLite format 3\0"
# Rows of a table that are looked at, and what a query may cost (in steps of sqlite's machine).
_MOST = 5000
_STEPS = 20_000_000


def extract(path: str, data: bytes) -> Iterator[Fact]:
    """Yield what the records of the tables are; raise ``Unreadable`` for a database that is broken."""
    if not data.startswith(MAGIC):
        return
    with closing(sqlite3.connect(":memory:")) as db:
        if sys.version_info < (3, 11):
            raise Unreadable("a database is read with Python 3.11 and later")
        try:
            # A database in WAL mode is opened as one that is not: nothing beside it is read.
            db.deserialize(data[:18] + b"\1\1" + data[20:])
            db.set_progress_handler(lambda: 1, _STEPS)
            tables = [name for (name,) in db.execute("select name from sqlite_schema where type = 'table'")]
            for table in tables:
                yield from facts(path, table, [*_records(db, table)])
        except sqlite3.Error as error:
            raise Unreadable(f"not a database that can be read: {error}") from None


def _records(db: sqlite3.Connection, table: str) -> Iterator[Record]:
    quoted = table.replace('"', '""')
    rows = db.execute(f'select * from "{quoted}" limit {_MOST}')  # noqa: S608  # a name cannot be a parameter
    names = [column[0] for column in rows.description]
    for row in rows:
        texts = (str(cell) if isinstance(cell, (str, int, float)) else "" for cell in row)
        yield Record(dict(zip(names, texts, strict=True)), 1)
