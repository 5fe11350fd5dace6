"""What protects a field: libraries, home-made types, and look-alikes that protect nothing."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal

import msgspec

from pytest_datahygiene.catalog.store import read
from pytest_datahygiene.catalog.words import words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

Strength = Literal["good", "weak", "unknown"]
Status = Literal["", "maintained", "stable", "superseded", "deprecated", "abandoned", "removed", "lookalike"]

# A column of a SQL script that the statements encrypt which write it: what stands among its types, and is answered.
WRITTEN = "the statements that write it"
# What `seals` answers for a type that a project made or renamed.
OWN_TYPE = "a type of the project's own"


class Library(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """A library that encrypts fields or values.

    ``encrypts`` and ``wraps`` are dotted names of types and of callables that take a type or a value; ``hashes`` are
    types that keep a digest. ``key_settings`` name the settings that hold its key, ``keyword_arguments`` the arguments
    that turn encryption on. ``last_release`` is a day or a month (ISO 8601).
    """

    name: str
    orm: str
    modules: tuple[str, ...]
    algorithm: str
    strength: Strength
    checked: bool
    on_index: bool
    latest: str
    last_release: str
    older_than_one_year: bool
    encrypts: tuple[str, ...] = ()
    wraps: tuple[str, ...] = ()
    hashes: tuple[str, ...] = ()
    not_encryption: tuple[str, ...] = ()
    key_settings: tuple[str, ...] = ()
    keyword_arguments: tuple[str, ...] = ()
    weak_modes: tuple[str, ...] = ()
    engine_strength: dict[str, Strength] = {}
    column_type: str = ""
    searchable: str = ""
    status: Status = ""
    idiom: str = ""
    note: str = ""
    unsure: str = ""


class Idiom(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """How projects build encrypting types: the base class, and the hooks through which a value passes out and in."""

    orm: str
    base: tuple[str, ...] = ()
    write_hooks: tuple[str, ...] = ()
    read_hooks: tuple[str, ...] = ()
    sql_functions: tuple[str, ...] = ()
    ddl_markers: tuple[str, ...] = ()
    note: str = ""


class NotEncryption(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """Things that look like protection: dotted ``names``, telling ``words``, and what has no name (``described``).

    ``looks`` says what is done to the data, where whoever does it may believe that it protects.
    """

    names: tuple[str, ...]
    why: str
    looks: str = ""
    words: tuple[str, ...] = ()
    described: tuple[str, ...] = ()


class Naming(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """The words by which the last part of a dotted name says that it encrypts."""

    words: frozenset[str]
    weak: frozenset[str]
    endings: frozenset[str]
    never: frozenset[str]
    not_ending: frozenset[str]


class Taker(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """A call that takes a key or an initialisation vector; ``position`` counts from 0, -1 for none. ``*.method`` is a
    method of anything in files that import one of ``imports``; ``left_out`` tells that without it the same is taken
    every time."""

    call: str
    position: int
    keyword: str
    takes: Literal["key", "iv", "secret", "jwt"]
    imports: tuple[str, ...] = ()
    left_out: bool = False


class Keys(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """Good and bad origins of keys; ``makers`` make a fresh one, ``seeds`` are words that stand together where one is
    taken. A name that ends in one of ``secrets``, and holds no word of ``not_secrets``, is that of a key."""

    bad_sources: tuple[str, ...]
    good_sources: tuple[str, ...]
    secret_managers: tuple[str, ...]
    makers: frozenset[str]
    seeds: tuple[tuple[str, ...], ...]
    secrets: tuple[str, ...]
    not_secrets: frozenset[str]
    taker: tuple[Taker, ...]


class Encryption(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """The whole of ``encryption_libraries.toml``."""

    schema_version: int
    snapshot: str
    library: tuple[Library, ...]
    idiom: tuple[Idiom, ...]
    not_encryption: tuple[NotEncryption, ...]
    keys: Keys
    naming: Naming


@cache
def encryption() -> Encryption:
    """Return all that is known about field encryption; raise ``CatalogError`` for a wrong row."""
    return read("encryption_libraries.toml", Encryption)


def seals(types: tuple[str, ...]) -> str:
    """Return what encrypts a field, given the dotted names in its declaration, outermost first, or ``""``.

    The answer is a library's name, or ``OWN_TYPE`` when only the name of the type tells: a project may make its own.
    """
    return next((found for found in map(_seals, types) if found), "")


@cache
def column_markers() -> tuple[str, ...]:
    """Return the words by which a column of a SQL script says that the database encrypts it, in upper case."""
    return tuple(marker for idiom in encryption().idiom if idiom.orm == "raw-sql" for marker in idiom.ddl_markers)


@cache
def _seals(name: str) -> str:
    if name == WRITTEN:
        return WRITTEN
    if name in column_markers():
        return "the database, column by column"
    if _protects_nothing(name):
        return ""
    library = _names().get(name)
    if library or not _says_so(name.rpartition(".")[2]):
        return library or ""
    return next((library for module, library in _modules() if name.startswith(module)), OWN_TYPE)


def homemade(bases: Collection[str], methods: Collection[str]) -> bool:
    """Tell whether a class is a type of field that does something to the values that it writes.

    It builds on a field type and has a hook through which values are written.
    """
    endings = {base.rpartition(".")[2] for base in bases}
    return any(
        not endings.isdisjoint(base.rpartition(".")[2] for base in idiom.base)
        and not set(idiom.write_hooks).isdisjoint(methods)
        for idiom in encryption().idiom
    )


@cache
def drivers() -> frozenset[str]:
    """Return what makes the driver of a document store encrypt, by its last name: ``AutoEncryptionOpts``."""
    rows = (idiom for idiom in encryption().idiom if idiom.orm == "mongodb")
    return frozenset(name.rpartition(".")[2] for idiom in rows for name in idiom.base)


@cache
def write_hooks() -> frozenset[str]:
    """Return the methods that frameworks call when values pass out."""
    return frozenset(name for idiom in encryption().idiom for name in idiom.write_hooks)


@cache
def read_hooks() -> frozenset[str]:
    """Return the methods that frameworks call when values pass in."""
    return frozenset(name for idiom in encryption().idiom for name in idiom.read_hooks)


@cache
def hooks() -> frozenset[str]:
    """Return the methods that frameworks call when values pass out and in; nobody else does."""
    return frozenset(name for idiom in encryption().idiom for name in (*idiom.write_hooks, *idiom.read_hooks))


@cache
def switches() -> frozenset[str]:
    """Return the keyword arguments that turn encryption on in the libraries that have no type for it."""
    return frozenset(name for library in encryption().library for name in library.keyword_arguments)


@cache
def _names() -> dict[str, str]:
    """Return dotted name -> library; of several that share a name the first one answers."""
    found: dict[str, str] = {}
    for library in encryption().library:
        for name in (*library.encrypts, *library.wraps, library.column_type):
            found.setdefault(name, library.name)
    found.pop("", None)
    return found


@cache
def _modules() -> tuple[tuple[str, str], ...]:
    """Return the modules of the libraries, with the dot that ends them."""
    return tuple((module + ".", library.name) for library in encryption().library for module in library.modules)


@cache
def _look_alikes() -> frozenset[str]:
    return frozenset(_listed_look_alikes())


def _listed_look_alikes() -> Iterator[str]:
    for library in encryption().library:
        yield from (*library.not_encryption, *library.hashes)
    for row in encryption().not_encryption:
        yield from row.names


def _protects_nothing(name: str) -> bool:
    """Tell whether a name, or the module it stands in, is listed as a look-alike, or says that it only encodes."""
    listed, parts = _look_alikes(), name.split(".")
    if any(".".join(parts[:end]) in listed for end in range(1, len(parts) + 1)):
        return True
    last = name.rpartition(".")[2].lower()
    return any(word in last for row in encryption().not_encryption for word in row.words)


def looks(types: Iterable[str]) -> str:
    """Return what is done to data by the first of these types or calls (dotted names) that only looks like
    protection, ``""`` if none does."""
    return next((found for found in map(_looks, types) if found), "")


@cache
def _looks(name: str) -> str:
    last = name.rpartition(".")[2].lower()
    for row in encryption().not_encryption:
        if row.looks and (name in row.names or any(word in last for word in row.words)):
            return row.looks
    return ""


def _says_so(last: str) -> bool:
    """Tell whether the last part of a dotted name says that it encrypts: ``EncryptedCharField``, ``AesField``."""
    naming, parts = encryption().naming, words(last)
    if not parts or not naming.never.isdisjoint(parts) or parts[-1] in naming.not_ending:
        return False
    return not naming.words.isdisjoint(parts) or (parts[-1] in naming.endings and not naming.weak.isdisjoint(parts))
