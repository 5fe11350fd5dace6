"""The words that tell new passwords from all others: typed rows of ``password_words.toml``."""

from __future__ import annotations

import itertools
from functools import cache
from typing import TYPE_CHECKING

import msgspec

from pytest_datahygiene.catalog.store import read
from pytest_datahygiene.catalog.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable

# Longer words may stand at the end of one.
_SHORT = 5


class Messages(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """Regular expressions for the words of messages: what characters are called, what stands before the least number of
    them, what stands before a number that is too few, and what a password is called."""

    signs: tuple[str, ...]
    least: tuple[str, ...]
    longer: tuple[str, ...]
    password: tuple[str, ...]


class PasswordWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """Lower-case words; whole names in ``compares``, ``sets``, ``stores``, ``delegates`` and ``delegating_bases``.

    The comments in the file say what each list is for.
    """

    schema_version: int
    snapshot: str
    about: frozenset[str]
    other: frozenset[str]
    repeated: frozenset[str]
    new: frozenset[str]
    makes: frozenset[str]
    changes: frozenset[str]
    existing: frozenset[str]
    elsewhere: frozenset[str]
    judges: frozenset[str]
    compares: frozenset[str]
    sets: frozenset[str]
    blocks: frozenset[str]
    delegates: frozenset[str]
    delegating_bases: frozenset[str]
    rehearsal: frozenset[str]
    stores: frozenset[str]
    keeps: frozenset[str]
    sites: frozenset[str]
    markers: frozenset[str]
    accounts: frozenset[str]
    messages: Messages


@cache
def password_words() -> PasswordWords:
    """Return the words; raise ``CatalogError`` for a wrong row."""
    return read("password_words.toml", PasswordWords)


def is_about(name: str) -> bool:
    """Tell whether a name holds a word for a password, wherever in the name."""
    return not password_words().about.isdisjoint(words(name))


def is_new(name: str) -> bool:
    """Tell whether a name may hold a new password of a person: not an old one, a hash or that of a machine."""
    return password_words().other.isdisjoint(words(name))


def sets_new(name: str) -> bool:
    """Tell whether a function of this name writes a new password away: ``hash_password``, ``hashPassword``."""
    return name in password_words().sets or "_".join(words(name)) in password_words().sets


def is_elsewhere(names: Iterable[str]) -> bool:
    """Tell whether what a password is kept with says that it opens something else than an account here."""
    known = password_words().sites
    # radiusserver, caconnector
    long = tuple(word for word in known if len(word) > _SHORT)
    return any(word in known or word.endswith(long) for name in names for word in words(name))


def is_rehearsal(path: str, owner: str = "") -> bool:
    """Tell whether a settings module or class serves tests or development only: ``testutils`` too."""
    own = {*words(path), *words(owner)}
    return not password_words().rehearsal.isdisjoint(own) or any(word.startswith("test") for word in own)


def is_repeated(name: str) -> bool:
    """Tell whether a name is that of the second field, which only repeats the first."""
    own = words(name)
    return not password_words().repeated.isdisjoint(own) or own[-1:] == ("2",)


def takes_new(name: str) -> bool | None:
    """Tell whether a class or function of this name takes a new password, ``None`` when its name does not tell."""
    known, own = password_words(), _read(name)
    if own & known.elsewhere:
        return False
    if own & known.new or (own & (known.changes | known.makes) and own & known.about):
        return True
    if own & known.changes and own & known.accounts and not own & known.existing:
        return True
    if own & known.existing:
        return False
    return True if own & known.makes else None


def _read(name: str) -> frozenset[str]:
    """Return the words of a name; ``sign up`` and ``log in`` are one word each."""
    own = words(name)
    pairs = (one + other for one, other in itertools.pairwise(own))
    return frozenset(own) | {pair for pair in pairs if pair in ("signup", "signin", "login", "logon")}
