"""Tables of comma- or tab-separated values with a line of heads."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from pytest_datahygiene.extract.records import Record, facts
from pytest_datahygiene.facts import Fact

_SIGNS = ",;\t|"


def extract(path: str, text: str) -> Iterator[Fact]:
    """Yield what the records of a table are; a file that is no table has none."""
    head = text.lstrip("\ufeff").partition("\n")[0]
    sign = max(_SIGNS, key=head.count)
    if sign in head:
        yield from facts(path, path.rpartition("/")[2].rpartition(".")[0], _records(text.lstrip("\ufeff"), sign))


def _records(text: str, sign: str) -> Iterator[Record]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
    try:
        heads = [head.strip() for head in next(reader, [])]
        line = reader.line_num
        for row in reader:
            yield Record(dict(zip(heads, row, strict=False)), line + 1)
            line = reader.line_num
    except csv.Error:
        # What stands before the fault was looked at; the file is no table, and nothing else reads it as one.
        return
