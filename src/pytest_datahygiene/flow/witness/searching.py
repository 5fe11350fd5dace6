"""The weakest password that something takes, found by trying: ladders of lengths and classes, then what it refuses.

It asks nothing but whether a text is accepted, so that code which is run and code which is read are searched alike.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

Accepts = Callable[[str], bool]

_KINDS = ("lower", "upper", "digit", "symbol")
# No two neighbours follow one another in any alphabet or on any keyboard, no character comes twice in a row.
_SIGNS = {"lower": "kqzvmtrpjxwcgdhb", "upper": "RKZTMQVPXWHCJGDB", "digit": "7294638150", "symbol": "!#$@%&*?"}
_LENGTHS = (*range(1, 25), 28, 30, 32)
_STRONG = (16, 10, 24, 20, 14, 12, 32, 8)
_CAPS = (17, 20, 24, 30, 32, 40, 48, 50, 56, 64, 65, 72, 73, 80, 100, 128, 129, 200, 256)
# Characters that people and their password managers use.
_REFUSED = " !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~éß中"


class Found(NamedTuple):
    """``least`` characters are asked for and ``classes`` are forced; ``witness`` is the weakest that is taken. ``most``
    is the longest that is taken, ``None`` where none is refused for its length; ``refused`` are characters that no
    password may hold."""

    least: int
    classes: frozenset[str]
    witness: str
    most: int | None
    refused: str


def strong() -> Iterator[str]:
    """Yield passwords that any sane check takes, with and without symbols, those first that most take."""
    for length in _STRONG:
        yield made(length, _KINDS)
        yield made(length, _KINDS[:3])
    yield from (made(length, _KINDS, symbols="@") for length in _STRONG)
    yield from (made(length, ("digit",)) for length in (4, 6, 8))


def made(length: int, kinds: Iterable[str], symbols: str = "") -> str:
    """Return a text of so many characters of these kinds, each of which comes as early as it can."""
    sources = [itertools.cycle(symbols if kind == "symbol" and symbols else _SIGNS[kind]) for kind in kinds]
    return "".join(next(source) for source, _ in zip(itertools.cycle(sources), range(length), strict=False))


def search(accepts: Accepts) -> Found | None:
    """Return what is asked for, ``None`` where not even strong passwords are taken."""
    base = next((text for text in strong() if accepts(text)), None)
    if base is None:
        return None
    symbols = "@" if "@" in base and "!" not in base else ""
    kinds = tuple(kind for kind in _KINDS if any(one in base for one in _SIGNS[kind]))
    witness = _weakest(accepts, kinds, symbols) or base
    least = len(witness)
    lengths = [length for length in _LENGTHS if length >= least and accepts(made(length, kinds, symbols))]
    tried = [least, *lengths[:3], len(base)]

    def taken(some: tuple[str, ...]) -> bool:
        return any(accepts(made(length, some, symbols)) for length in tried if length >= len(some))

    classes = frozenset(kind for kind in kinds if not taken(tuple(one for one in kinds if one != kind)))
    if not classes & {"lower", "upper"} and not taken(tuple(one for one in kinds if one in ("digit", "symbol"))):
        classes |= {"alpha"}
    return Found(least, classes, witness, _most(accepts, kinds, symbols, least), _refused(accepts, base))


def _weakest(accepts: Accepts, kinds: tuple[str, ...], symbols: str) -> str:
    """Return a text as short as is taken and of as few kinds, one that no policy takes before one that some do."""
    choices = [some for count in range(1, len(kinds) + 1) for some in itertools.combinations(kinds, count)]
    choices.sort(key=lambda some: (len(some), len(some) > 1 and "symbol" not in some))
    for length in _LENGTHS:
        for some in choices:
            text = made(length, some, symbols)
            if len(some) <= length and accepts(text):
                return _plainer(accepts, text)
    return ""


def _plainer(accepts: Accepts, text: str) -> str:
    """Return a text that people would choose: letters that are alike, where they are taken."""
    for first in ("a" if text.islower() else "", "1" if text.isdigit() else ""):
        if first and accepts(first * len(text)):
            return first * len(text)
    return text


def _most(accepts: Accepts, kinds: tuple[str, ...], symbols: str, least: int) -> int | None:
    """Return the longest length that is taken, if longer ones are refused."""
    taken = [length for length in (least, *_CAPS) if length >= least and accepts(made(length, kinds, symbols))]
    low = max(taken, default=least)
    refused = [length for length in _CAPS if length > low]
    if not refused:
        return None
    high = refused[0]
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if accepts(made(middle, kinds, symbols)) else (low, middle)
    return low


def _refused(accepts: Accepts, base: str) -> str:
    """Return the characters that make a password that is taken one that is not."""
    middle = len(base) // 2
    return "".join(one for one in _REFUSED if not accepts(base[:middle] + one + base[middle + 1 :]))
