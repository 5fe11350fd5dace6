"""SQLModel: a table when the class says so, else a schema that a table may build on."""

from __future__ import annotations

from pytest_datahygiene.extract.python.scope import Declaration


def reads(declaration: Declaration) -> bool | None:
    """An annotated attribute."""
    if declaration.annotation is None or not declaration.scope.names.imports("sqlmodel"):
        return None
    if declaration.callee.endswith("Relationship"):
        return None
    return ("table", "True") in declaration.scope.keywords
