"""The rules, found by the names of their files. Importing this package imports no rule."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pytest_datahygiene.rules.api import Rule


def families() -> dict[str, str]:
    """Return rule name -> family for every rule, read off the folders."""
    here = os.path.dirname(__file__)
    found: dict[str, str] = {}
    for family in sorted(os.listdir(here)):
        folder = os.path.join(here, family)
        if family.startswith(("_", ".")) or not os.path.isdir(folder):
            continue
        for file in sorted(os.listdir(folder)):
            if file.endswith(".py") and not file.startswith("_"):
                found[file[:-3].replace("_", "-")] = family
    return found


def load(name: str) -> Rule:
    """Import one rule; raise ``KeyError`` when there is none of that name."""
    from importlib import import_module

    module = import_module(f"{__name__}.{families()[name]}.{name.replace('-', '_')}")
    check: Rule = module.check
    return check
