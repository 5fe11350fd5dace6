"""New passwords that functions write away: straight from a request, or through the forms that they come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_datahygiene.catalog.password_words import (
    is_about,
    is_elsewhere,
    is_new,
    is_repeated,
    password_words,
    sets_new,
    takes_new,
)
from pytest_datahygiene.catalog.receivers import requests
from pytest_datahygiene.catalog.words import words
from pytest_datahygiene.facts import FactBase, FunctionLowered, PasswordGuarded, Place
from pytest_datahygiene.flow.password_places import Project, hidden
from pytest_datahygiene.flow.taint.paths import last_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_datahygiene.facts.lowered import Called, Edge

# What a form or a serializer has let through is judged where its fields are declared, what a session holds before.
_LET_THROUGH = frozenset({"cleaned_data", "validated_data"})
_JUDGED = _LET_THROUGH | {"session"}
_FORMS = ("Form", "Serializer", "Schema")
# What Flask-RESTX calls a request's body.
_PAYLOAD = "payload"
# Functions that take an account's name first; of all others the password is the first argument.
_ACCOUNTS = frozenset({"create_user", "create_superuser"})


def guards(facts: FactBase, project: Project) -> Iterator[PasswordGuarded]:
    """Yield the functions that write a new password away and judge nothing of it."""
    judging = {(check.at.path, check.owner, check.function) for check in project.checks}
    names = {check.function for check in project.checks}
    for one in facts.of(FunctionLowered):
        told = hidden(one.at.path) or (one.at.path, one.owner, last_name(one.name)) in judging
        call = None if told or _is_judged_before(one) else next(_written_raw(one, names), None)
        if call is not None:
            place = Place(one.at.path, call.line, 1, call.line)
            yield PasswordGuarded(place, f"{one.name}()" if one.name else "the module", "set", empty=True)


def proven(facts: FactBase) -> set[str]:
    """Return the names of the forms and serializers whose password a function writes away: it is a new one."""
    found = set()
    for one in facts.of(FunctionLowered):
        for edge in one.edges:
            call, (base, *keys) = _call(edge, one.calls), edge.source.split("/")
            if not call or not _writes(call, edge) or not any(map(is_about, keys)):
                continue
            if base[:1] == "c" and (keys[0] in _LET_THROUGH or keys[-1] == "data"):
                found.add(last_name(one.calls[int(base[1:])].callee))
            elif base == "p:validated_data" or (base == "p:self" and keys[0] in _LET_THROUGH):
                found.add(last_name(one.owner))
    return found - {""}


def _is_judged_before(one: FunctionLowered) -> bool:
    """Tell whether a decorator may judge what comes in, or a form that the request is put into."""
    if any(not {"valid", "validate", "schema", "args"}.isdisjoint(words(name)) for name in one.decorators):
        return True
    calls = ((_call(edge, one.calls), edge.source) for edge in one.edges)
    return any(call and call.callee.endswith(_FORMS) and _is_asked(source) for call, source in calls)


def _written_raw(one: FunctionLowered, judging: set[str]) -> Iterator[Called]:
    """Yield the calls that write a password away as the request brought it; ``judging`` are functions of the project
    that judge what they write."""
    signs_in = takes_new(last_name(one.name)) is False
    handed = {edge.source for edge in one.edges if (call := _call(edge, one.calls)) and _judges(call.callee)}
    for edge in one.edges:
        call = _call(edge, one.calls)
        # Whoever makes an account takes a new password, whatever the function is called.
        if call is None or last_name(call.callee) in judging or (signs_in and last_name(call.callee) not in _ACCOUNTS):
            continue
        if _writes(call, edge) and _is_raw(edge.source) and edge.source not in handed:
            yield call


def _call(edge: Edge, calls: tuple[Called, ...]) -> Called | None:
    """Return the call that an edge leads into."""
    base, _, rest = edge.target.partition("/")
    return calls[int(base[1:])] if rest.startswith("#") and base[1:].isdigit() else None


def _judges(callee: str) -> bool:
    last = last_name(callee)
    return not password_words().judges.isdisjoint(words(last)) and last not in password_words().compares


def _writes(call: Called, edge: Edge) -> bool:
    """Tell whether an edge hands a password to a function that writes one away."""
    last, argument = last_name(call.callee), edge.target.partition("/#")[2]
    if last in password_words().stores and "_" not in last:
        return is_about(argument) and not is_elsewhere([call.callee])
    if not sets_new(last):
        return False
    if argument.isdigit():
        return (int(argument) > 0) if last in _ACCOUNTS else argument == "0"
    return is_about(argument)


def _is_raw(source: str) -> bool:
    """Tell whether a path is that of a new password in a request."""
    keys = source.split("/")[1:]
    named = keys[-1] if keys else ""
    if not _is_asked(source) or not _JUDGED.isdisjoint(keys):
        return False
    return is_about(named) and is_new(named) and not is_repeated(named)


def _is_asked(source: str) -> bool:
    """Tell whether a path begins at a request."""
    base, *keys = source.split("/")
    if base[:2] == "g:" and keys[:1] == [_PAYLOAD]:
        return True
    return not requests().names.isdisjoint({*base[2:].split("."), *keys})
