"""The words that make a file worth parsing: the nouns of the catalog.

A seed is a name of one or more words. It either selects every statement that holds it (``*``: the data may flow), or
declarations (``-``; ``+`` for data that counts at the strict level alone, ``=`` for data that only an inventory asks
for), or these and what judges it (``?``); with any of them, or alone (``>``), the functions that hold it and tell
somebody something; ``@`` those that send something to another company. ``2`` selects nothing: that the words are there
is what counts.
The words of ``&`` need not follow one another: they are an algorithm and what it is used for.

Kept with the calls that tell, one line for each word by which seeds are looked up, the rarest of theirs: the word,
then its seeds, each a mark and all its words.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pytest_datahygiene.catalog.taxonomy import DataType

# Words that name no data by themselves: never chosen as the word that a seed is looked up by.
_COMMON = frozenset(
    {
        "number",
        "no",
        "num",
        "id",
        "code",
        "name",
        "type",
        "data",
        "date",
        "de",
        "the",
        "key",
        "value",
        "test",
        "card",
        "account",
        *"0123456789",
    }
)
# Kinds of data that count for little, and tell that an account number beside them is a bank's.
_SUPPORTING = frozenset({"bank_routing_number"})
# Data of which it counts how long it is kept.
_ENDING = frozenset({"one_time_code", "password_reset_token"})
# What the whole of a form, a schema or a request is called.
_WHOLES = (
    *(("cleaned", "data"), ("validated", "data"), ("model", "dump"), ("asdict",)),
    *(("request", part) for part in ("data", "post", "headers", "meta", "cookies")),
)
# Folders inside an application of a web framework.
_APPLICATION = frozenset("migrations management templatetags api views models forms serializers services".split())
# Files that explain, wherever they lie: what looks like data in them is an example.
_PROSE = (".md", ".mdx", ".rst", ".adoc")


def build() -> list[str]:
    """Return the seeds of the whole catalog by word, sorted, and before them six lines: the folders that are set
    aside (``!``), the single words that mean something only beside others (``~``), the calls that log (``(``), those
    that send something to another company (``)``), the hosts of such companies (``/``), and parts of the names of calls
    that protect what is kept, or keep it (``|``)."""
    from pytest_datahygiene.catalog import leaving
    from pytest_datahygiene.catalog.taxonomy import taxonomy
    from pytest_datahygiene.catalog.words import words

    aside = sorted(taxonomy().context.lowers_paths)
    weak = sorted({token for row in taxonomy().type for token in row.weak if words(token) == (token,)})
    by_word: dict[str, set[str]] = {}
    for mark, parts in _seeds():
        by_word.setdefault(_rarest(parts), set()).add(" ".join((mark, *parts)))
    seeds = (("\t".join((word, *sorted(found)))) for word, found in sorted(by_word.items()))
    told = (("(", leaving.calls({"log", "cookie"})), (")", leaving.calls(leaving.SENT)))
    others = (("/", leaving.hosts()), ("|", leaving.keeping()))
    heads = (("!", aside), ("~", weak), *told, *others)
    return [*("\t".join((mark, *names)) for mark, names in heads), *seeds]


@cache
def _aside() -> frozenset[str]:
    return frozenset(lines()[0].split("\t")[1:])


@cache
def supported() -> frozenset[str]:
    """Return the words of names that say too little alone."""
    return frozenset(lines()[1].split("\t")[1:])


@cache
def telling(kind: Literal["log", "sent", "hosts", "kept"]) -> frozenset[str]:
    """Return the calls that log, or that send something to another company (``receiver.method`` or ``method``), the
    hosts of such companies, or parts of the names of calls that protect what is kept, or keep it."""
    return frozenset(lines()[{"log": 2, "sent": 3, "hosts": 4, "kept": 5}[kind]].split("\t")[1:])


@lru_cache(maxsize=4096)
def set_aside(path: str) -> bool:
    """Tell whether a POSIX path is of tests, documentation or other people's code, where nothing of a customer is
    kept."""
    *folders, file = path.lower().split("/")
    stem = file.rsplit(".", 1)[0]
    told = file.endswith(_PROSE) or stem in _aside() or stem.startswith("test_") or stem.endswith("_test")
    return told or any(
        name in _aside() and not _is_own(name, folders[index + 1 :]) for index, name in enumerate(folders)
    )


def _is_own(name: str, below: list[str]) -> bool:
    """Tell whether a folder ``vendor`` is an application for vendors: other people's code has a folder below it."""
    return name == "vendor" and (not below or below[0] in _APPLICATION)


