"""Card numbers in any text.

A number counts when it stands alone, its check digit is right and a scheme gives out such numbers. One number in 27
does so by chance, so a run of digits without the groups of a card needs words about cards near it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pytest_datahygiene.catalog.cards import cards, is_made_up, is_published, luhn, masked, scheme_of
from pytest_datahygiene.facts import CardNumberSeen, Place

# One space, hyphen or underscore between groups, in the forms that texts use.
_GAP = r"[ \-_\u00a0\u2007\u2009\u202f\u2010-\u2013]"
# The first digit comes first, so that the search skips to digits. No letter, digit or sign of a larger number may stand
# before it, except for an escape such as \n and the head of track 1, nor after it. Linear: what is tried at a digit
# ends within 24 characters.
_CANDIDATE = re.compile(
    r"[0-9](?:(?<![\w.+$/\\%@\-][0-9])|(?<=\\[nrt][0-9])|(?<=%B[0-9]))"
    r"(?:[0-9]{12,18}"
    rf"|[0-9]{{3}}(?P<gap>{_GAP})(?:[0-9]{{4}}(?P=gap)[0-9]{{4}}(?P=gap)[0-9]{{4}}(?:(?P=gap)[0-9]{{1,3}})?|[0-9]{{6}}(?P=gap)[0-9]{{4,5}}))"
    r"(?![\w@+]|[.\-/]\w)"
)
_WORD = re.compile(r"[A-Z]?[a-zà-öø-ÿ]+|[A-Z]+(?![a-z])")
# A group in front that holds a digit, or four digits behind: the literal is a cut from an IBAN or from a table.
_NEIGHBOUR_BEFORE = re.compile(rf"[0-9][0-9A-Za-z]{{0,7}}(?P<gap>{_GAP})$")
_NEIGHBOUR_AFTER = re.compile(rf"(?P<gap>{_GAP})[0-9]{{4}}")
_TOKEN = 9
# How far around a number words are looked for: lines before and after it, and characters.
_LINES_BEFORE, _LINES_AFTER = 4, 3
_BEFORE, _AFTER, _LABEL = 300, 200, 60
_FOUR_FOURS = len("4444 4444 4444 4444")
_TRACK_1 = re.compile(r"\^[^\^\n]{2,26}\^")
_TRACK_2 = re.compile(r"=[0-9]{7}")


class _Literal(NamedTuple):
    digits: str
    start: int
    end: int
    gap: str


def extract(path: str, text: str) -> Iterator[CardNumberSeen]:
    """Yield the literals of a text that pass for card numbers, in their order."""
    line, counted, worded_line = 1, 0, -_LINES_BEFORE
    for literal in _literals(text):
        scheme = scheme_of(literal.digits)
        if scheme is None:
            continue
        line += text.count("\n", counted, literal.start)
        counted = literal.start
        # One word serves a whole column of numbers.
        worded = not _is_other(text, literal) and (line - worded_line <= 1 or _has_words(text, literal))
        worded_line = line if worded else worded_line
        yield CardNumberSeen(
            Place(path, line, literal.start - text.rfind("\n", 0, literal.start)),
            masked=masked(literal.digits),
            scheme=scheme.title,
            published=is_published(literal.digits) or is_made_up(literal.digits),
            quoted=worded or _is_grouped(text, literal) or _is_track(text, literal),
        )


def _literals(text: str) -> Iterator[_Literal]:
    """Yield the runs of digits whose check digit is right."""
    for found in _CANDIDATE.finditer(text):
        gap, shown = found["gap"] or "", found[0]
        # What follows 4-4-4-4 is more often a security code than the rest of a number of 17 to 19 digits.
        for form in (shown, shown[:_FOUR_FOURS]) if gap and len(shown) > _FOUR_FOURS else (shown,):
            digits = form.replace(gap, "")
            if luhn(digits):
                yield _Literal(digits, found.start(), found.start() + len(form), gap)
                break


def _is_other(text: str, literal: _Literal) -> bool:
    """Tell whether the word just before the number names another kind of number."""
    before = _WORD.findall(text[max(0, literal.start - _LABEL) : literal.start].rpartition("\n")[2])
    return bool(before) and before[-1].lower() in cards().context.other_numbers


def _has_words(text: str, literal: _Literal) -> bool:
    """Tell whether words about cards stand near."""
    context = cards().context
    lines_before = text[max(0, literal.start - _BEFORE) : literal.start].split("\n")[-_LINES_BEFORE - 1 :]
    lines_after = text[literal.end : literal.end + _AFTER].split("\n")[: _LINES_AFTER + 1]
    previous = ""
    for word in _WORD.findall("\n".join(lines_before + lines_after)):
        lower = word.lower()
        if lower in context.words or (lower in context.cards and previous not in context.other_cards):
            return True
        previous = lower
    return False


def _is_grouped(text: str, literal: _Literal) -> bool:
    """Tell whether the digits stand in groups as on a card, and are no cut from a longer table."""
    if not literal.gap:
        return False
    before, after = text[max(0, literal.start - _TOKEN) : literal.start], text[literal.end : literal.end + _TOKEN]
    neighbours = _NEIGHBOUR_BEFORE.search(before), _NEIGHBOUR_AFTER.match(after)
    return not any(found and found["gap"] == literal.gap for found in neighbours)


def _is_track(text: str, literal: _Literal) -> bool:
    """Tell whether the literal is part of a magnetic stripe's content."""
    return bool(_TRACK_1.match(text, literal.end) or _TRACK_2.match(text, literal.end))
