"""Card numbers in a text that is about to be shown.

A run of 13 to 19 digits with a right check digit is masked whichever scheme it is of and whatever parts its digits. In
a longer run chance alone would strike too often: there a number must begin as those of a scheme do. The ranges here are
coarse on purpose, and not read from the catalog, which costs more to load than most runs have to show.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate

_FEWEST, _MOST, _KEPT = 13, 19, 4
_ANY_LENGTH = tuple(range(_FEWEST, _MOST + 1))
# Signs that may part digits: white space, the hyphens and invisible signs of Unicode, and what people type.
_PARTING = (
    r"\s\x00\-_./+\u00ad\u00b7\u180e\u200b-\u2015\u2022\u202a-\u202e\u2043\u2060-\u2069\u2212\ufe58\ufe63\ufeff\uff0d"
)
_STRETCH = re.compile(rf"\d[\d{_PARTING}]{{{_FEWEST - 1},}}")
# The same signs as the sources of texts spell them.
_SPELLED = re.compile(r"%20|%2[dD]|&nbsp;|&#160;|&#x[aA]0;|&shy;|\\x(?:00|a0|ad)|\\u(?:00a0|00ad|20[0-6][0-9a-f]|feff)")
# More signs than that between two digits part two numbers.
_WIDEST = 6
# Nobody reads a longer run: it is masked unseen.
_READABLE = 256
# What numbers begin with and their lengths: of the large schemes, looked for among the digits of any run, and of all,
# looked for between signs.
_LARGE = (
    (re.compile("4|5[1-5]|35|6|2(?:2[2-9]|2[01]|[3-6]|7[01]|720)"), (16,)),
    (re.compile("3[47]"), (15,)),
    (re.compile("3[0689]"), (14,)),
)
_ALL = (
    (re.compile("[456]|8[126]|9[678]"), _ANY_LENGTH),
    (re.compile("35|2(?:2|[3-6]|7[01]|720)"), (16, 17, 18, 19)),
    (re.compile("3[47]|2131|1(?!946)"), (15,)),
    (re.compile("3"), (14, 15, 16, 17, 18, 19)),
    (re.compile("1946"), (15, 16, 18, 19)),
)
# No scheme begins with these: they keep the stamps of days and seconds readable.
_NEVER = re.compile("[07]|20|2[189](?!31)|1(?!800|946)")


def without_cards(text: str) -> str:
    """Return ``text`` with every digit of a card number but the last four replaced by an asterisk."""
    shadow = _SPELLED.sub(_blank, text) if "\\" in text or "&" in text or "%2" in text else text
    hidden = [
        position for stretch in _STRETCH.finditer(shadow) for run in _runs(stretch) for position in _hidden(shadow, run)
    ]
    if not hidden:
        return text
    signs = list(text)
    for position in hidden:
        signs[position] = "*"
    return "".join(signs)


def _blank(found: re.Match[str]) -> str:
    """Return as many null characters: they part digits, and positions stay."""
    return "\0" * len(found[0])


def _runs(stretch: re.Match[str]) -> Iterator[list[int]]:
    """Yield the positions of digits that belong together."""
    run: list[int] = []
    for position, sign in enumerate(stretch[0], stretch.start()):
        if sign.isdecimal():
            if run and position - run[-1] > _WIDEST + 1:
                yield run
                run = []
            run.append(position)
    yield run


def _hidden(text: str, run: list[int]) -> Iterator[int]:
    """Yield the positions of a run to hide: those of numbers that overlap count as one."""
    if len(run) > _READABLE:
        yield from run
    if not _FEWEST <= len(run) <= _READABLE:
        return
    first = last = 0
    for start, end in _numbers(text, run):
        if start >= last:
            yield from run[first : max(first, last - _KEPT)]
            first = start
        last = max(last, end)
    yield from run[first : max(first, last - _KEPT)]


def _numbers(text: str, run: list[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last index plus one of every card number in a run, by first index."""
    digits = "".join(str(int(text[position])) for position in run)
    sums = _check_sums(digits)
    ends = {index for index in range(1, len(run)) if run[index] - run[index - 1] > 1} | {0, len(run)}
    for start in range(len(run) - _FEWEST + 1):
        for length in _ANY_LENGTH if start in ends else _lengths(_LARGE, digits, start):
            end = start + length
            if end <= len(run) and (sums[end % 2][end] - sums[end % 2][start]) % 10 == 0:
                one = length == len(run) or run[end - 1] - run[start] == length - 1
                if _is_number(digits, start, length, between=end in ends and start in ends, one=one):
                    yield start, end


def _is_number(digits: str, start: int, length: int, *, between: bool, one: bool) -> bool:
    """Tell whether digits with a right check digit are a card's.

    ``between``: signs stand on both sides; ``one``: besides, no sign parts the digits, or the run holds nothing else.
    """
    if not between:
        return length in _lengths(_LARGE, digits, start)
    if not one:
        return length in _lengths(_ALL, digits, start)
    # Airline cards begin with 1 and have 15 digits.
    return not _NEVER.match(digits, start) or (length == 15 and digits[start] == "1")


def _check_sums(digits: str) -> tuple[list[int], list[int]]:
    """Return for numbers that end at an even and at an odd index the running sums of their Luhn terms."""
    plain = [int(digit) for digit in digits]
    twice = [2 * digit - 9 if digit > 4 else 2 * digit for digit in plain]
    even = [(plain if index % 2 else twice)[index] for index in range(len(plain))]
    odd = [(twice if index % 2 else plain)[index] for index in range(len(plain))]
    return [0, *accumulate(even)], [0, *accumulate(odd)]


def _lengths(table: tuple[tuple[re.Pattern[str], tuple[int, ...]], ...], digits: str, start: int) -> tuple[int, ...]:
    """Return the lengths of the numbers that begin as the digits at ``start`` do."""
    return next((lengths for prefix, lengths in table if prefix.match(digits, start)), ())
