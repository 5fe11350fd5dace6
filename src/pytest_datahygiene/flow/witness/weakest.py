"""The weakest text of a language: the shortest, of the fewest kinds of characters, of what people choose first."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection

from pytest_datahygiene.flow.witness.alphabet import CLASSES, EVERYTHING, mask, members
from pytest_datahygiene.flow.witness.reading import NotRegular, term_of
from pytest_datahygiene.flow.witness.terms import ANY, NEVER, Term, after, both, masks, nullable, one_of, then, times

# Derivatives that are looked at before a language counts as not understood.
_MOST = 4000


class TooMuch(Exception):
    """A language with more derivatives than are looked at."""


def shortest(term: Term) -> str | None:
    """Return the shortest text of a language, ``None`` if there is none; raise ``TooMuch``.

    Among the shortest it is the one that people would choose first.
    """
    signs = _representatives(term)
    left, seen = deque([(term, "")]), {term}
    while left:
        here, said = left.popleft()
        if nullable(here):
            return said
        for sign, bit in signs:
            following = after(here, bit)
            if following != NEVER and following not in seen:
                if len(seen) > _MOST:
                    raise TooMuch
                seen.add(following)
                left.append((following, said + sign))
    return None


def without(term: Term, signs: int) -> Term:
    """Return the texts of a language that hold none of some characters."""
    return both(term, times(one_of(EVERYTHING & ~signs), 0, None))


def forced(term: Term) -> frozenset[str]:
    """Return the classes of characters of which every text of a language holds one; raise ``TooMuch``."""
    return frozenset(name for name, signs in CLASSES.items() if shortest(without(term, signs)) is None)


def weakest(classes: Collection[str], least: int, patterns: Collection[tuple[str, str]], *, common: bool) -> str:
    """Return the weakest text of at least ``least`` characters with one of each class that all patterns accept, each as
    its function of ``re`` is applied; ``""`` where that is not known.

    Where ``common`` ones are refused it is one that stands on no list.
    """
    try:
        term = both(holding(classes, least), *(term_of(pattern, mode) for pattern, mode in patterns))
        text = shortest(term)
        return "" if text is None else varied(text, term) if common else text
    except (NotRegular, TooMuch, RecursionError):
        return ""


def holding(classes: Collection[str], least: int) -> Term:
    """Return the texts of so many characters at the least that hold one of each class."""
    held = (then(ANY, then(one_of(CLASSES[name]), ANY)) for name in classes)
    return both(times(one_of(EVERYTHING), least, None), *held)


def _representatives(term: Term) -> list[tuple[str, int]]:
    """Return one character for each group that a language does not tell apart, those people choose first before."""
    return [(group[0], mask(group[0])) for group in _groups(term)]


def _groups(term: Term) -> list[str]:
    kinds = sorted(masks(term))
    found: dict[tuple[bool, ...], str] = {}
    for sign in members(EVERYTHING):
        signature = tuple(bool(mask(sign) & kind) for kind in kinds)
        found[signature] = found.get(signature, "") + sign
    return list(found.values())


def varied(text: str, term: Term) -> str:
    """Return a text of a language with others in the place of characters that come again, of the same class and no
    more told apart, so that no list of common passwords holds it."""
    groups = {sign: group for group in _groups(term) for sign in group}
    found = ""
    for at, sign in enumerate(text):
        kind = next((held for held in CLASSES.values() if held & mask(sign)), EVERYTHING)
        alike = [one for one in groups[sign] if mask(one) & kind]
        group = [one for one in alike if one.isascii()] or alike
        found += group[(7 * at + 5) % len(group)] if sign in text[:at] or sign in text[at + 1 :] else sign
    return found
