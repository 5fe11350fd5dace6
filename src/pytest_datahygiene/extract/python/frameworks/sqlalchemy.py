"""SQLAlchemy models, old and new style, Flask-SQLAlchemy included."""

from __future__ import annotations

from pytest_datahygiene.extract.python.scope import Declaration

_COLUMNS = ("Column", "mapped_column", "deferred")
# Libraries whose columns are shown.
_SHOWN = ("django_tables2", "flask_table", "rich")


def reads(declaration: Declaration) -> bool | None:
    """A mapped attribute."""
    if declaration.callee.rsplit(".", 1)[-1] in _COLUMNS:
        shown = declaration.callee.split(".", 1)[0] in _SHOWN or declaration.scope.has_base("Table")
        return None if shown else True
    if declaration.annotation is None:
        return None
    mapped = any(name.rsplit(".", 1)[-1] == "Mapped" for name in declaration.types()[:2])
    return True if mapped and "relationship" not in declaration.callee else None
