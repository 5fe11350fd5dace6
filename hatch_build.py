"""Packs the catalog into its fast form when a wheel, or an editable install, is built."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogBuildHook(BuildHookInterface):  # type: ignore[type-arg]  # the interface names its configuration type only internally
    """Writes ``catalog/compiled/<file>.msgpack`` for every file of ``catalog/data``."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  # hatchling's signature
        """Pack every catalog file."""
        source = Path(self.root) / "src"
        sys.path.insert(0, str(source))
        from pytest_datahygiene.catalog import compiling

        compiling.compile_all()
