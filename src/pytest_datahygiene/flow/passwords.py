"""Where new passwords are judged, and how strictly, over the whole project."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_datahygiene.facts import (
    ClassDeclared,
    Fact,
    FactBase,
    FieldDeclared,
    PasswordGuarded,
    SettingAssigned,
    TextChecked,
    ValidatorsSet,
)
from pytest_datahygiene.flow import password_checks, password_forms, password_settings
from pytest_datahygiene.flow.password_places import Project

READS: tuple[type[Fact], ...] = (ClassDeclared, FieldDeclared, SettingAssigned, TextChecked, ValidatorsSet)
ADDS: tuple[type[Fact], ...] = (PasswordGuarded,)


def run(facts: FactBase) -> Iterator[Fact]:
    """Yield the guards of new passwords; at most one for a line."""
    project = Project(facts)
    found = [*password_forms.guards(facts, project), *password_checks.guards(project)]
    found += password_settings.guards(facts, project, [guard for guard in found if guard.kind != "setting"])
    seen: set[tuple[str, int]] = set()
    for guard in found:
        place = (guard.at.path, guard.at.line)
        if place not in seen:
            seen.add(place)
            yield guard
