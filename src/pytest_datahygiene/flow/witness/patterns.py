"""A regular expression read for what every text that passes it must have."""

from __future__ import annotations

import re
import sys
import warnings
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from pytest_datahygiene.catalog.charsets import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

if sys.version_info >= (3, 11):
    from re import _constants as _sre
    from re import _parser
else:
    import sre_constants as _sre
    import sre_parse as _parser

_PRINTABLE = [chr(code) for code in range(32, 127)]
# Longer ones are not written for passwords, and lengths beyond this one are no rule for people.
_LONGEST = 2000


class Accepts(NamedTuple):
    """The least length in characters and the classes that are forced; ``known`` is false when more may be demanded."""

    least: int = 0
    classes: frozenset[str] = frozenset()
    known: bool = True


@lru_cache(maxsize=1024)
def accepts(pattern: str) -> Accepts:
    """Return what any text must have that the pattern matches, at its start, anywhere, or as a whole.

    A pattern that Python cannot read is not known; so is one with what lookaheads forbid, conditions or references
    back.
    """
    if len(pattern) > _LONGEST:
        return Accepts(known=False)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree: Any = _parser.parse(pattern)
        found = _sequence(tree, bool(tree.state.flags & re.IGNORECASE))
    except (re.error, RecursionError, OverflowError, ValueError):
        return Accepts(known=False)
    return found if found.least < _LONGEST else Accepts(known=False)


def _sequence(items: Iterable[tuple[Any, Any]], loose: bool) -> Accepts:
    """Return what a run of items asks for: their lengths add up, lookaheads hold beside them."""
    length, ahead, classes, known = 0, 0, frozenset[str](), True
    for item, value in items:
        found = _item(item, value, loose)
        classes, known = classes | found.classes, known and found.known
        if item is _sre.ASSERT:
            ahead = max(ahead, length + found.least)
        else:
            length += found.least
    return Accepts(max(length, ahead), classes, known)


def _item(item: Any, value: Any, loose: bool) -> Accepts:
    if item in (_sre.LITERAL, _sre.NOT_LITERAL, _sre.IN, _sre.ANY):
        return Accepts(1, _classes(item, value, loose))
    if item in (_sre.MAX_REPEAT, _sre.MIN_REPEAT) or item is getattr(_sre, "POSSESSIVE_REPEAT", None):
        least, _, inner = value
        found = _sequence(inner, loose)
        return Accepts(least * found.least, found.classes, found.known) if least else Accepts(known=True)
    if item is _sre.SUBPATTERN:
        _, added, removed, inner = value
        return _sequence(inner, (loose or bool(added & re.IGNORECASE)) and not removed & re.IGNORECASE)
    if item is getattr(_sre, "ATOMIC_GROUP", None):
        return _sequence(value, loose)
    if item is _sre.BRANCH:
        return _branches([_sequence(branch, loose) for branch in value[1]])
    if item is _sre.ASSERT:
        direction, inner = value
        return _sequence(inner, loose) if direction == 1 else Accepts(known=False)
    if item is _sre.ASSERT_NOT:
        return Accepts(known=_only_spaces(value[1]))
    return Accepts(known=item is _sre.AT)


def _branches(ways: list[Accepts]) -> Accepts:
    classes = frozenset.intersection(*(way.classes for way in ways))
    return Accepts(min(way.least for way in ways), classes, all(way.known for way in ways))


def _only_spaces(items: Iterable[tuple[Any, Any]]) -> bool:
    """Tell whether a negative lookahead forbids white space or the end of a line and nothing that bears on classes."""
    return all(
        item in (_sre.AT, _sre.ANY)
        or (item in (_sre.MAX_REPEAT, _sre.MIN_REPEAT) and _only_spaces(value[2]))
        or (item in (_sre.LITERAL, _sre.IN) and all(sign.isspace() for sign in _signs(item, value)))
        for item, value in items
    )


def _classes(item: Any, value: Any, loose: bool) -> frozenset[str]:
    signs = list(_signs(item, value))
    if loose:
        signs = [*(sign.lower() for sign in signs), *(sign.upper() for sign in signs)]
    kind = kind_of(signs) if signs else ""
    return frozenset({kind} if kind else ())


def _signs(item: Any, value: Any) -> Iterator[str]:
    """Yield the printable characters that an item takes; those outside ASCII for a literal alone."""
    if item is _sre.LITERAL:
        yield chr(value)
    elif item is _sre.NOT_LITERAL:
        yield from (sign for sign in _PRINTABLE if ord(sign) != value)
    elif item is _sre.ANY:
        yield from _PRINTABLE
    elif item is _sre.IN:
        negated = value[0][0] is _sre.NEGATE
        yield from (sign for sign in _PRINTABLE if any(_member(sign, part) for part in value[negated:]) != negated)


def _member(sign: str, part: tuple[Any, Any]) -> bool:
    kind, value = part
    if kind is _sre.LITERAL:
        return sign == chr(value)
    if kind is _sre.RANGE:
        return ord(sign) in range(value[0], value[1] + 1)
    shape: dict[Any, bool] = {
        _sre.CATEGORY_DIGIT: sign.isdigit(),
        _sre.CATEGORY_SPACE: sign.isspace(),
        _sre.CATEGORY_WORD: sign.isalnum() or sign == "_",
    }
    opposite: dict[Any, Any] = {
        _sre.CATEGORY_NOT_DIGIT: _sre.CATEGORY_DIGIT,
        _sre.CATEGORY_NOT_SPACE: _sre.CATEGORY_SPACE,
        _sre.CATEGORY_NOT_WORD: _sre.CATEGORY_WORD,
    }
    if value in opposite:
        return not shape[opposite[value]]
    return shape.get(value, False)