def _seeds() -> Iterator[tuple[str, tuple[str, ...]]]:
    from pytest_datahygiene.catalog import algorithms, calls, factors, hashers
    from pytest_datahygiene.catalog.encryption import encryption
    from pytest_datahygiene.catalog.keys import key_settings
    from pytest_datahygiene.catalog.receivers import gives
    from pytest_datahygiene.catalog.sinks import switches
    from pytest_datahygiene.catalog.taxonomy import counts, taxonomy
    from pytest_datahygiene.catalog.words import words

    followed = taxonomy().followed
    for row in taxonomy().type:
        told = row.id in followed.secrets | followed.welcome and row.id not in {"password", *_ENDING}
        if told or not (row.id == "password" or counts(row.id, "strict")):
            yield from (seed for token in _names(row) for seed in _spellings("=", words(token)))
        yield from (("=", words(token)) for token in row.weak)
        if row.id in followed.secrets | followed.welcome or counts(row.id, "strict"):
            plain = row.category.startswith("card-c") or row.id in _SUPPORTING or counts(row.id, "default")
            mark = "*" if row.id in followed.cards else "-" if plain else "+"
            if row.id in followed.secrets | followed.welcome:
                mark = "?" if row.id == "password" else ">" if row.id in followed.secrets else "@"
            for token in _names(row):
                yield from _spellings(mark, words(token))
                if row.id in _ENDING:
                    yield from _spellings("-", words(token))
            yield from (("-", words(name)) for name in row.classes)
            # Names that need support, from the class around them at the least; single words would select too much.
            if plain and mark != "?":
                yield from (("-", words(token)) for token in row.weak if len(words(token)) > 1)
    yield from (("&", tuple(seed)) for seed in algorithms.seeds())
    yield from (("*", words(keyword)) for _, keyword in switches())
    yield from (("-", words(name)) for name in hashers.settings())
    yield from (("&", tuple(seed)) for seed in hashers.seeds())
    yield from (("&", seed) for seed in calls.seeds())
    yield from (("$", (word,)) for word in calls.calls().listing)
    yield from (("&", tuple(seed)) for seed in encryption().keys.seeds)
    yield from (
        ("-", words(name))
        for name in (*key_settings(), "encryption_key", "encrypt_key", "encrypt_secret_key", "aes_key", "fernet_key")
    )
    yield from (seed for name in encryption().keys.secrets for seed in _spellings("-", words(name)))
    yield from ((">", words(" ".join(name.split(".")[-2:]))) for name in gives())
    # A form or a schema may hold anything; where it is told, its declaration says what.
    yield from ((">", parts) for parts in _WHOLES)
    yield from (("2", seed) for seed in factors.seeds())
    # Codes that are drawn.
    draws = ("random", "randint", "randrange", "randbelow", "choices")
    yield from (("&", (draw, word)) for draw in draws for word in ("otp", "pin", "verification"))
    yield "&", ("randint", "code")
    yield ("-", ("installed", "apps"))
    # What a migration drops no longer counts, and the model that is dropped need not bear a name that is a seed.
    yield from (("-", ("deletemodel",)), ("-", ("renamemodel",)))


def _names(row: DataType) -> Iterator[str]:
    yield from row.tokens
    yield from (word for tokens in row.lang.values() for word in tokens)


def _spellings(mark: str, parts: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield ``card_number`` as two words and as one."""
    yield mark, parts
    if len(parts) > 1:
        yield mark, ("".join(parts),)


def _rarest(parts: tuple[str, ...]) -> str:
    return min(parts, key=lambda part: (part in _COMMON, -len(part), part))


@cache
def lines() -> list[str]:
    """Return the seeds, from the compiled file unless the catalog was edited since."""
    here = os.path.dirname(__file__)
    packed, data = os.path.join(here, "compiled", "seeds.txt"), os.path.join(here, "data")
    try:
        made = os.stat(packed).st_mtime_ns
        edited = os.path.isdir(data) and max(entry.stat().st_mtime_ns for entry in os.scandir(data)) > made
        if not edited:
            with open(packed, encoding="utf-8") as file:
                return file.read().splitlines()
    except FileNotFoundError:
        pass
    return build()
