"""Signals: functions that are connected to a name, and called when something is sent to it (Django, blinker)."""

from __future__ import annotations

from collections import defaultdict

from pytest_datahygiene.flow.taint.paths import Way
from pytest_datahygiene.flow.taint.program import Program

_CONNECTS = frozenset({"receiver", "connect", "connect_via"})
_SENDS = frozenset({"send", "send_robust", "asend", "asend_robust", "send_async"})


def connected(program: Program, ways: list[dict[str, list[Way]]]) -> dict[str, list[str]]:
    """Return the dotted names of the functions that answer to each signal, by its own."""
    found: dict[str, list[str]] = defaultdict(list)
    for number, one in enumerate(program.functions):
        for decorator in one.decorators:
            holder, _, name = decorator.rpartition(".")
            if name in _CONNECTS:
                for signal in (*one.given, *([program.own_name(number, holder)] if holder else [])):
                    found[signal].append(f"{program.module(number)}.{one.name}")
        for index, call in enumerate(one.calls):
            signal = _signal(program, number, call.callee, _CONNECTS)
            if signal:
                for way in (way for listed in ways[number].values() for way in listed):
                    if way.target == (f"c{index}", ("#0",)) and way.source.base[:2] == "g:":
                        found[signal].append(".".join((way.source.base[2:], *way.source.keys)))
    return found


def sent_to(program: Program, function: int, number: int) -> str:
    """Return the dotted name of the signal that a call sends to, ``""`` for any other call."""
    return _signal(program, function, program.functions[function].calls[number].callee, _SENDS)


def _signal(program: Program, function: int, callee: str, methods: frozenset[str]) -> str:
    holder, _, name = callee.rpartition(".")
    return program.own_name(function, holder) if holder and name in methods else ""
