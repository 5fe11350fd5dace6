"""Django models."""

from __future__ import annotations

from pytest_datahygiene.extract.python.scope import Declaration

_ROOTS = ("django.db.models.", "django.contrib.gis.db.models.", "django.contrib.postgres.fields.")


def reads(declaration: Declaration) -> bool | None:
    """A model field, wrapped or of a project's own class."""
    if declaration.call is None:
        return None
    if any(name.startswith(_ROOTS) for name in (declaration.callee, *declaration.types())):
        return True
    last = declaration.callee.rsplit(".", 1)[-1]
    scope = declaration.scope
    # A field class of another library or of the project itself, in something that is surely a model.
    if last.endswith("Field") and scope.names.imports("django") and not scope.has_base("Form", "FormSet", "Serializer"):
        return True if scope.has_base("Model") and "models" in ".".join(scope.bases) else None
    return None
