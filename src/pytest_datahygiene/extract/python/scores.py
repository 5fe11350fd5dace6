"""The least score of zxcvbn that a function asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from pytest_datahygiene.catalog.words import words
from pytest_datahygiene.extract.python.tree import below, calls, number_of, spelled, text_of

if TYPE_CHECKING:
    from pytest_datahygiene.extract.python.scope import Scope

# What must be there, or is refused, at a number; what must be above it.
_AT = (cst.LessThan, cst.GreaterThanEqual)
_ABOVE = (cst.LessThanEqual, cst.GreaterThan)
# Fewer characters never reach a score: guessing them all takes ten to the power of their number, and a score takes more
# than 10**3, 10**6, 10**8, 10**10 guesses (zxcvbn 4.5, guesses_to_score, 2016).
_LENGTHS = (0, 4, 7, 9, 11)


def least_length(node: cst.FunctionDef, scope: Scope) -> int:
    """Return how many characters a password has at the least that reaches the score which a function asks for.

    0 where it asks for none, or for several.
    """
    if not any(scope.names.dotted(call.func).rpartition(".")[2] == "zxcvbn" for call in calls(node.body)):
        return 0
    asked = {found for part in below(node.body) if isinstance(part, cst.Comparison) and (found := _asked(part))}
    return _LENGTHS[min(asked.pop(), 4)] if len(asked) == 1 else 0


def _asked(node: cst.Comparison) -> int:
    if len(node.comparisons) != 1 or not _is_score(node.left):
        return 0
    target = node.comparisons[0]
    number = number_of(target.comparator)
    if number is None or number < 0:
        return 0
    above = isinstance(target.operator, _ABOVE)
    return number + above if above or isinstance(target.operator, _AT) else 0


def _is_score(node: cst.BaseExpression) -> bool:
    match node:
        case cst.Subscript(slice=[cst.SubscriptElement(slice=cst.Index(value=key))]):
            return text_of(key) == "score"
        case cst.Call(func=cst.Attribute(attr=cst.Name(value="get")), args=[cst.Arg(value=key), *_]):
            return text_of(key) == "score"
    return "score" in words(spelled(node).rpartition(".")[2])
