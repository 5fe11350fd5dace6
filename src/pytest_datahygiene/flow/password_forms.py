"""Passwords judged by forms, serializers, schemas and models of requests: a class and all that it declares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_datahygiene.catalog.labels import label_of
from pytest_datahygiene.catalog.password_words import (
    is_about,
    is_elsewhere,
    is_new,
    is_repeated,
    password_words,
    takes_new,
)
from pytest_datahygiene.catalog.words import words
from pytest_datahygiene.facts import ClassDeclared, FactBase, FieldDeclared, PasswordGuarded
from pytest_datahygiene.flow.password_places import (
    DELEGATED,
    NOTHING,
    UNKNOWN,
    Project,
    Strength,
    hidden,
    of_pattern,
    together,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

# Who validates what a field declares, and whose plain checks judge nothing but what the fact already holds.
_LIBRARIES = frozenset(
    "django rest_framework wtforms flask_wtf marshmallow webargs flask_marshmallow pydantic pydantic_settings sqlmodel"
    " ninja fastapi typing typing_extensions annotated_types wtforms_alchemy".split()
)
# Declared by an annotation, which a call may follow.
_ANNOTATED = frozenset({"pydantic", "sqlmodel"})
_CALLS = frozenset({"Field", "Form", "Body", "Query", "constr", "StringConstraints"})
# Types that are a text and nothing more, as they are written without an import.
_PLAIN = frozenset(
    {"str", "None", "int", "bool", "bytes", "Optional", "Union", "Annotated", "List", "object", "ABC", "abc.ABC"}
)


def guards(facts: FactBase, project: Project, proven: set[str]) -> Iterator[PasswordGuarded]:
    """Yield the guards that classes with a field for a new password are; that of ``proven`` ones is sure to be new."""
    classes: dict[tuple[str, str], list[FieldDeclared]] = {}
    for field in facts.of(FieldDeclared):
        if not (field.stored or field.step or hidden(field.at.path)) and _takes_password(field):
            classes.setdefault((field.at.path, field.owner), []).append(field)
    for path, owner in classes:
        project.parts.update(id(check) for check in project.checks if (check.at.path, check.owner) == (path, owner))
    named: dict[tuple[str, str], set[str]] = {}
    for field in facts.of(FieldDeclared):
        named.setdefault((field.at.path, field.owner), set()).add(field.name.lower())
    for place, fields in classes.items():
        # The password of some other site, to be kept for its owner, follows that site's policy.
        if not is_elsewhere(named[place]) or any("new" in words(field.name) for field in fields):
            yield from _guard(fields, project, proven=place[1].rsplit(".", 1)[-1] in proven)


def _takes_password(field: FieldDeclared) -> bool:
    """Tell whether a field takes a password, or its repetition; ``password_helper`` does neither, nor does a field of a
    type that shows a hash."""
    name = field.name
    if field.types and "hash" in words(field.types[0].rsplit(".", 1)[-1]):
        return False
    return label_of(name) == "password" or (is_about(name) and is_repeated(name))


def _guard(fields: list[FieldDeclared], project: Project, *, proven: bool) -> Iterator[PasswordGuarded]:
    first = fields[0]
    row = project.declared(first.owner, first.at.path) or ClassDeclared(first.at, first.owner, first.bases)
    checks = [check for check in project.checks if (check.at.path, check.owner) == (first.at.path, first.owner)]
    wanted = [field for field in fields if label_of(field.name) == "password" and is_new(field.name)]
    wanted = [field for field in wanted if not is_repeated(field.name)] or (wanted if len(wanted) > 1 else [])
    if not wanted or (takes_new(first.owner) is False and not proven):
        return
    around = together([_around(row, project), *(project.of_check(check) for check in checks)])
    field = max(wanted, key=lambda one: (_of_field(one, project).least, "new" in words(one.name), one.name))
    found = _of_field(field, project).with_(around)
    found = found._replace(unknown=found.unknown | _more(found, project))
    if found.delegated:
        # What it asks for is known to the setting alone; what it refuses is known here.
        if found.runs or found.patterns:
            yield found._replace(least=0, classes=NOTHING.classes).guard(found.at or field.at, found.by, "field")
        return
    if found.least > 1 or found.classes:
        yield found.guard(found.at or field.at, found.by or _named(field), "field")
    elif not (found.unknown or checks or _judged_elsewhere(project)) and (proven or _surely_new(field, fields)):
        yield PasswordGuarded(field.at, _named(field), "field", empty=True)


def _named(field: FieldDeclared) -> str:
    return f"{field.owner}.{field.name}"


def _of_field(field: FieldDeclared, project: Project) -> Strength:
    parts = [Strength(field.least if field.least and field.least > 1 else 0, most=field.most, said=field.said)]
    if field.pattern:
        parts.append(of_pattern(field.pattern))
    parts = [part._replace(at=field.at, by=_named(field)) for part in parts]
    if field.open:
        parts.append(UNKNOWN)
    parts.extend(_of_type(name, field, project) for name in _types(field))
    row = ClassDeclared(field.at, field.owner, field.bases)
    parts.extend(project.of_call(name, row) for name in field.checks if not _plain_check(name))
    return together(parts)


def _types(field: FieldDeclared) -> tuple[str, ...]:
    """Return the names that say what the field is, those in the arguments of its call left out."""
    if field.framework not in _ANNOTATED:
        return field.types[:1]
    calls = [index for index, name in enumerate(field.types) if name.rsplit(".", 1)[-1] in _CALLS]
    return field.types[: calls[0]] if calls else field.types


def _of_type(name: str, field: FieldDeclared, project: Project) -> Strength:
    """Return what a type adds: nothing if it is a library's, all that its class judges if it is the project's."""
    if _plain_type(name):
        return NOTHING
    own = project.declared(name, field.at.path)
    return _around(own, project) if own is not None else UNKNOWN


def _plain_type(name: str) -> bool:
    return name in _PLAIN or name.split(".", 1)[0] in _LIBRARIES or name.startswith(".")


def _plain_check(name: str) -> bool:
    """Tell whether a check of a library judges nothing but what the field's bounds say already."""
    return name.split(".", 1)[0] in _LIBRARIES and name.rsplit(".", 1)[-1] not in password_words().delegates


