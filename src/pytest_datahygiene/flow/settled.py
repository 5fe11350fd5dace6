"""Calls whose arguments are constants of another file: what they are worth, once that file was asked."""

from __future__ import annotations

from collections import defaultdict

import msgspec

from pytest_datahygiene.catalog import algorithms
from pytest_datahygiene.facts import AttributeSet, CallMade, FactBase, SettingAssigned

_DJANGO = "django.conf.settings."


def settings(facts: FactBase) -> dict[str, str]:
    """Return what the constants of the project are worth that other files use, by name, where files agree."""
    found: dict[str, set[str]] = defaultdict(set)
    for one in facts.of(SettingAssigned):
        if one.value is not None and not one.owner:
            found[one.name].add(str(one.value))
    return {name: next(iter(values)) for name, values in found.items() if len(values) == 1}


def settled(facts: FactBase) -> list[CallMade]:
    """Return the calls with the constants of other files in the place of their names."""
    known = settings(facts)
    return [_settled(call, known) for call in facts.of(CallMade)] if known else facts.of(CallMade)


def asked(facts: FactBase) -> set[str]:
    """Return the dotted names of constants that calls are given and that are not known yet."""
    known = settings(facts)
    found = set()
    told = [one.value for one in facts.of(AttributeSet)]
    for call in facts.of(CallMade):
        chosen = call.keywords if algorithms.place_of(call.name) else ()
        told += [value for _, value in (*call.given, *chosen)]
    for way in {way for value in told for way in value.split("|")}:
        last = way.rpartition(".")[2]
        if "." in way and " " not in way and last.isupper() and last.isidentifier() and last not in known:
            found.add(way)
    return found


def worth(value: str, known: dict[str, str]) -> str:
    """Return a value with what is known in the place of dotted names."""
    if "." not in value:
        return value
    return "|".join(known.get(way.rpartition(".")[2], way) if "." in way else way for way in value.split("|"))


def _settled(call: CallMade, known: dict[str, str]) -> CallMade:
    given = tuple((role, worth(value, known)) for role, value in call.given)
    keywords = tuple((name, worth(value, known)) for name, value in call.keywords)
    if given == call.given and keywords == call.keywords:
        return call
    return msgspec.structs.replace(call, given=given, keywords=keywords)
