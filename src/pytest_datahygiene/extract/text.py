"""Card numbers in any text.

A number counts when it stands alone, its check digit is right and a scheme gives out such numbers. One in 27 does so by
chance, so a run of digits without the groups of a card needs words about cards near it, or others like it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from pytest_datahygiene.catalog.cards import cards, is_made_up, is_published, luhn, masked, scheme_of
from pytest_datahygiene.facts import CardNumberSeen, Place

# One space, hyphen or underscore between groups, in the forms that texts use.
_GAP = r"[ \-_\u00a0\u2007\u2009\u202f\u2010-\u2013]"
# Digits come first, so that the search skips to digits. No letter, digit or sign of a larger number may stand before or
# after them; the letters of escapes and of track 1 are looked at later. Groups of four have no fifth in front.
# Linear: what is tried at a digit ends within 24 characters.
_CANDIDATE = re.compile(
    r"[0-9](?<![0-9]{2})[0-9]{3}(?<![^\WnrtB][0-9]{4})(?<![.+$/\\%@\-][0-9]{4})(?:[0-9]{9,15}"
    rf"|(?P<gap>{_GAP})(?<![0-9]{{4}}{_GAP}[0-9]{{4}}{_GAP})(?:[0-9]{{6}}(?P=gap)[0-9]{{4,5}}"
    r"|[0-9]{4}(?P=gap)[0-9]{4}(?P=gap)[0-9]{4}(?:(?P=gap)[0-9]{1,3})?))(?![\w@+]|[.\-]\w|/[^\W\d])"
)
_LETTERS_BEFORE = {"n": "\\", "r": "\\", "t": "\\", "B": "%"}
_FOUR_FOURS = len("4444 4444 4444 4444")
# A group in front that holds a digit, or four digits behind: the literal is a cut from an IBAN or from a table.
_NEIGHBOUR_BEFORE = re.compile(rf"[0-9][0-9A-Za-z]{{0,7}}(?P<gap>{_GAP})$")
_NEIGHBOUR_AFTER = re.compile(rf"(?P<gap>{_GAP})[0-9]{{4}}")
_NEIGHBOUR = 9
_TRACK_1 = re.compile(r"\^[^\^\n]{2,26}\^")
_TRACK_2 = re.compile(r"=[0-9]{7}")
_WORD = re.compile(r"[A-Z]?[a-zà-öø-ÿ]+|[A-Z]+(?![a-z])")
# How far around a number words are looked for: lines before and after it, and characters.
_LINES_BEFORE, _LINES_AFTER = 4, 3
_BEFORE, _AFTER, _LABEL = 300, 200, 60
# So many different numbers in a row that all pass: no chance, and no words needed.
_ROW = 5
# What a file may yield of one kind: the rest of a dump tells nothing more.
_MOST = 1000


class _Literal(NamedTuple):
    digits: str
    start: int
    end: int
    gap: str


def extract(path: str, text: str) -> Iterator[CardNumberSeen]:
    """Yield the literals of a text that pass for card numbers, in their order; of a dump the first thousand."""
    row: set[str] = set()
    lines = _Lines(text)
    worded_line = -_LINES_BEFORE
    left = dict.fromkeys((True, False), _MOST)
    for literal in _literals(text):
        scheme = scheme_of(literal.digits) if luhn(literal.digits) else None
        if scheme is None or _is_other(text, literal):
            row.clear()
            continue
        row.add(literal.digits)
        published = _is_example(literal.digits)
        if published and not left[False]:
            continue
        line, column = lines.place(literal.start)
        # One word serves a whole column of numbers.
        if line - worded_line <= 1 or _has_words(text, literal):
            worded_line = line
        quoted = line == worded_line or len(row) >= _ROW or _is_grouped(text, literal) or _is_track(text, literal)
        real = quoted and not published
        if left[real]:
            left[real] -= 1
            yield CardNumberSeen(
                Place(path, line, column),
                masked=masked(literal.digits),
                scheme=scheme.title,
                published=published,
                quoted=quoted,
            )
        elif real:
            return


@lru_cache(maxsize=1024)
def _is_example(digits: str) -> bool:
    return is_published(digits) or is_made_up(digits)


class _Lines:
    """Lines and columns of positions that only grow."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._line = 1
        self._counted = 0

    def place(self, position: int) -> tuple[int, int]:
        self._line += self._text.count("\n", self._counted, position)
        self._counted = position
        return self._line, position - self._text.rfind("\n", 0, position)


def _literals(text: str) -> Iterator[_Literal]:
    """Yield the runs of digits that have the shape of a card number."""
    for found in _CANDIDATE.finditer(text):
        letter = text[found.start() - 1 : found.start()]
        if letter in _LETTERS_BEFORE and not text.endswith(_LETTERS_BEFORE[letter], 0, found.start() - 1):
            continue
        gap, shown = found["gap"] or "", found[0]
        digits = shown.replace(gap, "") if gap else shown
        if len(shown) > _FOUR_FOURS and gap and not luhn(digits):
            # What follows 4-4-4-4 is more often a security code than the rest of a number of 17 to 19 digits.
            digits, shown = shown[:_FOUR_FOURS].replace(gap, ""), shown[:_FOUR_FOURS]
        yield _Literal(digits, found.start(), found.start() + len(shown), gap)


def _is_other(text: str, literal: _Literal) -> bool:
    """Tell whether the word just before the number names another kind of number."""
    before = _WORD.findall(text[max(0, literal.start - _LABEL) : literal.start].rpartition("\n")[2])
    return bool(before) and before[-1].lower() in cards().context.other_numbers


def _has_words(text: str, literal: _Literal) -> bool:
    """Tell whether words about cards stand near."""
    before = text[max(0, literal.start - _BEFORE) : literal.start].split("\n")[-_LINES_BEFORE - 1 :]
    after = text[literal.end : literal.end + _AFTER].split("\n")[: _LINES_AFTER + 1]
    near = "\n".join(before + after)
    return bool(_hint().search(near.lower())) and _names_card(near)


def _names_card(near: str) -> bool:
    context = cards().context
    previous = ""
    for word in map(str.lower, _WORD.findall(near)):
        if word in context.words or (word in context.cards and previous not in context.other_cards):
            return True
        previous = word
    return False


@cache
def _hint() -> re.Pattern[str]:
    """Return a pattern that is found wherever a word about cards is, and elsewhere: cheaper than taking words apart."""
    context = cards().context
    return re.compile("|".join(sorted({word[:3] for word in context.words | context.cards})))


def _is_grouped(text: str, literal: _Literal) -> bool:
    """Tell whether the digits stand in groups as on a card, and are no cut from a longer table."""
    if not literal.gap:
        return False
    before = text[max(0, literal.start - _NEIGHBOUR) : literal.start]
    neighbours = _NEIGHBOUR_BEFORE.search(before), _NEIGHBOUR_AFTER.match(text, literal.end)
    return not any(found and found["gap"] == literal.gap for found in neighbours)


def _is_track(text: str, literal: _Literal) -> bool:
    """Tell whether the literal is part of a magnetic stripe's content."""
    return bool(_TRACK_1.match(text, literal.end) or _TRACK_2.match(text, literal.end))
