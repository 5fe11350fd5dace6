"""What a function makes of a password, and which of it means that the password is taken."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from pytest_datahygiene.facts import FunctionCoded
from pytest_datahygiene.flow.running.machine import Machine
from pytest_datahygiene.flow.running.program import Code
from pytest_datahygiene.flow.running.values import Failure, Raised, TooLong, Unknown

# Ways that unknown conditions may go, of which so many are tried.
_MOST_RUNS = 16
_DIGITS = re.compile(r"\d+")

Sign = tuple[Any, ...]


class Outcomes(NamedTuple):
    """The ways in which a function may end, and the judges on the way whose code is not known."""

    signs: frozenset[Sign]
    open: frozenset[str]


def outcomes(code: Code, function: FunctionCoded, password: str) -> Outcomes:
    """Return the ways in which a function may end for a password."""
    found: set[Sign] = set()
    judges: set[str] = set()
    chosen: tuple[bool, ...] = ()
    for _ in range(_MOST_RUNS):
        machine = Machine(code, password, chosen)
        found.add(_ended(machine, function))
        judges |= machine.open
        ways = machine.choices
        while ways and not ways[-1]:
            ways.pop()
        if not ways:
            break
        chosen = (*ways[:-1], False)
    return Outcomes(frozenset(found), frozenset(judges))


def _ended(machine: Machine, function: FunctionCoded) -> Sign:
    try:
        value = machine.run(function)
        end: Sign = ("returns", _sign(value, machine.password))
    except Raised as way:
        end = ("raises", way.failure.name, *(_text(one, machine.password) for one in way.failure.given))
    except (TooLong, RecursionError):
        end = ("goes on",)
    return (*end, *dict.fromkeys(tuple(_text(part, machine.password) for part in effect) for effect in machine.effects))


def _sign(value: Any, password: str) -> Any:
    """Return what of a value does not depend on the password's own characters."""
    if isinstance(value, str):
        return _text(value, password)
    if value is None or isinstance(value, (bool, int, float)):
        return repr(value)
    if isinstance(value, (list, tuple)):
        return tuple(_sign(one, password) for one in value[:8])
    if isinstance(value, (set, frozenset)):
        return ("set", bool(value))
    if isinstance(value, dict):
        return tuple((str(key), _sign(one, password)) for key, one in list(value.items())[:8])
    if isinstance(value, Unknown):
        return ("unknown", *(str(one) for one in value.tag))
    return value.name if isinstance(value, Failure) else type(value).__name__


def _text(value: Any, password: str) -> str:
    if value == password:
        return "<password>"
    text = str(value)
    return _DIGITS.sub("#", text.replace(password, "<password>") if password else text)
