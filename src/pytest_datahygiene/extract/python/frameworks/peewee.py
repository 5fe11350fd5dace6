"""Peewee models."""

from __future__ import annotations

from pytest_datahygiene.extract.python.scope import Declaration


def reads(declaration: Declaration) -> bool | None:
    """A model field."""
    if declaration.callee.startswith(("peewee.", "playhouse.")):
        return True
    last = declaration.callee.rsplit(".", 1)[-1]
    return True if last.endswith("Field") and declaration.scope.names.imports("peewee", "playhouse") else None
