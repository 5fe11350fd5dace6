"""Whose data it is, told by the names of classes, tables, variables and modules."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from pytest_datahygiene.catalog.taxonomy import taxonomy
from pytest_datahygiene.catalog.words import words


def subject_of(names: Iterable[str]) -> str:
    """Return the kind of person that the first of these names speaks of (``customer``, ``patient``), ``""`` if none
    does."""
    for name in names:
        for word in reversed(words(name)):
            found = _subjects().get(word) or _subjects().get(word.removesuffix("s"))
            if found:
                return found
    return ""


@cache
def _subjects() -> dict[str, str]:
    return {word: row.id for row in taxonomy().subject for word in row.words}
