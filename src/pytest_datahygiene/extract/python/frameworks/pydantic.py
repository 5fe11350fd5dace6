"""Pydantic models that no mapper claims, whatever their base is called: they validate a request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_datahygiene.extract.python.frameworks import sqlalchemy

if TYPE_CHECKING:
    from pytest_datahygiene.extract.python.scope import Declaration

# Bases that make no model of a class by themselves.
_NO_MODELS = frozenset(
    {"Generic", "Protocol", "ABC", "TypedDict", "NamedTuple", "Enum", "StrEnum", "Exception", "object"}
)


def reads(declaration: Declaration) -> bool | None:
    """An annotated attribute of a model."""
    if (
        declaration.annotation is None
        or ("table", "True") in declaration.scope.keywords
        or sqlalchemy.reads(declaration)
    ):
        return None
    ours = declaration.scope.has_base("BaseModel", "BaseSettings") or declaration.callee.startswith(
        ("pydantic.", "fastapi.")
    )
    if ours:
        return False
    bases = [base for base in declaration.scope.bases if base.rsplit(".", 1)[-1] not in _NO_MODELS]
    # A class on another model of the project: UserCreate(UserBase).
    return False if bases and declaration.scope.names.imports("pydantic", "ninja", "fastapi") else None
