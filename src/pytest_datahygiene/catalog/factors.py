"""How people sign in, and the words that tell of more than a password: typed rows of ``second_factors.toml``."""

from __future__ import annotations

from functools import cache

import msgspec

from pytest_datahygiene.catalog.store import read


class Factors(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """``sign_in`` are the dotted names of calls that let somebody in, ``functions`` words of the functions that do;
    ``second`` and ``elsewhere`` are words, or words in a row, that name a second factor, or another house that signs
    people in. ``ends`` are words of a field that says when a code ends, ``times`` of one that holds a time. ``staff``
    are the applications of Django by which the staff signs in."""

    schema_version: int
    snapshot: str
    sign_in: frozenset[str]
    functions: frozenset[str]
    staff: frozenset[str]
    second: tuple[str, ...]
    elsewhere: tuple[str, ...]
    ends: frozenset[str]
    times: frozenset[str]


@cache
def factors() -> Factors:
    """Return what is known; raise ``CatalogError`` for a wrong row."""
    return read("second_factors.toml", Factors)


def seeds() -> tuple[tuple[str, ...], ...]:
    """Return the words in a row that tell of more than a password."""
    return tuple(tuple(phrase.split()) for phrase in (*factors().second, *factors().elsewhere))
