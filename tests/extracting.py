"""The facts of a piece of Python, found as a run finds them."""

from __future__ import annotations

from textwrap import dedent

from pytest_datahygiene.catalog import seeds
from pytest_datahygiene.extract.reader import read
from pytest_datahygiene.facts import Fact
from pytest_datahygiene.source.vocabulary import Seeds


def extracted(path: str, code: str) -> list[Fact]:
    """Return the facts of a Python file, which must be readable."""
    data = dedent(code).encode()
    reading = read(path, "python", data, Seeds(seeds.lines()).present(data))
    assert not reading.cause
    return [*reading.facts]
