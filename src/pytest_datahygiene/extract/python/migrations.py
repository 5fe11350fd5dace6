"""Schema migrations: Django's operations and Alembic's calls."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import libcst as cst

from pytest_datahygiene.extract.python.fields import columns, field
from pytest_datahygiene.extract.python.scope import Declaration, Scope
from pytest_datahygiene.extract.python.tree import argument, below, calls, elements
from pytest_datahygiene.facts import FieldDeclared, FieldDropped

# What removes a field or a model, and the arguments that name the model and the field; what is renamed is gone too.
_DROPS = {
    "RemoveField": ("model_name", "name"),
    "RenameField": ("model_name", "old_name"),
    "DeleteModel": ("name",),
    "RenameModel": ("old_name",),
}


def operations(parts: Iterable[cst.CSTNode], scope: Scope) -> Iterator[FieldDeclared | FieldDropped]:
    """Yield what ``operations = [...]`` of a Django migration, given by its nodes, adds and removes."""
    if not scope.has_base("Migration"):
        return
    for call in parts:
        if type(call) is not cst.Call:
            continue
        operation = scope.names.dotted(call.func).rsplit(".", 1)[-1]
        if operation == "CreateModel":
            yield from _created(call, scope)
        elif operation in ("AddField", "AlterField"):
            yield from _field(
                _text(call, "model_name", 0, scope), argument(call, "name", 1), argument(call, "field", 2), scope
            )
        elif operation in _DROPS:
            named = (_text(call, name, index, scope) for index, name in enumerate(_DROPS[operation]))
            yield FieldDropped(scope.positions.place(call), *named)


def _created(call: cst.Call, scope: Scope) -> Iterator[FieldDeclared]:
    owner, listed = _text(call, "name", 0, scope), argument(call, "fields", 1)
    for entry in elements(listed) or [] if listed is not None else []:
        pair = elements(entry)
        if pair and len(pair) == 2:
            yield from _field(owner, pair[0], pair[1], scope)


def _field(
    owner: str, name: cst.BaseExpression | None, value: cst.BaseExpression | None, scope: Scope
) -> Iterator[FieldDeclared]:
    text = scope.names.text(name) if name is not None else None
    if owner and text and name is not None and isinstance(value, cst.Call):
        yield field(Declaration(scope, text, name, value=value), owner, "django", stored=True, step=True)


def _text(call: cst.Call, name: str, position: int, scope: Scope) -> str:
    node = argument(call, name, position)
    return (scope.names.text(node) if node is not None else None) or ""


def steps(node: cst.FunctionDef, scope: Scope) -> Iterator[FieldDeclared | FieldDropped]:
    """Yield what ``upgrade()`` of an Alembic migration adds and removes; ``downgrade()`` undoes it and says nothing."""
    if node.name.value != "upgrade":
        return
    tables = _batches(node, scope)
    for call in calls(node.body):
        receiver, _, operation = scope.names.dotted(call.func).rpartition(".")
        batch = tables.get(receiver)
        table = batch if batch is not None else _text(call, "table_name", 0, scope)
        if operation in ("create_table", "add_column") and table:
            yield from columns(call, table, scope, step=True)
        elif operation == "drop_column":
            yield FieldDropped(
                scope.positions.place(call), table, _text(call, "column_name", 0 if batch is not None else 1, scope)
            )
        elif operation == "drop_table":
            yield FieldDropped(scope.positions.place(call), table)


def _batches(node: cst.FunctionDef, scope: Scope) -> dict[str, str]:
    """Return the names bound by ``with op.batch_alter_table("orders") as batch``."""
    found = {}
    for part in below(node.body):
        match part:
            case cst.WithItem(item=cst.Call() as call, asname=cst.AsName(name=cst.Name(value=name))):
                if scope.names.dotted(call.func).endswith("batch_alter_table"):
                    found[name] = _text(call, "table_name", 0, scope)
    return found
