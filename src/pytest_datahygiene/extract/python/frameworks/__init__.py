"""Who reads a declaration in a class body. One file each, found by folder listing; the first to recognise it wins.

Each module has ``reads(declaration) -> bool | None``: whether the value is stored, or ``None`` when the declaration
is not its own. It may have ``beside(node, scope)`` for fields that a class declares elsewhere. The modules' names are
the frameworks'.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from types import ModuleType

import libcst as cst

from pytest_datahygiene.extract.python.scope import Declaration, Scope


@cache
def _modules() -> list[tuple[str, ModuleType]]:
    files = sorted(os.listdir(os.path.dirname(__file__)))
    names = [file[:-3] for file in files if file.endswith(".py") and not file.startswith("_")]
    return [(name, import_module(f"{__name__}.{name}")) for name in names]


def framework_of(declaration: Declaration) -> tuple[str, bool] | None:
    """Return the framework's name and whether it stores the value, or ``None``."""
    for name, module in _modules():
        stored = module.reads(declaration)
        if stored is not None:
            return name, stored
    return None


def declared_beside(node: cst.ClassDef, scope: Scope) -> Iterator[Declaration]:
    """Yield the fields that a class declares elsewhere than in its body, as far as a framework knows such a place."""
    for _, module in _modules():
        if hasattr(module, "beside"):
            yield from module.beside(node, scope)
