"""Weak hashes, ciphers and modes: which calls make them, and what names around a hash tell of its use."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

import msgspec

from pytest_datahygiene.catalog.encryption import read_hooks
from pytest_datahygiene.catalog.store import read
from pytest_datahygiene.catalog.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Kind = Literal["hash", "fast", "keyed", "scheme", "outdated", "cipher", "mode"]
Use = Literal["", "password", "guessable", "secret", "innocent"]

# Case and these signs do not count in the name of an algorithm.
_SIGNS = str.maketrans("", "", "-_/")
# An argument as the extractor writes it: a dotted name, or names in a row; the last one tells.
_BETWEEN = re.compile(r"[.\s()]+")


class Algorithm(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """A weak algorithm; the comment in the file explains the keys. ``source`` ends in the month of publication."""

    id: str
    title: str
    kind: Kind
    calls: tuple[str, ...]
    names: tuple[str, ...]
    seeds: tuple[tuple[str, ...], ...]
    why: str
    replacement: str
    source: str
    keyed_by: str = ""


class Chooser(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """A call that takes the name of an algorithm, at ``position`` (from 0) or by ``keyword``; the first of a list.
    ``seeds`` are as those of an algorithm."""

    calls: tuple[str, ...]
    position: int
    keyword: str
    kinds: tuple[Kind, ...]
    passwords: bool = False
    left_out: str = ""
    prefers: str = ""
    seeds: tuple[tuple[str, ...], ...] = ()


class SlowHash(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """Calls that hash slowly on purpose."""

    names: frozenset[str]


class Uses(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """Words, and runs of words, that tell what a hash is for; ``keys`` are words for what is made of a password and not
    kept, ``reading`` marks functions that only undo a cipher. ``address`` and ``pseudonym`` together tell of somebody
    who is known by the hash of an address; ``foreign`` are parts of the names of what talks to another house; what is
    ``random`` nobody guesses."""

    password: tuple[str, ...]
    guessable: tuple[str, ...]
    secret: tuple[str, ...]
    innocent: tuple[str, ...]
    keys: tuple[str, ...]
    reading: tuple[str, ...]
    foreign: tuple[str, ...]
    address: frozenset[str]
    pseudonym: frozenset[str]
    random: frozenset[str]


class Algorithms(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """The whole of ``algorithms.toml``."""

    schema_version: int
    snapshot: str
    algorithm: tuple[Algorithm, ...]
    chooser: tuple[Chooser, ...]
    slow_hash: tuple[SlowHash, ...]
    use: Uses


class Chosen(NamedTuple):
    """The weak algorithm that a call uses; ``passwords`` when the call is there to keep passwords."""

    algorithm: Algorithm
    passwords: bool


@cache
def algorithms() -> Algorithms:
    """Return all that is known about weak algorithms; raise ``CatalogError`` for a wrong row."""
    return read("algorithms.toml", Algorithms)


@cache
def named() -> frozenset[str]:
    """Return the dotted names of the calls that tell something."""
    return frozenset((*_by_call(), *_choosers(), *slow_hashes()))


def seeds() -> list[tuple[str, ...]]:
    """Return the words, letters only, that stand together wherever a weak algorithm is used in a way that counts."""
    table = algorithms()
    found: set[tuple[str, ...]] = set()
    for row in table.algorithm:
        guessed = table.use.password + table.use.guessable + tuple(sorted(table.use.address))
        uses = {"hash": guessed + table.use.secret, "fast": guessed, "keyed": table.use.password}.get(row.kind, ("",))
        found.update((*seed, *words(use)) for seed in row.seeds for use in uses)
    return sorted(found.union(*(row.seeds for row in table.chooser)))


def place_of(call: str) -> tuple[int, str] | None:
    """Return position and keyword of the argument by which a call chooses an algorithm, ``None`` for other calls."""
    chooser = _choosers().get(call)
    return (chooser.position, chooser.keyword) if chooser else None


def is_name(text: str) -> bool:
    """Tell whether a string is the name of an algorithm, and so no secret."""
    return _plain(text) in _by_name()


def by_name(argument: str) -> Algorithm | None:
    """Return the algorithm of the table that an argument names."""
    return _named(argument) if argument else None


def chosen(call: str, arguments: tuple[str, ...], keywords: Iterable[tuple[str, str]]) -> Chosen | None:
    """Return the weak algorithm that a call of this dotted name uses, or ``None``.

    Arguments are constants, dotted names or the names in an expression, as ``CallMade`` has them.
    """
    given = dict(keywords)
    row = _by_call().get(call)
    if row is not None:
        return None if row.keyed_by in given else Chosen(row, row.kind in ("scheme", "outdated"))
    chooser = _choosers().get(call)
    if chooser is None:
        return None
    at = arguments[chooser.position] if len(arguments) > chooser.position else ""
    row = _named(
        given.get(chooser.prefers) or given.get(chooser.keyword, at) or (chooser.left_out if arguments or given else "")
    )
    return Chosen(row, chooser.passwords) if row and row.kind in chooser.kinds else None


@cache
def slow_hashes() -> frozenset[str]:
    """Return the dotted names of the calls that hash slowly on purpose."""
    return frozenset[str]().union(*(row.names for row in algorithms().slow_hash))


def use_of(names: Iterable[str]) -> Use:
    """Return what the names around a hash tell of its use; an innocent one wins, nothing told is ``""``."""
    told = {found for name in names for found in _uses(name)}
    uses: tuple[Use, ...] = ("innocent", "password", "guessable", "secret")
    return next((use for use in uses if use in told), "")


def only_reads(function: str, then: tuple[str, ...] = ()) -> bool:
    """Tell whether a function, by its name, reads what an older system wrote and writes nothing; ``then`` are the
    methods that are called on the cipher."""
    if function in read_hooks() or (then and all("decrypt" in one for one in then)):
        return True
    parts = words(function)
    return any(word in parts for word in algorithms().use.reading) and "encrypt" not in parts


@lru_cache(maxsize=8192)
def _uses(name: str) -> frozenset[str]:
    parts = words(name)
    runs = {parts[start : start + size] for size in (1, 2) for start in range(len(parts) - size + 1)}
    return frozenset(use for run in runs if (use := _phrases().get(run)))


@cache
def _phrases() -> dict[tuple[str, ...], str]:
    table = algorithms().use
    groups = (
        ("innocent", table.innocent),
        ("password", table.password),
        ("guessable", table.guessable),
        ("secret", table.secret),
    )
    return {words(phrase): group for group, phrases in groups for phrase in phrases}


@cache
def _by_call() -> dict[str, Algorithm]:
    return {call: row for row in algorithms().algorithm for call in _spelled(row)}


def _spelled(row: Algorithm) -> Iterator[str]:
    """Yield the dotted names of a row, those with a blank once for each name."""
    for call in row.calls:
        yield from (call.replace("{name}", name) for name in row.names) if "{name}" in call else (call,)


@cache
def _by_name() -> dict[str, Algorithm]:
    return {_plain(name): row for row in algorithms().algorithm for name in row.names}


@cache
def _choosers() -> dict[str, Chooser]:
    return {call: row for row in algorithms().chooser for call in row.calls}


def _named(argument: str) -> Algorithm | None:
    """Return the weak algorithm that an argument names; of several ways the first that names one."""
    if "|" in argument:
        return next((row for way in argument.split("|") if (row := _named(way))), None)
    argument = argument.partition(",")[0].removesuffix("()")
    if argument.startswith("pbkdf2:"):
        argument = ":".join(argument.split(":")[:2])
    last = [part for part in _BETWEEN.split(argument) if part][-1:]
    return _by_name().get(_plain(argument)) or _by_name().get(_plain("".join(last)))


def _plain(text: str) -> str:
    return text.lower().translate(_SIGNS)
