"""Django models."""

from __future__ import annotations

from pytest_datahygiene.extract.python.scope import Declaration

_NOT_MODELS = (
    "Form",
    "FormSet",
    "Serializer",
    "FilterSet",
    "Filter",
    "Field",
    "Widget",
    "Index",
    "Schema",
    "Type",
    "Resource",
    "Admin",
)
# What else is there is no field: functions, expressions, constraints.
_FIELDS = ("Field", "Key")
_ROOTS = ("django.db.models.", "django.contrib.gis.db.models.", "django.contrib.postgres.fields.")


def reads(declaration: Declaration) -> bool | None:
    """A model field, wrapped or of a project's own class."""
    if declaration.call is None:
        return None
    if any(name.startswith(_ROOTS) and name.endswith(_FIELDS) for name in (declaration.callee, *declaration.types())):
        return True
    named = any(name.endswith("Field") for name in (declaration.callee, *declaration.types()))
    scope = declaration.scope
    # A field class of another library or of the project itself, in what is neither a form nor the like.
    ours = any(name.startswith(("django.db", "django.contrib.gis.db")) for name in scope.names.modules)
    return True if named and ours and not scope.has_base(*_NOT_MODELS) else None
