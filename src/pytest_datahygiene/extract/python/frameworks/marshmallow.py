"""Marshmallow schemas, webargs and flask-marshmallow included."""

from __future__ import annotations

from pytest_datahygiene.extract.python.scope import Declaration


def reads(declaration: Declaration) -> bool | None:
    """A schema field: it validates and keeps nothing."""
    if declaration.callee.startswith(("marshmallow.", "webargs.", "flask_marshmallow.")):
        return False
    return False if declaration.call and declaration.scope.has_base("Schema") else None
