"""Object-document mappers built on Pydantic: Beanie, ODMantic and their kin."""

from __future__ import annotations

from pytest_datahygiene.extract.python.scope import Declaration

_PACKAGES = ("beanie.", "odmantic.", "redis_om.", "aredis_om.", "pydantic_mongo.", "bunnet.", "mongox.", "ormar.")


def reads(declaration: Declaration) -> bool | None:
    """An annotated attribute of a document class."""
    if declaration.annotation is None:
        return True if declaration.callee.startswith("ormar.") else None
    bases = declaration.scope.bases
    return True if any(base.startswith(_PACKAGES) for base in bases) or declaration.scope.has_base("Document") else None
