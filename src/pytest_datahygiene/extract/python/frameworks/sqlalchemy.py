"""SQLAlchemy models, old and new style, Flask-SQLAlchemy included."""

from __future__ import annotations

from pytest_datahygiene.extract.python.scope import Declaration

_COLUMNS = ("Column", "mapped_column", "deferred")


def reads(declaration: Declaration) -> bool | None:
    """A mapped attribute."""
    if declaration.callee.rsplit(".", 1)[-1] in _COLUMNS:
        return True
    if declaration.annotation is None:
        return None
    mapped = any(name.rsplit(".", 1)[-1] == "Mapped" for name in declaration.types()[:2])
    return True if mapped and "relationship" not in declaration.callee else None
