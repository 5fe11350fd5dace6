"""Projects to open the doors on."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

BAD = """\
from django.db import models


class Order(models.Model):
    card_number = models.CharField(max_length=19)
    cvv = models.CharField(max_length=4)
"""
CLEAN = """\
from django.db import models


class Order(models.Model):
    token = models.CharField(max_length=64)
"""
BROKEN = f"{BAD}    name = (\n"

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATAHYGIENE_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with two findings in one file and none in the other."""
    folder = tmp_path / "project"
    (folder / "shop").mkdir(parents=True)
    (folder / "pyproject.toml").write_text("[tool.datahygiene]\n")
    (folder / "shop" / "bad.py").write_text(BAD)
    (folder / "shop" / "clean.py").write_text(CLEAN)
    return folder


@pytest.fixture
def run(project: Path) -> Run:
    """Run ``datahygiene`` in the project as a process of its own."""

    def start(*arguments: str, cwd: Path = project, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "pytest_datahygiene", *arguments],
            cwd=cwd,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="surrogateescape",
            timeout=120,
        )

    return start


def card_number() -> str:
    """A number that passes for a real card's; put together here, so that no scanner finds it in this file."""
    body = "401288" + "731905248"
    doubled = sum(sum(divmod(2 * int(digit), 10)) if place % 2 == 0 else int(digit) for place, digit in enumerate(body))
    return body + str(-doubled % 10)


@pytest.fixture(scope="session")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a clone of this project holds, without what was made from it."""
    here = Path(__file__).parents[2]
    copy = tmp_path_factory.mktemp("clone") / "pytest-datahygiene"
    made = shutil.ignore_patterns("__pycache__", "compiled")
    shutil.copytree(here / "src", copy / "src", ignore=made)
    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        shutil.copy(here / name, copy)
    return copy
