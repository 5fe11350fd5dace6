"""Collects the specs of the rules beside ordinary tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.specs import SpecFile

pytest_plugins = ["pytester"]


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    if file_path.suffix == ".md" and {"rules", "programs", "snippets"} & set(file_path.parts):
        return SpecFile.from_parent(parent, path=file_path)
    return None
