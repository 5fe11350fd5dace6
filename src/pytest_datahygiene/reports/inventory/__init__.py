"""Inventories: one module a format, each a function from the rows to text."""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pytest_datahygiene.findings.holding import Inventory

_MODULES = {"text": "plain", "csv": "spreadsheet", "json": "records", "mermaid": "diagram", "html": "page"}
FORMATS = tuple(_MODULES)


def render(made: Inventory, form: str, *, color: bool = False) -> str:
    """Return an inventory in one of ``FORMATS``, ending in a line feed. Only that one is loaded."""
    chosen = import_module(f"{__name__}.{_MODULES[form]}")
    text: str = chosen.render(made, color=color)
    return text
