"""The functions and methods of Python that the evaluator knows, each on plain values alone."""

from __future__ import annotations

import operator
import re
import string
from collections import Counter
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import islice
from typing import Any

from pytest_datahygiene.flow.running.values import Failure, Pattern, Raised, Unknown
from pytest_datahygiene.flow.witness.alphabet import ALPHABET
from pytest_datahygiene.flow.witness.reading import NotRegular, term_of
from pytest_datahygiene.flow.witness.terms import NEVER, after, nullable

PLAIN = (str, int, float, bool, type(None), list, tuple, set, frozenset, dict, range, Counter)
# Longer collections and texts are made by nobody who judges a password.
_LARGEST = 2_000
_MOST_BITS = 10_000
# Pattern, what is put in, and the text.
_SUBSTITUTED = 3

BINARY: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": operator.mod,
    "&": operator.and_,
    "|": operator.or_,
    "^": operator.xor,
}
COMPARED: dict[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
    "in": lambda one, other: one in other,
    "not in": lambda one, other: one not in other,
    "is": lambda one, other: one is other or (one == other and isinstance(one, (bool, int))),
    "is not": lambda one, other: not (one is other or (one == other and isinstance(one, (bool, int)))),
}
FUNCTIONS: dict[str, Callable[..., Any]] = {
    one.__name__: one
    for one in (len, sum, min, max, sorted, list, tuple, set, frozenset, dict, str, int, float, bool, range, ord, chr)
} | {"abs": abs, "reversed": lambda one: list(reversed(one)), "round": round, "repr": repr, "hash": lambda _: 0}
FUNCTIONS |= {
    "range": lambda *bounds: list(islice(range(*bounds), _LARGEST)),
    "enumerate": lambda one, start=0: list(enumerate(one, start)),
    "zip": lambda *many: list(zip(*many, strict=False)),
    "iter": list,
    "Counter": Counter,
    "collections.Counter": Counter,
}
CONSTANTS = {f"string.{name}": value for name in dir(string) if isinstance(value := getattr(string, name), str)}
_FORBIDDEN = frozenset({"format_map", "fromhex", "mro", "expandtabs"})


def is_plain(value: Any) -> bool:
    """Tell whether a value is Python's own and holds nothing unknown."""
    if isinstance(value, (list, tuple, set, frozenset)) and type(value) in PLAIN:
        return all(map(is_plain, value))
    if isinstance(value, dict):
        return all(map(is_plain, value.values()))
    return type(value) in PLAIN


def guarded(call: Callable[..., Any], *given: Any, **named: Any) -> Any:
    """Call something of Python's; what it raises the evaluated code raises."""
    try:
        found = call(*given, **named)
    except (OverflowError, MemoryError, RecursionError):
        return Unknown(("large",))
    except Exception as error:  # noqa: BLE001  # whatever Python's own functions raise for such arguments
        raise Raised(Failure(type(error).__name__)) from None
    if isinstance(found, int) and found.bit_length() > _MOST_BITS:
        return Unknown(("large",))
    return Unknown(("large",)) if isinstance(found, (str, list)) and len(found) > _LARGEST else found


def method(holder: Any, name: str, given: Iterable[Any], named: dict[str, Any]) -> Any:
    """Call a method of a plain value."""
    if isinstance(holder, Pattern):
        return expression(name, [holder, *given])
    if isinstance(holder, str) and name in ("search", "match", "fullmatch", "findall", "finditer"):
        # A module's constant that is a compiled expression is known as its text.
        return expression(name, [holder, *given])
    found = getattr(holder, name, None)
    if found is None or name.startswith("_") or name in _FORBIDDEN:
        raise Raised(Failure("AttributeError"))
    if isinstance(holder, str) and name in ("encode", "decode"):
        # Bytes are looked at as the text that they spell.
        return holder
    if isinstance(holder, str) and name in ("ljust", "rjust", "center", "zfill"):
        return Unknown(("padded",))
    result = guarded(found, *given, **named)
    return list(result) if name in ("keys", "values", "items") else result


def expression(name: str, given: list[Any]) -> Any:
    """Do what a function of ``re`` does, as far as automata can: whether it matches."""
    if not given:
        return Unknown(("re",))
    text = given[0].text if isinstance(given[0], Pattern) else given[0]
    if name == "compile":
        return Pattern(text) if isinstance(text, str) else Unknown(("re",))
    if name == "escape":
        return re.escape(text) if isinstance(text, str) else Unknown(("re",))
    if name == "sub":
        return _replaced(text, given)
    subject = given[1] if len(given) > 1 else None
    flags = len(given) > 2
    if not (isinstance(text, str) and isinstance(subject, str)) or flags:
        return Unknown(("re", text if isinstance(text, str) else ""))
    if name in ("findall", "finditer"):
        return _found(text, subject)
    if name not in ("search", "match", "fullmatch"):
        return Unknown(("re", name))
    found = matches(text, name, subject)
    return Unknown(("re", text)) if found is None else (Failure("Match") if found else None)


def _simple(pattern: str) -> bool:
    """Tell whether Python's own matcher takes no more than linear time: one set of characters, repeated or not."""
    return bool(re.fullmatch(r"\(?(?:\[(?:[^\]\\]|\\.)+\]|\\[dDwWsS]|.)[+*]?\)?", pattern))


def _found(pattern: str, subject: str) -> Any:
    if _simple(pattern):
        try:
            return re.findall(pattern, subject)
        except re.error:
            raise Raised(Failure("error")) from None
    found = matches(pattern, "search", subject)
    return Unknown(("re", pattern)) if found is None else (["?"] if found else [])


def _replaced(pattern: Any, given: list[Any]) -> Any:
    if not (isinstance(pattern, str) and all(isinstance(one, str) for one in given[1:])):
        return Unknown(("re", "sub"))
    if len(given) == _SUBSTITUTED and _simple(pattern) and "\\" not in given[1]:
        return re.sub(pattern, given[1], given[2])
    return Unknown(("re", "sub"))


@lru_cache(maxsize=1 << 14)
def matches(pattern: str, mode: str, subject: str) -> bool | None:
    """Tell whether an expression matches, in time that is linear in the text; ``None`` if that is not known."""
    try:
        term = term_of(pattern, mode)
    except (NotRegular, RecursionError):
        return None
    for sign in subject:
        at = ALPHABET.find(sign)
        if at < 0:
            return None
        term = after(term, 1 << at)
        if term == NEVER:
            return False
    return nullable(term)


# Functions that the evaluator does itself, since they call others.
SPECIAL = frozenset(
    {
        "any",
        "all",
        "map",
        "filter",
        "isinstance",
        "next",
        "getattr",
        "print",
        "super",
        "input",
        "type",
        "hasattr",
        "open",
    }
)
