"""Python's regular expressions as terms: what a text must be for an expression to match it.

An item is read together with what follows it, so that a lookahead is an intersection with that.
"""

from __future__ import annotations

import re
import sys
import warnings
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from pytest_datahygiene.flow.witness.alphabet import ALPHABET, EVERYTHING
from pytest_datahygiene.flow.witness.terms import ANY, EMPTY, NEVER, Term, both, either, never, one_of, then, times

if sys.version_info >= (3, 11):
    from re import _compiler, _parser
    from re import _constants as _sre
else:
    import sre_compile as _compiler
    import sre_constants as _sre
    import sre_parse as _parser

# Longer ones are not written for passwords.
_LONGEST = 2000
_LEAVES = (_sre.LITERAL, _sre.NOT_LITERAL, _sre.IN, _sre.ANY)
_REPEATS = tuple(
    getattr(_sre, name) for name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT") if hasattr(_sre, name)
)
_MOST_REPEATED, _MOST_UNROLLED = 300, 8


class NotRegular(Exception):
    """An expression with references back, lookbehinds, conditions or word boundaries, or that Python does not take."""


@lru_cache(maxsize=512)
def term_of(pattern: str, mode: str) -> Term:
    """Return the texts for which ``re``'s function ``mode`` (``search``, ``match``, ``fullmatch``) finds a match.

    Raise ``NotRegular`` for an expression that is more than a regular language.
    """
    tree = _parsed(pattern)
    flags = tree.state.flags
    whole = _read(list(tree), flags, EMPTY if mode == "fullmatch" else ANY, at_start=True)
    if mode != "search":
        return whole
    later = _read(list(tree), flags, ANY, at_start=False)
    return either(whole, then(one_of(EVERYTHING), then(ANY, later)))


def _parsed(pattern: str) -> Any:
    if len(pattern) > _LONGEST:
        raise NotRegular
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _parser.parse(pattern)
    except (re.error, RecursionError, OverflowError, ValueError):
        raise NotRegular from None


def _read(items: Sequence[tuple[Any, Any]], flags: int, following: Term, *, at_start: bool) -> Term:
    """Return what a run of items matches, with what follows it."""
    if not items:
        return following
    (item, value), rest = items[0], items[1:]
    if item in _LEAVES:
        signs = _leaf(repr((item, value)), item, value, flags)
        return then(one_of(signs), _read(rest, flags, following, at_start=False))
    if item is _sre.AT:
        return _anchored(value, _read(rest, flags, following, at_start=at_start), flags, at_start=at_start)
    if item in (_sre.ASSERT, _sre.ASSERT_NOT):
        direction, inner = value
        if direction != 1:
            raise NotRegular
        seen = _read(list(inner), flags, ANY, at_start=at_start)
        left = _read(rest, flags, following, at_start=at_start)
        return both(seen if item is _sre.ASSERT else never(seen), left)
    if item is _sre.SUBPATTERN:
        _, added, removed, inner = value
        return _around(list(inner), (flags | added) & ~removed, rest, flags, following, at_start=at_start)
    if item is _sre.BRANCH:
        ways = (_around(list(way), flags, rest, flags, following, at_start=at_start) for way in value[1])
        return either(*ways)
    if item in _REPEATS:
        return _repeated(value, rest, flags, following, at_start=at_start)
    raise NotRegular


def _around(
    inner: Sequence[tuple[Any, Any]],
    inner_flags: int,
    rest: Sequence[tuple[Any, Any]],
    flags: int,
    following: Term,
    *,
    at_start: bool,
) -> Term:
    """Return what a group matches, with what stands behind it."""
    if not _looks_around(inner):
        alone = _read(inner, inner_flags, EMPTY, at_start=at_start)
        return then(alone, _read(rest, flags, following, at_start=False if _anchors(rest) else at_start))
    return _read(inner, inner_flags, _read(rest, flags, following, at_start=at_start), at_start=at_start)


def _repeated(
    value: tuple[int, Any, Any], rest: Sequence[tuple[Any, Any]], flags: int, following: Term, *, at_start: bool
) -> Term:
    least, most, inner = value
    items = list(inner)
    if least > _MOST_REPEATED or _anchors(rest):
        raise NotRegular
    left = _read(rest, flags, following, at_start=at_start)
    if (least, most) == (0, 1):
        return either(_read(items, flags, left, at_start=at_start), left)
    if _looks_around(items):
        if most == _sre.MAXREPEAT or most > _MOST_UNROLLED:
            raise NotRegular
        runs = ([*items * count, *rest] for count in range(least, most + 1))
        return either(*(_read(run, flags, following, at_start=at_start) for run in runs))
    bound = None if most == _sre.MAXREPEAT or most > _MOST_REPEATED else int(most)
    return then(times(_read(items, flags, EMPTY, at_start=at_start), least, bound), left)


def _anchored(value: Any, left: Term, flags: int, *, at_start: bool) -> Term:
    if flags & re.MULTILINE:
        raise NotRegular
    if value in (_sre.AT_BEGINNING, _sre.AT_BEGINNING_STRING):
        return left if at_start else NEVER
    if value in (_sre.AT_END, _sre.AT_END_STRING):
        return both(left, EMPTY)
    raise NotRegular


def _looks_around(items: Sequence[tuple[Any, Any]]) -> bool:
    """Tell whether what a run matches depends on what stands around it."""
    return any(
        item in (_sre.ASSERT, _sre.ASSERT_NOT, _sre.AT) or any(map(_looks_around, _inside(item, value)))
        for item, value in items
    )


def _anchors(items: Sequence[tuple[Any, Any]]) -> bool:
    """Tell whether a run asks where the text begins."""
    begins = (_sre.AT_BEGINNING, _sre.AT_BEGINNING_STRING)
    return any(
        (item is _sre.AT and value in begins) or any(map(_anchors, _inside(item, value))) for item, value in items
    )


def _inside(item: Any, value: Any) -> list[list[tuple[Any, Any]]]:
    if item in (_sre.ASSERT, _sre.ASSERT_NOT):
        return [list(value[1])]
    if item is _sre.SUBPATTERN:
        return [list(value[3])]
    if item is _sre.BRANCH:
        return [list(way) for way in value[1]]
    return [list(value[2])] if item in _REPEATS else []


_known: dict[tuple[str, int], int] = {}


def _leaf(spelled: str, item: Any, value: Any, flags: int) -> int:
    """Return the characters that an item takes, asked of Python's own matcher one by one."""
    flags &= re.IGNORECASE | re.ASCII | re.DOTALL | re.UNICODE
    if (spelled, flags) not in _known:
        if len(_known) > _LONGEST:
            _known.clear()
        state = _parser.State()
        state.flags = flags
        takes = _compiler.compile(_parser.SubPattern(state, [(item, value)]), flags).fullmatch
        _known[spelled, flags] = sum(1 << at for at, sign in enumerate(ALPHABET) if takes(sign))
    return _known[spelled, flags]
