"""Who reads a declaration in a class body. One file each, found by folder listing; the first to recognise it wins.

Each module has ``reads(declaration) -> bool | None``: whether the value is stored, or ``None`` when the declaration is not its own.
The names of the modules are the names of the frameworks.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from importlib import import_module

from pytest_datahygiene.extract.python.scope import Declaration

Reader = Callable[[Declaration], "bool | None"]


@cache
def _readers() -> list[tuple[str, Reader]]:
    files = sorted(os.listdir(os.path.dirname(__file__)))
    names = [file[:-3] for file in files if file.endswith(".py") and not file.startswith("_")]
    return [(name, import_module(f"{__name__}.{name}").reads) for name in names]


def framework_of(declaration: Declaration) -> tuple[str, bool] | None:
    """Return the framework's name and whether it stores the value, or ``None``."""
    for name, reads in _readers():
        stored = reads(declaration)
        if stored is not None:
            return name, stored
    return None
