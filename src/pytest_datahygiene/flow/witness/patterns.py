"""What every text has that a regular expression accepts."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from pytest_datahygiene.flow.witness.reading import NotRegular, term_of
from pytest_datahygiene.flow.witness.weakest import TooMuch, forced, shortest

# Lengths beyond this one are no rule for people.
_LONGEST = 300


class Accepts(NamedTuple):
    """The least length in characters and the classes that are forced; ``known`` is false when more may be demanded."""

    least: int = 0
    classes: frozenset[str] = frozenset()
    known: bool = True


@lru_cache(maxsize=1024)
def accepts(pattern: str, mode: str = "search") -> Accepts:
    """Return what any text has that ``re``'s function ``mode`` (``search``, ``match``, ``fullmatch``) accepts.

    An expression that Python cannot read is not known; nor is one that is more than a regular language, that is too
    large, or that accepts nothing at all.
    """
    try:
        term = term_of(pattern, mode)
        text = shortest(term)
        if text is None or len(text) > _LONGEST:
            return Accepts(known=False)
        classes = forced(term)
    except (NotRegular, TooMuch, RecursionError):
        return Accepts(known=False)
    # Whoever asks for a capital asks for a letter.
    return Accepts(len(text), classes - {"alpha"} if classes & {"upper", "lower"} else classes)
