"""Regular languages as terms with intersection and complement, and their derivatives.

After Brzozowski, "Derivatives of Regular Expressions" (1964), and Owens, Reppy and Turon, "Regular-expression
derivatives re-examined" (2009). Terms are equal when they are built alike: the constructors bring them into one form,
which keeps the number of derivatives finite and small.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from pytest_datahygiene.flow.witness.alphabet import EVERYTHING

# ("set", mask) · ("then", first, rest) · ("or", terms) · ("and", terms) · ("not", term) ·
# ("times", term, least, most or None) · these two:
Term = tuple[Any, ...]
NEVER: Term = ("never",)
EMPTY: Term = ("empty",)


def one_of(mask: int) -> Term:
    """Return the texts of one character out of a set."""
    return ("set", mask) if mask else NEVER


def then(first: Term, rest: Term) -> Term:
    """Return texts of the one followed by texts of the other."""
    if NEVER in (first, rest):
        return NEVER
    if first == EMPTY:
        return rest
    if rest == EMPTY:
        return first
    return ("then", first[1], then(first[2], rest)) if first[0] == "then" else ("then", first, rest)


def times(term: Term, least: int, most: int | None) -> Term:
    """Return repetitions; ``most`` of ``None`` is any number."""
    if most == 0 or term == EMPTY:
        return EMPTY
    if term == NEVER:
        return NEVER if least else EMPTY
    return term if (least, most) == (1, 1) else ("times", term, least, most)


ANY: Term = times(one_of(EVERYTHING), 0, None)


def either(*terms: Term) -> Term:
    """Return texts that are in any of the languages."""
    parts = {part for term in terms for part in (term[1] if term[0] == "or" else (term,))} - {NEVER}
    if ANY in parts:
        return ANY
    masks = [part[1] for part in parts if part[0] == "set"]
    if len(masks) > 1:
        parts = {part for part in parts if part[0] != "set"} | {one_of(_union(masks))}
    return _only(parts, "or") if parts else NEVER


def both(*terms: Term) -> Term:
    """Return texts that are in all of the languages."""
    parts = {part for term in terms for part in (term[1] if term[0] == "and" else (term,))} - {ANY}
    if NEVER in parts:
        return NEVER
    if EMPTY in parts:
        return EMPTY if all(map(nullable, parts)) else NEVER
    return _only(parts, "and") if parts else ANY


def never(term: Term) -> Term:
    """Return the texts that are not in a language."""
    if term == NEVER:
        return ANY
    if term == ANY:
        return NEVER
    return term[1] if term[0] == "not" else ("not", term)


def _only(parts: set[Term], kind: str) -> Term:
    return next(iter(parts)) if len(parts) == 1 else (kind, frozenset(parts))


def _union(masks: list[int]) -> int:
    found = 0
    for mask in masks:
        found |= mask
    return found


@lru_cache(maxsize=1 << 16)
def nullable(term: Term) -> bool:
    """Tell whether the empty text is in a language."""
    match term:
        case ("empty",) | ("times", _, 0, _):
            return True
        case ("times", inner, _, _):
            return nullable(inner)
        case ("then", first, rest):
            return nullable(first) and nullable(rest)
        case ("or", parts):
            return any(map(nullable, parts))
        case ("and", parts):
            return all(map(nullable, parts))
        case ("not", inner):
            return not nullable(inner)
    return False


@lru_cache(maxsize=1 << 16)
def after(term: Term, character: int) -> Term:
    """Return what may follow a character, given as a set of one, in the texts that begin with it."""
    match term:
        case ("set", mask):
            return EMPTY if mask & character else NEVER
        case ("then", first, rest):
            found = then(after(first, character), rest)
            return either(found, after(rest, character)) if nullable(first) else found
        case ("times", inner, least, most):
            left = times(inner, max(least - 1, 0), None if most is None else most - 1)
            return then(after(inner, character), left)
        case ("or", parts):
            return either(*(after(part, character) for part in parts))
        case ("and", parts):
            return both(*(after(part, character) for part in parts))
        case ("not", inner):
            return never(after(inner, character))
    return NEVER


@lru_cache(maxsize=1 << 12)
def masks(term: Term) -> frozenset[int]:
    """Return the sets of characters that a term tells apart."""
    match term:
        case ("set", mask):
            return frozenset({mask})
        case ("then", first, rest):
            return masks(first) | masks(rest)
        case ("or" | "and", parts):
            return frozenset().union(*map(masks, parts))
        case ("not", inner) | ("times", inner, _, _):
            return masks(inner)
    return frozenset()
