"""Django REST framework serializers."""

from __future__ import annotations

from pytest_datahygiene.extract.python.scope import Declaration


def reads(declaration: Declaration) -> bool | None:
    """A serializer field: it validates and keeps nothing."""
    if declaration.callee.startswith("rest_framework."):
        return False
    last = declaration.callee.rsplit(".", 1)[-1]
    return False if last.endswith("Field") and declaration.scope.has_base("Serializer") else None
