"""The facts of a piece of Python, found as a run finds them."""

from __future__ import annotations

from textwrap import dedent

from pytest_datahygiene.catalog import seeds
from pytest_datahygiene.extract.reader import read
from pytest_datahygiene.facts import Fact
from pytest_datahygiene.source.vocabulary import Present, Seeds


def extracted(path: str, code: str, asked: tuple[str, ...] = ()) -> list[Fact]:
    """Return the facts of a Python file, which must be readable; ``asked`` are functions that are read in any case."""
    data = dedent(code).encode()
    present = Seeds(seeds.lines()).present(data)
    reading = read(path, "python", data, Present(present.seeds, asked))
    assert not reading.cause, reading.cause
    return [*reading.facts]
