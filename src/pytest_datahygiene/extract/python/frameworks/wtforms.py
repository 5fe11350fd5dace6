"""WTForms, Flask-WTF included."""

from __future__ import annotations

from pytest_datahygiene.extract.python.scope import Declaration

_PACKAGES = ("wtforms", "flask_wtf", "wtforms_alchemy", "flask_security", "flask_appbuilder")


def reads(declaration: Declaration) -> bool | None:
    """A form field: it validates and keeps nothing."""
    if declaration.callee.startswith("wtforms."):
        return False
    last = declaration.callee.rsplit(".", 1)[-1]
    ours = declaration.scope.names.imports(*_PACKAGES) and declaration.scope.has_base("Form")
    return False if ours and last.endswith("Field") else None
