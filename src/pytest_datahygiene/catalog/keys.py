"""What takes keys, and which names say that they hold one."""

from __future__ import annotations

from functools import cache, lru_cache

from pytest_datahygiene.catalog.encryption import Taker, encryption
from pytest_datahygiene.catalog.words import words

# A name that is written in one tells only if it is longer.
_LONG = 6


@cache
def key_takers() -> dict[str, tuple[Taker, ...]]:
    """Return what calls take by their dotted names: keys, initialisation vectors."""
    found: dict[str, tuple[Taker, ...]] = {}
    for row in encryption().keys.taker:
        found[row.call] = (*found.get(row.call, ()), row)
    return found


@cache
def key_ends() -> frozenset[str]:
    """Return the last parts of the names of all calls that take keys."""
    return frozenset(name.rpartition(".")[2] for name in key_takers())


@lru_cache(maxsize=8192)
def is_key_name(name: str) -> bool:
    """Tell whether a name says that it holds a key or a secret of signatures, tokens or services."""
    parts, keys = words(name), encryption().keys
    if not keys.not_secrets.isdisjoint(parts):
        return False
    # Written in one, too, if that is long enough to be no accident.
    joined = "".join(parts)
    return any(
        parts[-len(end) :] == end or (len("".join(end)) > _LONG and joined.endswith("".join(end)))
        for end in map(words, keys.secrets)
    )


@cache
def key_settings() -> frozenset[str]:
    """Return the names of the settings that hold keys of the libraries."""
    named = (name for library in encryption().library for name in library.key_settings)
    return frozenset(
        name for name in named if "KEY" in name and name != "SECRET_KEY" and not name.endswith(("_PATH", "DIR"))
    )
