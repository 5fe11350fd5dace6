"""Fields that a class, or a table object, declares."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst
import msgspec

from pytest_datahygiene.catalog.labels import label_of
from pytest_datahygiene.catalog.messages import asked
from pytest_datahygiene.catalog.password_words import is_about
from pytest_datahygiene.extract.python.bounds import bounds
from pytest_datahygiene.extract.python.frameworks import declared_beside, framework_of
from pytest_datahygiene.extract.python.scope import Declaration, Scope
from pytest_datahygiene.extract.python.tree import argument, below, comments, pairs, spelled, tail, text_of
from pytest_datahygiene.facts import FieldDeclared, KeyWritten
from pytest_datahygiene.source.reasons import PASSING

_COLUMN_NAMES = ("db_column", "column_name", "source_field", "db_field")
# Frameworks with a class to build models on.
_MODELS = ("django", "peewee", "tortoise", "mongoengine")


def declared(node: cst.ClassDef, scope: Scope) -> Iterator[FieldDeclared]:
    """Yield the fields of a class, all of them if the words of any are a seed or it was asked for: neighbours explain
    one another."""
    found: list[Declaration] = []
    # A body in the line of the head holds its statements itself.
    lines = [node.body] if isinstance(node.body, cst.SimpleStatementSuite) else node.body.body
    for line in lines:
        if isinstance(line, (cst.SimpleStatementLine, cst.SimpleStatementSuite)):
            found.extend(filter(None, (_declaration(statement, line, scope) for statement in line.body)))
    found.extend(declared_beside(node, scope))
    checked = {name for line in lines for name in _checked(line, scope)}
    spoken = "\n".join(f"{scope.owner} {one.name} {_column(one)} {' '.join(one.types())}" for one in found)
    if scope.owner in scope.seeds.asked or scope.seeds.together(spoken.encode("utf-8", "replace")):
        for declaration, told in _told(found):
            fact = field(declaration, scope.owner, *told)
            # A check of the second password is one of the first.
            twin = is_about(declaration.name) and any(map(is_about, checked))
            yield msgspec.structs.replace(fact, open=True) if twin or declaration.name in checked else fact


def _told(found: list[Declaration]) -> Iterator[tuple[Declaration, tuple[str, bool]]]:
    """Yield the declarations that a framework reads, each with its name and whether it stores the value.

    Beside fields that are stored, what a class makes of another class is one too: the project's own kind of field.
    """
    read = [(declaration, framework_of(declaration)) for declaration in found]
    keeper = next((told for _, told in read if told is not None and told[1]), None) or _keeper(found)
    for declaration, told in read:
        last = declaration.callee.rpartition(".")[2]
        made = declaration.annotation is None and last[:1].isupper() and not last.endswith(("Manager", "QuerySet"))
        if told is not None or (keeper is not None and made):
            yield declaration, told or keeper or ("", False)


def _keeper(found: list[Declaration]) -> tuple[str, bool] | None:
    """Return the framework whose model a class is by its base, though none of its fields is the framework's own."""
    scope = found[0].scope if found else None
    if scope is None or not any(base.rpartition(".")[2] in ("Model", "Document") for base in scope.bases):
        return None
    roots = {base.partition(".")[0] for base in scope.bases}
    return next(((name, True) for name in _MODELS if name in roots), None)


def _checked(line: cst.CSTNode, scope: Scope) -> Iterator[str]:
    """Yield the fields that ``_strong = validator("password")(strong_password)`` attaches a check to."""
    for statement in line.body if isinstance(line, cst.SimpleStatementLine) else ():
        match statement:
            case cst.Assign(value=cst.Call(func=cst.Call(func=maker, args=args))):
                if scope.names.dotted(maker).rsplit(".", 1)[-1] in ("validator", "field_validator"):
                    yield from filter(None, (scope.names.text(arg.value) for arg in args))


def _declaration(statement: cst.CSTNode, line: cst.CSTNode, scope: Scope) -> Declaration | None:
    match statement:
        case cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=name))], value=cst.Call() as call):
            return Declaration(scope, name, line, value=call)
        case cst.AnnAssign(target=cst.Name(value=name), annotation=cst.Annotation(annotation=annotation), value=value):
            return Declaration(scope, name, line, annotation, value)
    return None


def _said(declaration: Declaration) -> int:
    """Return how many characters the texts of a declaration ask for: its help, its messages, a comment beside it."""
    texts = [text_of(part) or "" for part in below(declaration.call) if _is_text(part)] if declaration.call else []
    return max((asked(text) for text in (*texts, *comments(declaration.statement))), default=0)


def _is_text(part: cst.CSTNode) -> bool:
    return isinstance(part, (cst.SimpleString, cst.ConcatenatedString))


