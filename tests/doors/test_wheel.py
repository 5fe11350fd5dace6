"""What users install: the wheel, in an environment of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from tests.doors.conftest import CLEAN
from tests.doors.test_cli import HEAVY

from pytest_datahygiene import __version__


class Installed:
    """The commands of an environment that holds the wheel and pytest."""

    def __init__(self, folder: Path) -> None:
        self._bin = folder / ("Scripts" if sys.platform == "win32" else "bin")

    def __call__(self, command: str, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
        env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PYTEST"))}
        return subprocess.run([self._bin / command, *arguments], cwd=cwd, env=env, capture_output=True, text=True)


@pytest.fixture(scope="module")
def wheel(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    built = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(built), str(checkout)]
    subprocess.run(command, check=True, capture_output=True)
    (made,) = built.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    folder = tmp_path_factory.mktemp("venv")
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    run = Installed(folder)
    done = run(
        "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", f"{wheel}[pytest]", cwd=folder
    )
    assert done.returncode == 0, done.stderr
    return run


def test_the_wheel_holds_what_runs_and_no_more(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "pytest_datahygiene/py.typed" in names
    assert "pytest_datahygiene/__init__.pyi" in names
    assert [name for name in names if name.endswith(".msgpack")]
    assert {name.split("/")[0] for name in names} == {
        "pytest_datahygiene",
        f"pytest_datahygiene-{__version__}.dist-info",
    }


def test_the_installed_package_works(installed: Installed, project: Path) -> None:
    assert installed("datahygiene", "--version", cwd=project).stdout == f"datahygiene {__version__}\n"
    checked = installed("datahygiene", "check", "--format", "concise", cwd=project)
    assert checked.returncode == 1, checked.stderr
    places = [line.split()[:2] for line in checked.stdout.splitlines()]
    assert places == [["shop/bad.py:5:5", "card-number-stored"], ["shop/bad.py:6:5", "card-code-stored"]]
    tested = installed("pytest", "--datahygiene", cwd=project)
    assert tested.returncode == 1
    assert "FAILED datahygiene::card-code-stored" in tested.stdout
    (project / "shop" / "bad.py").write_text(CLEAN)
    assert installed("python", "-m", "pytest_datahygiene", "check", cwd=project).returncode == 0
    assert installed("pytest", "--datahygiene", cwd=project).returncode == 0
    _check_that_little_is_loaded(installed, project)


def _check_that_little_is_loaded(installed: Installed, project: Path) -> None:
    """A file without seeds loads nothing heavy, not even what was kept of a project before it is known.

    Only an installed catalog is sure to be in its fast form.
    """
    (project / "pyproject.toml").unlink()
    (project / "shop" / "clean.py").write_text("x = 1\n")
    call = "main(['check', '--no-cache', 'shop/clean.py'])"
    probe = f"import sys; from pytest_datahygiene.cli import main; {call}; print(*sys.modules)"
    loaded = installed("python", "-c", probe, cwd=project).stdout.split()
    assert "pytest_datahygiene.engine.pipeline" in loaded
    assert HEAVY.intersection(loaded) == set()
