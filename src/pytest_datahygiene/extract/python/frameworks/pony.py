"""Pony entities."""

from __future__ import annotations

from pytest_datahygiene.extract.python.scope import Declaration


def reads(declaration: Declaration) -> bool | None:
    """An attribute of an entity."""
    last = declaration.callee.rsplit(".", 1)[-1]
    ours = declaration.callee.startswith("pony.") or declaration.scope.has_base("Entity")
    return True if ours and last in ("Required", "Optional", "PrimaryKey", "Set") else None
