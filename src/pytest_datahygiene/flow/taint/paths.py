"""Access paths, and how an edge moves what is known about one."""

from __future__ import annotations

from typing import NamedTuple

ANY = "*"
RAISED = "^"
_INSIDE = "~"
UNKNOWN = "?"
# Keys behind a base that are followed; deeper, one more of them would be made in every round of a cycle.
_DEEPEST = 6


class Path(NamedTuple):
    """A base (``p:form``, ``c3``, ``g:flask.session``, ``return``) and the keys behind it."""

    base: str
    keys: tuple[str, ...] = ()


class Way(NamedTuple):
    """An edge of a function, taken apart; ``least`` is how many keys what comes along must have, ``put`` tells that it
    sets an attribute of an object."""

    source: Path
    target: Path
    line: int
    hidden: tuple[str, ...]
    least: int = 0
    put: bool = False


def taken_apart(source: str, target: str, line: int, hidden: tuple[str, ...]) -> Way:
    """Take an edge apart as facts write it."""
    whole = path(source)
    least = whole.keys.index(_INSIDE) + 1 if _INSIDE in whole.keys else 0
    plain = whole._replace(keys=tuple(key for key in whole.keys if key != _INSIDE)) if least else whole
    return Way(plain, path(target), line, hidden, least)


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
    if len(source) > len(keys) or len(keys) < way.least or not all(map(_same, source, keys)):
        return None
    rest = keys[len(source) :]
    if rest and rest[0] in way.hidden:
        return None
    return Path(way.target.base, (*way.target.keys, *rest)[:_DEEPEST])


def _same(read: str, held: str) -> bool:
    """Tell whether a key that is read may be the one that is held.

    What came under a key that nobody knows is among all elements, and not behind any name that one cares to read:
    there the name itself would say what it is. Under a key that is looked up and not known is no component with a
    name: settings are read so, all at one place.
    """
    if read == UNKNOWN != held:
        return held == ANY or held.isdigit()
    return read in (held, ANY) or (held == ANY and read.isdigit())
