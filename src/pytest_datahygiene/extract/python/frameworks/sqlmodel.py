"""SQLModel: a table when the class says so, else a schema that a table may build on."""

from __future__ import annotations

from pytest_datahygiene.extract.python.scope import Declaration


def reads(declaration: Declaration) -> bool | None:
    """An annotated attribute."""
    table = ("table", "True") in declaration.scope.keywords
    # A table on a base of the project need not import the library itself.
    if declaration.annotation is None or not (table or declaration.scope.names.imports("sqlmodel")):
        return None
    return None if declaration.callee.endswith("Relationship") else table
