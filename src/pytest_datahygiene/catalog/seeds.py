"""The words that make a file worth parsing: the nouns of the catalog.

A seed is a set of words that must all occur in a text. It either selects every statement that holds it (``*``: the data may
flow), or only declarations and checks (``-``; ``+`` for data that counts at the strict level alone). Written one a line: the mark, then the words, the rarest first.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

# Words that name no data by themselves: never chosen as the word that a seed is looked up by.
_COMMON = frozenset({"number", "no", "num", "id", "code", "name", "type", "data", "date", "de", "the", "key", "value", "test", "card", "account"})
# Kinds of data that are followed wherever they go.
_FOLLOWED = frozenset({"card_number", "card_cvv", "card_track_data", "card_pin", "card_pin_block"})


def build() -> list[str]:
    """Return the seeds of the whole catalog, sorted."""
    return sorted({_line(mark, parts) for mark, parts in _seeds()})


def _seeds() -> Iterator[tuple[str, tuple[str, ...]]]:
    from pytest_datahygiene.catalog import algorithms
    from pytest_datahygiene.catalog.taxonomy import counts, taxonomy
    from pytest_datahygiene.catalog.words import words

    for row in taxonomy().type:
        if row.id == "password" or counts(row.id, "strict"):
            mark = "*" if row.id in _FOLLOWED else "-" if row.id == "password" or counts(row.id, "default") else "+"
            for token in (*row.tokens, *(word for tokens in row.lang.values() for word in tokens)):
                yield from _spellings(mark, words(token))
    yield from (("*", tuple(seed)) for seed in algorithms.seeds())
    yield ("-", ("installed", "apps"))


def _spellings(mark: str, parts: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield ``card_number`` as two words and as one."""
    letters = tuple(part for part in parts if not part.isdigit())
    yield mark, letters
    if len(letters) > 1:
        yield mark, ("".join(letters),)


def _line(mark: str, parts: Iterable[str]) -> str:
    rarest = sorted(set(parts), key=lambda word: (word in _COMMON, -len(word), word))
    return " ".join((mark, *rarest))


def lines() -> list[str]:
    """Return the seeds, from the compiled file unless the catalog was edited since."""
    here = os.path.dirname(__file__)
    packed, data = os.path.join(here, "compiled", "seeds.txt"), os.path.join(here, "data")
    try:
        made = os.stat(packed).st_mtime_ns
        edited = os.path.isdir(data) and max(entry.stat().st_mtime_ns for entry in os.scandir(data)) > made
        if not edited:
            with open(packed, encoding="ascii") as file:
                return file.read().splitlines()
    except FileNotFoundError:
        pass
    return build()
