"""Access paths, and how an edge moves what is known about one."""

from __future__ import annotations

from typing import NamedTuple

ANY = "*"
# Keys behind a base that are followed; deeper, one more of them would be made in every round of a cycle.
_DEEPEST = 6


class Path(NamedTuple):
    """A base (``p:form``, ``c3``, ``g:flask.session``, ``return``) and the keys behind it."""

    base: str
    keys: tuple[str, ...] = ()


class Way(NamedTuple):
    """An edge of a function, taken apart."""

    source: Path
    target: Path
    line: int
    hidden: tuple[str, ...]


def path(text: str) -> Path:
    """Take a path apart as facts write it."""
    base, *keys = text.split("/")
    return Path(base, tuple(keys))


def last_name(dotted: str) -> str:
    """Return what stands behind the last dot of a dotted name."""
    return dotted.rsplit(".", 1)[-1]


def moved(keys: tuple[str, ...], way: Way) -> Path | None:
    """Return where the component ``keys`` of the way's base goes, ``None`` if the way does not take it.

    What is inside the source goes along. What is around it does not: a part of a whole that is merely said to hold
    something need not be that thing.
    """
    source = way.source.keys
    if len(source) > len(keys) or not all(map(_same, source, keys)):
        return None
    rest = keys[len(source) :]
    if rest and rest[0] in way.hidden:
        return None
    return Path(way.target.base, (*way.target.keys, *rest)[:_DEEPEST])


def _same(one: str, other: str) -> bool:
    return one == other or ANY in (one, other)
