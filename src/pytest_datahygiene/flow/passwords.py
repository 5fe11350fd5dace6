"""Where new passwords are judged, and how strictly, over the whole project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_datahygiene.facts import (
    ClassDeclared,
    Fact,
    FactBase,
    FieldDeclared,
    FunctionCoded,
    FunctionLowered,
    PasswordGuarded,
    SettingAssigned,
    TextChecked,
    ValidatorsSet,
)
from pytest_datahygiene.flow import password_checks, password_forms, password_settings, password_takes
from pytest_datahygiene.flow.password_places import Project

if TYPE_CHECKING:
    from collections.abc import Iterator

READS: tuple[type[Fact], ...] = (
    ClassDeclared,
    FieldDeclared,
    FunctionCoded,
    FunctionLowered,
    SettingAssigned,
    TextChecked,
    ValidatorsSet,
)
ADDS: tuple[type[Fact], ...] = (PasswordGuarded,)


def run(facts: FactBase) -> Iterator[Fact]:
    """Yield the guards of new passwords; at most one for a line."""
    project = Project(facts)
    found = [*password_forms.guards(facts, project, password_takes.proven(facts)), *password_checks.guards(project)]
    taken = list(password_takes.guards(facts, project))
    found += password_settings.guards(facts, project, [guard for guard in found if guard.kind != "setting"])
    weakest: dict[tuple[str, int], PasswordGuarded] = {}
    for guard in [*found, *taken]:
        place = (guard.at.path, guard.at.line)
        # A check that several forms call is told once, as the form uses it that adds least.
        if place not in weakest or _adds(guard) < _adds(weakest[place]):
            weakest[place] = guard
    yield from weakest.values()


def _adds(guard: PasswordGuarded) -> int:
    return len(guard.classes) + 2 * len(guard.unknown)
