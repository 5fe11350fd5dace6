"""The classes that password rules divide characters into."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def kind_of(signs: Iterable[str]) -> str:
    """Return the narrowest class that holds all of these characters, ``""`` when no class does.

    ``upper``, ``lower``, ``digit``, ``symbol`` (neither letter nor digit), or ``alpha`` for letters of both cases.
    """
    kinds = {_kind(sign) for sign in signs}
    if kinds == {"upper", "lower"}:
        return "alpha"
    return kinds.pop() if len(kinds) == 1 else ""


def _kind(sign: str) -> str:
    if sign.isdigit():
        return "digit"
    if sign.isalpha():
        return "upper" if sign.isupper() else "lower"
    return "symbol"


def forced(kinds: Iterable[str]) -> frozenset[str]:
    """Return these classes with what they imply: a capital is a letter."""
    found = frozenset(kind for kind in kinds if kind)
    return found | {"alpha"} if found & {"upper", "lower"} else found
