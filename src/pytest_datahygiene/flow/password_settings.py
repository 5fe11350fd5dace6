"""Passwords judged by settings: Django's list of validators, and the settings of other packages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pytest_datahygiene.catalog.password_words import is_rehearsal
from pytest_datahygiene.catalog.passwords import enforced, setting, validator
from pytest_datahygiene.catalog.words import words
from pytest_datahygiene.facts import FactBase, PasswordGuarded, SettingAssigned, ValidatorsSet, ValidatorUsed
from pytest_datahygiene.flow.password_places import Project, Strength, hidden, of_pattern, together

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_DJANGO = "AUTH_PASSWORD_VALIDATORS"
_VALIDATORS = "PASSWORD_VALIDATORS"
_TESTS = re.compile(r"(?:^|[/_])test", re.IGNORECASE)
# Lengths of other things: a number of retries, a limit.
_PLAUSIBLE = range(2, 40)
# Words in the paths of settings modules.
_SITES = frozenset({"settings", "setting", "config", "configs", "configuration", "conf"})
_FOR_USERS = "django.contrib.auth"


def guards(facts: FactBase, project: Project, others: Sequence[PasswordGuarded]) -> Iterator[PasswordGuarded]:
    """Yield the guards that settings are; ``others`` are the guards in code."""
    groups = list(_grouped(facts))
    told = [group for group in groups if not is_rehearsal(group[0].at.path, group[0].owner)]
    filled = any(entry for group in told if group[0].setting.endswith(_VALIDATORS) for entry in _entries(group))
    # What a library's own tests are run with is nobody's policy.
    for group in told or [group for group in groups if not _TESTS.search(group[0].at.path)]:
        yield from _django(group, project, filled=filled, alone=not told)
    if not any(fact.setting.endswith(_VALIDATORS) for fact in facts.of(ValidatorsSet)):
        # Code that judges passwords by itself needs no setting; it is told where it stands.
        yield from _absent(facts) if all(guard.empty for guard in others) else ()
    yield from _named(facts, others, filled=filled)


def _grouped(facts: FactBase) -> Iterator[list[ValidatorsSet]]:
    """Yield what one module, or one config class, says about the setting."""
    found: dict[tuple[str, str, str], list[ValidatorsSet]] = {}
    for fact in facts.of(ValidatorsSet):
        if not hidden(fact.at.path):
            # Each policy of another house stands by itself.
            line = "" if fact.setting.endswith(_VALIDATORS) else str(fact.at.line)
            found.setdefault((fact.at.path, fact.owner, fact.setting + line), []).append(fact)
    yield from found.values()


def _entries(group: list[ValidatorsSet]) -> list[ValidatorUsed]:
    """Return the longest list that is assigned, and what is added to it."""
    lists = [fact.validators for fact in group if not fact.adds]
    added = [entry for fact in group if fact.adds for entry in fact.validators]
    return [*max(lists, key=len, default=()), *added]


def _django(group: list[ValidatorsSet], project: Project, *, filled: bool, alone: bool) -> Iterator[PasswordGuarded]:
    entries, whole = _entries(group), all(fact.whole for fact in group)
    assigned = [fact for fact in group if not fact.adds]
    first = max(assigned, key=lambda fact: len(fact.validators)) if assigned else group[0]
    if not entries and whole:
        # Another module may fill what this one leaves empty; nobody meets an empty list of the tests.
        if not filled and not alone:
            yield PasswordGuarded(first.at, first.setting, "setting", empty=True)
        return
    parts = [(entry, _strength(entry, project)) for entry in entries]
    found = together(part for _, part in parts)
    unknown = found.unknown if whole and assigned else frozenset({"length", "classes"})
    longest = max(parts, key=lambda pair: pair[1].least, default=None)
    measured = longest[0].at if longest and longest[1].least else None
    yield found._replace(unknown=unknown).guard(first.at, first.setting, "setting", measured)


def _strength(entry: ValidatorUsed, project: Project) -> Strength:
    row = validator(entry.name)
    if row is not None:
        demand = enforced(entry.name, entry.options)
        told = frozenset({"length"} if set(row.enforces) == {"length"} else {"length", "classes"})
        strict = frozenset[str]() if demand.known else told
        return Strength(demand.least, frozenset(demand.classes), strict)
    own = project.validator(entry.name)
    if own is not None and not own.unknown:
        return own
    # A class that nobody knows, but whose option says what it asks for.
    least = next((value for name, value in entry.options.items() if name.startswith("min") and "length" in name), 0)
    return Strength(least if isinstance(least, int) else 0, unknown=frozenset({"length", "classes"}))


def _absent(facts: FactBase) -> Iterator[PasswordGuarded]:
    """Yield the settings module that lists the apps of a project in which nobody sets the validators."""
    apps = [fact for fact in facts.of(SettingAssigned) if fact.name == "INSTALLED_APPS" and _FOR_USERS in fact.texts]
    served = [fact for fact in apps if _serves(fact)]
    if served and not any(fact.inherits for fact in served):
        first = min(served, key=lambda fact: (fact.at.path.count("/"), fact.at))
        yield PasswordGuarded(first.at, _DJANGO, "setting", empty=True)


def _serves(fact: SettingAssigned) -> bool:
    """Tell whether a list of apps is that of a site, not one that a library offers or that tests use."""
    path = fact.at.path
    return not (_SITES.isdisjoint(words(path)) or hidden(path) or is_rehearsal(path, fact.owner))


def _named(facts: FactBase, others: Sequence[PasswordGuarded], *, filled: bool) -> Iterator[PasswordGuarded]:
    """Yield the settings that state a length or a pattern."""
    in_code = {(guard.at.path, guard.least) for guard in others}
    for fact in facts.of(SettingAssigned):
        row = setting(fact.name)
        if (
            row is None
            or hidden(fact.at.path)
            or is_rehearsal(fact.at.path, fact.owner)
            or (row.only_without and filled)
        ):
            continue
        found = _stated(fact, row.enforces)
        # The check that uses a constant of its own file is reported, not the constant.
        if found and (fact.at.path, found.least) not in in_code:
            yield found.guard(fact.at, fact.name, "setting")


def _stated(fact: SettingAssigned, enforces: Sequence[str]) -> Strength | None:
    if "length" in enforces and isinstance(fact.value, int) and fact.value in _PLAUSIBLE:
        return Strength(fact.value, unknown=frozenset({"classes"}))
    if "regex" in enforces and isinstance(fact.value, str):
        found = of_pattern(fact.value)
        return found if found.least else None
    return None
