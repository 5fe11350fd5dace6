"""Names taken apart into words, the way people read them."""

from __future__ import annotations

import re
from functools import lru_cache

_PIECE = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[0-9]+")
# The letters that do not come apart under NFKD but that developers write in ASCII.
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "þ": "th"})


@lru_cache(maxsize=65536)
def words(name: str) -> tuple[str, ...]:
    """Split ``creditCard_no2`` into ``("credit", "card", "no", "2")``; accents are folded, case is lowered."""
    if not name.isascii():
        name = fold(name)
    return tuple(piece.lower() for piece in _PIECE.findall(name))


def fold(text: str) -> str:
    """Return ``text`` without accents, as far as ASCII can spell it."""
    from unicodedata import combining, normalize

    return "".join(sign for sign in normalize("NFKD", text.translate(_LETTERS)) if not combining(sign))
