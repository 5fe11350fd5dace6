"""Calls into libraries of cryptography, TLS and tokens: what they take, and which of it is no good."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Literal

import msgspec

from pytest_datahygiene.catalog import algorithms
from pytest_datahygiene.catalog.store import read
from pytest_datahygiene.catalog.words import words

_CIPHER_STRING = re.compile(r"[A-Za-z0-9@=!+:,_ -]{2,2000}")
_CIPHER_WORDS = re.compile(
    r"(?:^|[:!+, @-])"
    r"(?:AES|RC4|DES|3DES|NULL|aNULL|eNULL|HIGH|LOW|MEDIUM|ALL|DEFAULT|EXPORT|SECLEVEL|ECDHE|CHACHA20|MD5)"
)
# How werkzeug names a hasher: pbkdf2:sha256:600000
_METHOD = re.compile(r"(?:pbkdf2|scrypt)(?::\w{1,20}){0,3}")
_HOLE = re.compile(r"\{(\w+)\}")


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """A row of the catalog: a key that it does not know is an error."""


class Call(Row, frozen=True, gc=False):
    """Calls of one kind. ``names`` are dotted; ``*.method`` is a method of anything in files that import one of
    ``imports``, and none of ``unless``; ``{x}`` stands for each of ``each[x]``.

    ``takes`` tells for a role its ``keyword@position``; ``@*`` is any argument. ``left_out`` is the value of an
    argument that is not given. ``algorithm`` is what the call is about, the others what CycloneDX calls its
    ``primitive``, ``parameterSetIdentifier``, ``mode``, ``padding``, ``curve`` and the type of a ``protocol``."""

    kind: str
    names: tuple[str, ...]
    takes: dict[str, tuple[str, ...]] = {}
    left_out: dict[str, str] = {}
    imports: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    each: dict[str, tuple[str, ...]] = {}
    algorithm: str = ""
    primitive: str = ""
    set: str = ""
    mode: str = ""
    padding: str = ""
    curve: str = ""
    protocol: str = ""
    seeds: tuple[tuple[str, ...], ...] = ()


class Attribute(Row, frozen=True, gc=False):
    """Attributes, and keys of tables, whose names tell what they set, in files that import one of ``imports``."""

    kind: str
    names: tuple[str, ...]
    imports: tuple[str, ...] = ()
    seeds: tuple[tuple[str, ...], ...] = ()


class Misuse(Row, frozen=True, gc=False):
    """A value that is no good: of calls and attributes of ``kinds``, in the role ``role`` (``value`` of attributes).

    It is one of ``bad`` (where ``by`` is one of ``when``, if that is given), below ``least`` (by what the role ``by``
    says, ``""`` for all else), holds a word of ``holds``, or holds all of ``together``; with none of these the call
    itself is the fault. With ``called`` only what goes on under a name that ends in one of these words counts.
    ``says`` is what it does, ``help`` what to do instead.
    """

    id: str
    rule: str
    kinds: tuple[str, ...]
    says: str
    help: str
    role: str = ""
    bad: frozenset[str] = frozenset()
    holds: tuple[str, ...] = ()
    together: tuple[tuple[str, ...], ...] = ()
    least: dict[str, int] = {}
    by: str = ""
    when: frozenset[str] = frozenset()
    called: frozenset[str] = frozenset()
    confidence: Literal["", "medium", "low"] = ""
    severity: Literal["", "high", "medium", "low"] = ""
    source: str = ""


class Drawing(Row, frozen=True, gc=False):
    """Words that tell what is drawn; the comment in the file explains the keys."""

    secret: tuple[str, ...]
    ends: tuple[str, ...]
    others: frozenset[str]
    forms: frozenset[str]
    rehearsing: frozenset[str]


class Calls(Row, frozen=True, gc=False):
    """The whole of ``crypto_calls.toml``; ``vocabulary`` are texts that name something public and are no secret,
    ``asking`` words of functions that ask somebody over a network, ``listing`` words of files that a bill of
    cryptography is made of."""

    schema_version: int
    snapshot: str
    vocabulary: frozenset[str]
    asking: frozenset[str]
    listing: tuple[str, ...]
    drawing: Drawing
    call: tuple[Call, ...]
    attribute: tuple[Attribute, ...]
    misuse: tuple[Misuse, ...]


@cache
def calls() -> Calls:
    """Return all that is known about such calls; raise ``CatalogError`` for a wrong row."""
    return read("crypto_calls.toml", Calls)


@lru_cache(maxsize=4096)
def is_spoken(text: str) -> bool:
    """Tell whether a text names an algorithm, a version or a list of ciphers, and so is no secret."""
    if (
        algorithms.is_name(text)
        or _METHOD.fullmatch(text)
        or text in calls().vocabulary
        or text.lower() in calls().vocabulary
    ):
        return True
    return bool(_CIPHER_STRING.fullmatch(text) and (":" in text or "-" in text) and _CIPHER_WORDS.search(text))


def row_of(name: str, modules: Iterable[str]) -> Call | None:
    """Return what is known of a call by its dotted name, in a file that imports these modules."""
    found = _by_name().get(name)
    if found is not None and not name.startswith("*"):
        return found
    if name.endswith(".*"):
        return next((row for known, row in _by_name().items() if known.rpartition(".")[0] == name[:-2]), None)
    method = _by_name().get("*." + name.rpartition(".")[2]) if "." in name else None
    if method is None or not _is_imported(method.imports, modules):
        return None
    return None if method.unless and _is_imported(tuple(method.unless), [_head(one) for one in modules]) else method


def attribute_of(name: str, modules: Iterable[str]) -> Attribute | None:
    """Return what is known of an attribute or a key, in a file that imports these modules."""
    found = _attributes().get(name) or (_attributes()["*verify*"] if _is_check(name) else None)
    return found if found is not None and _is_imported(found.imports, modules) else None


def _head(module: str) -> str:
    """Return the first two parts of a dotted name."""
    return ".".join(module.split(".")[:2])


@lru_cache(maxsize=4096)
def _is_check(name: str) -> bool:
    """Tell whether a name is that of a setting which has certificates checked: ``CAS_VERIFY_SSL_CERTIFICATE``."""
    parts = {*words(name)} if name.isupper() else set()
    told = parts & {"verify", "validate", "check"}
    return bool(told and parts & {"ssl", "tls", "cert", "certs", "certificate", "certificates"})


def _is_imported(imports: tuple[str, ...], modules: Iterable[str]) -> bool:
    return not imports or any(module.partition(".")[0] in imports or module in imports for module in modules)


@cache
def _by_name() -> dict[str, Call]:
    return {name: row for row in calls().call for one in row.names for name in _spelled(one, row.each)}


def _spelled(name: str, each: dict[str, tuple[str, ...]]) -> Iterator[str]:
    hole = _HOLE.search(name)
    if hole is None:
        yield name
        return
    for part in each[hole[1]]:
        yield from _spelled(name.replace(hole[0], part), each)


@lru_cache(maxsize=8192)
def asking(name: str) -> Call | None:
    """Return what is known of a function of a project by a name that says that it asks somebody over a network."""
    return _by_name()["?"] if not calls().asking.isdisjoint(words(name.rpartition(".")[2])) else None


@cache
def ends() -> frozenset[str]:
    """Return the last parts of the names of all calls that are known."""
    return frozenset(name.rpartition(".")[2] for name in _by_name())


@cache
def _attributes() -> dict[str, Attribute]:
    return {name: row for row in calls().attribute for name in row.names}


@cache
def misuses() -> dict[str, tuple[Misuse, ...]]:
    """Return the misuses by the kind of call."""
    found: dict[str, tuple[Misuse, ...]] = {}
    for row in calls().misuse:
        for kind in row.kinds:
            found[kind] = (*found.get(kind, ()), row)
    return found


def is_bad(row: Misuse, value: str, by: str = "") -> bool:
    """Tell whether a value, as ``extract/python/values.py`` writes it, is no good in one of the ways it may be."""
    if not (row.bad or row.holds or row.together or row.least):
        return True
    if row.when and _last(by) not in row.when:
        return False
    return any(_is_bad(row, way, by) for way in value.split("|"))


def _is_bad(row: Misuse, way: str, by: str) -> bool:
    last = _last(way)
    if row.least:
        least = row.least.get(_last(by).lower().replace("-", "").replace("_", ""), row.least.get("", 0))
        return last.isdigit() and int(last) < least
    if row.bad and (last in row.bad or way in row.bad):
        return True
    parts = [_last(part) for part in way.split(",")]
    if any(all(word in parts for word in words_) for words_ in row.together):
        return True
    return any(_holds(word, way, parts) for word in row.holds)


def _holds(word: str, way: str, parts: list[str]) -> bool:
    """Tell whether a list or a string of ciphers holds a word that is not taken out again."""
    if word in parts:
        return True
    if "=" in word and "@" not in word:
        return word in way.split(",")
    pieces = re.split(r"[:, ]+", way)
    return any(word in re.split(r"[-+]", piece) for piece in pieces if not piece.startswith(("!", "-")))


def _last(value: str) -> str:
    return value.removesuffix("()").rpartition(".")[2] if not value.startswith("@") else value


def is_secret(name: str, *, whole: bool = False) -> bool:
    """Tell whether a name says that nobody may guess what it holds; with ``whole`` that it is the secret itself."""
    parts, known = words(name.rpartition(".")[2]), calls().drawing
    if not known.others.isdisjoint(parts):
        return False
    while len(parts) > 1 and parts[-1] in known.forms:
        parts = parts[:-1]
    listed = known.ends if whole else known.secret
    return any(parts[-len(words(one)) :] == words(one) for one in listed)


def rehearses(*names: str) -> bool:
    """Tell whether the names of a file, a class and a function say that they make data up."""
    return any(not calls().drawing.rehearsing.isdisjoint(words(name)) for name in names)


def seeds() -> list[tuple[str, ...]]:
    """Return the words, letters only, that stand together wherever such a call or attribute is."""
    listed = [seed for call in calls().call for seed in call.seeds]
    listed += [seed for attribute in calls().attribute for seed in attribute.seeds]
    return sorted(set(listed))
