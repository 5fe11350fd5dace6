"""New passwords that a function takes from a request, or from the terminal, and writes away as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_datahygiene.catalog.password_words import is_about, is_new, is_repeated, password_words, takes_new
from pytest_datahygiene.catalog.words import words
from pytest_datahygiene.facts import FactBase, FunctionLowered, PasswordGuarded, Place
from pytest_datahygiene.flow.password_places import Project, hidden

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_datahygiene.facts.lowered import Called, Edge

_REQUESTS = frozenset({"request", "req"})
# What a form or a serializer has let through is judged where its fields are declared, what a session holds before.
_LET_THROUGH = frozenset({"cleaned_data", "validated_data", "session"})
_FORMS = ("Form", "Serializer", "Schema")
# Functions that take an account's name first; of all others the password is the first argument.
_ACCOUNTS = frozenset({"create_user", "create_superuser"})


def guards(facts: FactBase, project: Project) -> Iterator[PasswordGuarded]:
    """Yield the functions that write a new password away and judge nothing of it."""
    judging = {(check.at.path, check.owner, check.function) for check in project.checks}
    for one in facts.of(FunctionLowered):
        name = one.name.rsplit(".", 1)[-1]
        told = hidden(one.at.path) or takes_new(name) is False or (one.at.path, one.owner, name) in judging
        if not told and not _is_decorated(one):
            yield from _taken(one, {check.function for check in project.checks})


def _is_decorated(one: FunctionLowered) -> bool:
    """Tell whether a decorator may judge what comes in."""
    return any(not {"valid", "validate", "schema", "args", "expect"}.isdisjoint(words(name)) for name in one.decorators)


def _taken(one: FunctionLowered, judging: set[str]) -> Iterator[PasswordGuarded]:
    """Yield the guard that a function is not; ``judging`` are the project's functions that judge what they write."""
    calls = one.calls
    if any(call.callee.endswith(_FORMS) for call in calls):
        return
    handed = {edge.source for edge in one.edges if (call := _call(edge, calls)) and _judges(call.callee)}
    for edge in one.edges:
        call = _call(edge, calls)
        if (
            call
            and call.callee.rsplit(".", 1)[-1] not in judging
            and _writes(call, edge)
            and _is_raw(edge.source)
            and edge.source not in handed
        ):
            place = Place(one.at.path, call.line, 1, call.line)
            yield PasswordGuarded(place, f"{one.name}()" if one.name else "the module", "set", empty=True)
            return


def _call(edge: Edge, calls: tuple[Called, ...]) -> Called | None:
    """Return the call that an edge leads into."""
    base, _, rest = edge.target.partition("/")
    return calls[int(base[1:])] if rest.startswith("#") and base[1:].isdigit() else None


def _judges(callee: str) -> bool:
    last = callee.rsplit(".", 1)[-1]
    return not password_words().judges.isdisjoint(words(last)) and last not in password_words().compares


def _writes(call: Called, edge: Edge) -> bool:
    """Tell whether an edge hands a password to a function that writes one away."""
    last, argument = call.callee.rsplit(".", 1)[-1], edge.target.partition("/#")[2]
    if last not in password_words().sets:
        return False
    if argument.isdigit():
        return (int(argument) > 0) if last in _ACCOUNTS else argument == "0"
    return is_about(argument)


def _is_raw(source: str) -> bool:
    """Tell whether a path is that of a new password in a request."""
    base, *keys = source.split("/")
    parts = {*base[2:].split("."), *keys}
    named = keys[-1] if keys else ""
    if _REQUESTS.isdisjoint(parts) or not _LET_THROUGH.isdisjoint(parts):
        return False
    return is_about(named) and is_new(named) and not is_repeated(named)