def field(declaration: Declaration, owner: str, framework: str, stored: bool, *, step: bool = False) -> FieldDeclared:
    """Return the fact about a declared field."""
    limits = bounds(declaration)
    # The column may bear another name than the attribute: the one that tells more is the field's.
    name, column = declaration.name, _column(declaration)
    name = name if name and (label_of(name, owner) or not label_of(column, owner)) else column or name
    return FieldDeclared(
        declaration.scope.positions.place(declaration.statement),
        owner,
        name,
        framework,
        stored=stored,
        types=declaration.types(),
        least=limits.least,
        most=limits.most,
        pattern=limits.pattern,
        checks=limits.checks,
        open=limits.open,
        said=_said(declaration) if is_about(name) else 0,
        step=step,
        bases=declaration.scope.bases,
    )


def _column(declaration: Declaration) -> str:
    """Return the name that a column has in the database, where the declaration says it."""
    call, names = declaration.call, declaration.scope.names
    if call is None:
        return ""
    told = next((found for keyword in _COLUMN_NAMES if (found := argument(call, keyword)) is not None), None)
    first = argument(call, "", 0) if declaration.callee.rpartition(".")[2] in ("Column", "mapped_column") else None
    said = told if told is not None else first
    text = names.text(said) if said is not None else None
    return text if text and text.isidentifier() else ""


def written(statement: cst.CSTNode, line: cst.CSTNode, scope: Scope) -> Iterator[KeyWritten]:
    """Yield the keys that a statement writes into an attribute, one by one or as a whole."""
    place = scope.positions.place
    match statement:
        case cst.Assign(
            targets=[
                cst.AssignTarget(
                    target=cst.Subscript(
                        value=cst.Attribute() as held, slice=[cst.SubscriptElement(slice=cst.Index(value=key))]
                    )
                )
            ]
        ):
            keys = [text_of(key)]
        case cst.Assign(targets=[cst.AssignTarget(target=cst.Attribute() as held)], value=cst.Dict() as given):
            keys = [key for key, _ in pairs(given) or ()]
        case _:
            return
    holder, _, attribute = tail(held).rpartition(".")
    for name in filter(None, keys if attribute not in PASSING else ()):
        if scope.seeds.together(name.encode("utf-8", "replace")):
            yield KeyWritten(place(line), scope.owner, holder, attribute, name)


def added(call: cst.Call, line: cst.CSTNode, scope: Scope) -> Iterator[FieldDeclared]:
    """Yield the field that a call adds to a Django model: ``User.add_to_class("phone", CharField())``,
    ``CharField().contribute_to_class(User, "phone")``."""
    match call:
        case cst.Call(
            func=cst.Attribute(value=model, attr=cst.Name(value="add_to_class")),
            args=[cst.Arg(value=name), cst.Arg(value=made)],
        ):
            pass
        case cst.Call(
            func=cst.Attribute(value=made, attr=cst.Name(value="contribute_to_class")),
            args=[cst.Arg(value=model), cst.Arg(value=name), *_],
        ):
            pass
        case _:
            return
    text, owner = scope.names.text(name), spelled(model)
    if text and owner and isinstance(made, cst.Call):
        yield field(Declaration(scope, text, line, value=made), owner, "django", stored=True)


def validated(node: cst.Dict, line: cst.CSTNode, owner: str, scope: Scope) -> Iterator[FieldDeclared]:
    """Yield the fields of a collection's JSON Schema, ``{"bsonType": "object", "properties": {...}}``: those that the
    driver encrypts have that word among their types."""
    given = dict(pairs(node) or ())
    if "bsonType" not in given or "properties" not in given:
        return
    for name, told in pairs(given["properties"]) or ():
        said = {key for key, _ in pairs(told) or ()}
        if "properties" not in said:
            types = ("encrypt",) if "encrypt" in said else ()
            yield FieldDeclared(scope.positions.place(line), owner, name, "odm", stored=True, types=types)


def tabled(call: cst.Call, scope: Scope) -> Iterator[FieldDeclared]:
    """Yield the columns of a SQLAlchemy Core table: ``Table("orders", metadata, Column("cvv", String))``."""
    if scope.names.dotted(call.func).rsplit(".", 1)[-1] != "Table" or not call.args:
        return
    owner = scope.names.text(call.args[0].value)
    if owner is not None:
        yield from columns(call, owner, scope, step=False)


def columns(call: cst.Call, owner: str, scope: Scope, *, step: bool) -> Iterator[FieldDeclared]:
    """Yield the columns among the arguments of a call."""
    for arg in call.args:
        if not isinstance(arg.value, cst.Call) or scope.names.dotted(arg.value.func).rsplit(".", 1)[-1] != "Column":
            continue
        name = scope.names.text(arg.value.args[0].value) if arg.value.args else None
        if name:
            yield field(
                Declaration(scope, name, arg.value, value=arg.value), owner, "sqlalchemy", stored=True, step=step
            )
