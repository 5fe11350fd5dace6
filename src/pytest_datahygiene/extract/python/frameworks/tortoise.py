"""Tortoise models."""

from __future__ import annotations

from pytest_datahygiene.extract.python.scope import Declaration


def reads(declaration: Declaration) -> bool | None:
    """A model field."""
    return True if declaration.callee.startswith("tortoise.") else None
