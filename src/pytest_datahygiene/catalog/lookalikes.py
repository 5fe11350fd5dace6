"""Names that are mistaken for those of known packages: listed ones, and slips of the keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from pytest_datahygiene.catalog.packages import packages

# Shorter names are near one another by chance.
_SHORTEST = 6
# Neighbours on the keyboards of most of the Latin world.
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEAR = {
    letter: {row[at + 1 : at + 2], row[at - 1 : at] if at else "", *(other[at : at + 1] for other in _ROWS)}
    - {"", letter}
    for row in _ROWS
    for at, letter in enumerate(row)
}


class Likeness(NamedTuple):
    """What is meant instead of a package, and what that package is where it is known."""

    meant: tuple[str, ...]
    note: str


def likeness(name: str) -> Likeness | None:
    """Return what is meant by the normalised name of a package that looks like a known one, ``None`` for any other."""
    row = packages().get(name)
    if row is not None:
        # A package of another trade is used for what it is.
        return Likeness(row.replacement, row.note) if row.status == "lookalike" and row.category != "none" else None
    meant = _slips().get(name)
    return Likeness((meant,), "") if meant else None


@cache
def _slips() -> dict[str, str]:
    """Return the names that one slip makes of the name of a package that is looked after."""
    known = [row.name for row in packages().values() if row.status in ("maintained", "stable", "superseded")]
    found = {slip: name for name in known if len(name) >= _SHORTEST for slip in _slipped(name)}
    return {slip: name for slip, name in found.items() if slip not in packages()}


def _slipped(name: str) -> Iterator[str]:
    """Yield a name with a letter left out, doubled, mistyped or changed places with its neighbour, the dash too."""
    for at in range(len(name)):
        head, tail = name[:at], name[at + 1 :]
        yield head + tail
        yield head + name[at] * 2 + tail
        yield from (head + letter + tail for letter in _NEAR.get(name[at], ()))
        if tail:
            yield head + tail[0] + name[at] + tail[1:]
