"""MongoEngine documents."""

from __future__ import annotations

from pytest_datahygiene.extract.python.scope import Declaration


def reads(declaration: Declaration) -> bool | None:
    """A document field, also through ``db = MongoEngine()``."""
    if declaration.callee.startswith(("mongoengine.", "flask_mongoengine.")):
        return True
    last = declaration.callee.rsplit(".", 1)[-1]
    return True if last.endswith("Field") and declaration.scope.has_base("Document", "DynamicDocument") else None
