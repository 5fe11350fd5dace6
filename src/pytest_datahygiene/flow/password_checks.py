"""Passwords judged by plain functions and methods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_datahygiene.catalog.password_words import is_new, is_repeated, password_words, takes_new
from pytest_datahygiene.catalog.words import words
from pytest_datahygiene.facts import PasswordGuarded, TextChecked
from pytest_datahygiene.flow.password_places import NOTHING, Project, Strength, together

if TYPE_CHECKING:
    from collections.abc import Iterator


def guards(project: Project) -> Iterator[PasswordGuarded]:
    """Yield the guards among the checks that no class or setting uses."""
    strengths = {id(check): project.of_check(check) for check in project.checks}
    for check in project.checks:
        if id(check) in project.parts or not _judges_new(check):
            continue
        found = strengths[id(check)]
        if found.least and not found.classes and not found.unknown:
            found = found.with_(_beside(check, project, strengths))
        if found.least > 1 and not found.delegated:
            yield found.guard(found.at or check.at, found.by, "check")


def _judges_new(check: TextChecked) -> bool:
    """Tell whether a function judges a person's new password as a whole."""
    if not is_new(check.subject) or is_repeated(check.subject):
        return False
    if check.least is None and check.function in password_words().compares:
        return False
    if "validator" in words(check.owner) and check.function in ("validate", "__call__"):
        # One entry of a list of validators: the list is the guard.
        return False
    told = [takes_new(check.function), takes_new(check.owner)]
    return check.sets or True in told[:1] or False not in told


def _beside(check: TextChecked, project: Project, strengths: dict[int, Strength]) -> Strength:
    """Return the classes that the functions beside a mere length check ask for: a policy cut into one function each."""
    others = [
        other
        for other in project.checks
        if (other.at.path, other.owner) == (check.at.path, check.owner) and other is not check
    ]
    pieces = [strengths[id(other)] for other in others if not strengths[id(other)].least]
    return together(pieces) if pieces else NOTHING