def _around(row: ClassDeclared, project: Project) -> Strength:
    """Return what the calls in the class and its bases add."""
    found = NOTHING
    for above in (row, *project.above(row)):
        if isinstance(above, str):
            found = found.with_(_of_base(above, row))
            continue
        if above.name != row.name:
            inherited = [
                check for check in project.checks if (check.at.path, check.owner) == (above.at.path, above.name)
            ]
            found = together([found, *(project.of_check(check) for check in inherited)])
        found = together([found, *(project.of_call(name, above) for name in above.calls if _delegates(name))])
    return found


def _delegates(name: str) -> bool:
    """Tell whether a call hands the judgement on: to the framework, or to a form that is kept in an attribute."""
    own = {*words(name.rsplit(".", 1)[-1])}
    return name.rsplit(".", 1)[-1] in password_words().delegates or (is_about(name) and "form" in own)


def _of_base(name: str, row: ClassDeclared) -> Strength:
    """Return what a base adds whose class is not known."""
    root, last = name.split(".", 1)[0], name.rsplit(".", 1)[-1]
    if last in password_words().delegating_bases:
        return DELEGATED
    # The project's own classes are all known, except those in whose files no word speaks of passwords.
    plain = root in _LIBRARIES or name in _PLAIN or root == last or root in row.at.path.split("/")
    return NOTHING if plain and not is_about(last) else UNKNOWN


def _surely_new(field: FieldDeclared, fields: list[FieldDeclared]) -> bool:
    """Tell whether a class takes a new password beyond doubt."""
    twice = any(is_repeated(other.name) and is_about(other.name) for other in fields if other is not field)
    return twice or "new" in words(field.name) or takes_new(field.owner) is True


def _more(found: Strength, project: Project) -> set[str]:
    """Return what checks that no form calls may demand beyond a form: who fills it may hand its password to them."""
    free = [check for check in project.checks if id(check) not in project.parts and not check.owner]
    free = [check for check in free if is_new(check.subject) and takes_new(check.function) is not False]
    more = {"classes"} if any(check.classes or check.patterns for check in free) else set()
    return more | ({"length"} if any((check.least or 0) > found.least for check in free) else set())


def _judged_elsewhere(project: Project) -> bool:
    """Tell whether code outside the forms judges passwords, so that what a form lets through may be judged later."""
    judging = (
        check
        for check in project.checks
        if id(check) not in project.parts or (not check.owner and check.function in project.called)
    )
    # Who signs in brings a password that is there already.
    judging = (check for check in judging if takes_new(check.function) is not False)
    return any(check.least or check.classes or check.patterns or check.calls for check in judging)
