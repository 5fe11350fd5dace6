"""Django forms."""

from __future__ import annotations

from pytest_datahygiene.extract.python.scope import Declaration


def reads(declaration: Declaration) -> bool | None:
    """A form field: it validates and keeps nothing."""
    if declaration.callee.startswith("django.forms."):
        return False
    last = declaration.callee.rsplit(".", 1)[-1]
    ours = declaration.scope.names.imports("django") and declaration.scope.has_base("Form")
    return False if ours and last.endswith("Field") else None
