"""Pydantic models that no mapper claims: they validate a request."""

from __future__ import annotations

from pytest_datahygiene.extract.python.scope import Declaration


def reads(declaration: Declaration) -> bool | None:
    """An annotated attribute of a model."""
    if declaration.annotation is None:
        return None
    ours = declaration.scope.has_base("BaseModel", "BaseSettings") or declaration.callee.startswith(("pydantic.", "fastapi."))
    if ours:
        return False
    bases = declaration.scope.bases
    # A class on another model of the project: UserCreate(UserBase).
    return False if bases and declaration.scope.names.imports("pydantic", "ninja", "fastapi") else None
