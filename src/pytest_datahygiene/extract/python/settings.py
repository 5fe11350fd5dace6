"""Settings modules and config classes: constants by ALL_CAPS names, and the lists of validators."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from pytest_datahygiene.catalog import hashers, password_words, passwords
from pytest_datahygiene.catalog.calls import is_spoken
from pytest_datahygiene.catalog.words import words
from pytest_datahygiene.extract.python.constants import constant
from pytest_datahygiene.extract.python.tree import argument, elements, spelled
from pytest_datahygiene.extract.python.validators import listed
from pytest_datahygiene.facts import SettingAssigned, ValidatorsSet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_datahygiene.extract.python.scope import Scope

# Django reads the bare name; projects with several kinds of accounts put a word before it.
_VALIDATORS = "PASSWORD_VALIDATORS"
_APPS = "INSTALLED_APPS"
# Words of a name by which a text says that it is an expression and no secret.
_EXPRESSIONS = frozenset({"regex", "regexp", "pattern", "re", "expression", "rgx"})
_LENGTHENS = {"append": False, "insert": False, "extend": True}


def assigned(
    statement: cst.BaseSmallStatement, line: cst.CSTNode, scope: Scope
) -> Iterator[SettingAssigned | ValidatorsSet]:
    """Yield the setting that a statement assigns or lengthens."""
    match statement:
        case cst.Assign(targets=[cst.AssignTarget(target=target)], value=value):
            yield from _set(target, value, line, scope)
        case cst.AnnAssign(target=target, value=cst.BaseExpression() as value):
            yield from _set(target, value, line, scope)
        case cst.AugAssign(target=cst.Name(value=name), operator=cst.AddAssign(), value=value):
            yield from _lengthened(name, value, line, scope)
        case cst.Expr(
            value=cst.Call(func=cst.Attribute(value=cst.Name(value=name), attr=cst.Name(value=method))) as call
        ):
            yield from _called(name, method, call, line, scope)


def _set(
    target: cst.BaseExpression, value: cst.BaseExpression, line: cst.CSTNode, scope: Scope
) -> Iterator[SettingAssigned | ValidatorsSet]:
    name = _key(target, scope)
    if not name.isupper():
        return
    if name.endswith(_VALIDATORS):
        entries, whole = listed(value, scope)
        # "X = X + [...]" lengthens what is there.
        adds = isinstance(value, cst.BinaryOperation) and name in (spelled(value.left), spelled(value.right))
        yield ValidatorsSet(scope.positions.place(line), name, entries, whole or adds, scope.owner, adds)
    elif name == _APPS:
        yield SettingAssigned(
            scope.positions.place(line), name, None, _apps(value, scope), _inherits(scope), scope.owner
        )
    elif password_words.is_about(name) or name in hashers.settings() or name in scope.seeds.asked:
        texts = _apps(value, scope) if name in hashers.settings() else ()
        yield SettingAssigned(
            scope.positions.place(line), name, _harmless(name, value, scope), texts, _inherits(scope), scope.owner
        )


def _key(target: cst.BaseExpression, scope: Scope) -> str:
    """Return the name that is set: of a variable, or the key of ``app.config["NAME"]``."""
    if isinstance(target, cst.Name):
        return target.value
    match target:
        case cst.Subscript(value=holder, slice=[cst.SubscriptElement(slice=cst.Index(value=key))]):
            if spelled(holder).rsplit(".", 1)[-1].lower() in ("config", "settings", "conf"):
                return scope.names.text(key) or ""
    return ""


def _lengthened(
    name: str, value: cst.BaseExpression, line: cst.CSTNode, scope: Scope
) -> Iterator[SettingAssigned | ValidatorsSet]:
    if name.endswith(_VALIDATORS):
        entries, _ = listed(value, scope)
        yield ValidatorsSet(scope.positions.place(line), name, entries, owner=scope.owner, adds=True)
    elif name == _APPS:
        yield SettingAssigned(
            scope.positions.place(line), name, None, _apps(value, scope), _inherits(scope), scope.owner
        )


def _called(name: str, method: str, call: cst.Call, line: cst.CSTNode, scope: Scope) -> Iterator[ValidatorsSet]:
    if not name.endswith(_VALIDATORS) or method not in _LENGTHENS:
        return
    value = argument(call, "", 1 if method == "insert" else 0)
    if value is None:
        return
    many = value if _LENGTHENS[method] else cst.List([cst.Element(value)])
    entries, _ = listed(many, scope)
    yield ValidatorsSet(scope.positions.place(line), name, entries, owner=scope.owner, adds=True)


def _apps(value: cst.BaseExpression, scope: Scope) -> tuple[str, ...]:
    """Return the texts of a list, or of the lists that are added up."""
    if isinstance(value, cst.BinaryOperation):
        return _apps(value.left, scope) + _apps(value.right, scope)
    found = (scope.names.text(part) for part in elements(value) or [])
    return tuple(text for text in found if text is not None)


def _harmless(name: str, value: cst.BaseExpression, scope: Scope) -> int | str | float | bool | None:
    """Return a constant that cannot be a secret: a number, or the text of a setting that the catalog knows."""
    known = constant(value, scope.names)
    if known is None:
        said = scope.values.said(value)
        return said if "." in said and " " not in said else None
    told = passwords.setting(name) is not None or not _EXPRESSIONS.isdisjoint(words(name))
    if isinstance(known, str) and not (told or is_spoken(known)):
        return None
    return known


def _inherits(scope: Scope) -> bool:
    return bool(scope.bases) if scope.owner else bool(scope.names.stars)
