"""pre-commit's door, and git's own hook."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from tests.doors.conftest import BAD, CLEAN

from pytest_datahygiene.rules import families

HERE = Path(__file__).parents[2]
_IDENTITY = {f"GIT_{who}_{what}": "a@b.example" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


def _git(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    path = os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]])
    env = {**clean, **_IDENTITY, "GIT_CONFIG_GLOBAL": os.devnull, "PATH": path, **environment}
    return subprocess.run(["git", *arguments], cwd=folder, env=env, capture_output=True, text=True)


def _commit(folder: Path, text: str, **environment: str) -> subprocess.CompletedProcess[str]:
    (folder / "models.py").write_text(text)
    _git(folder, "add", "--all")
    return _git(folder, "commit", "--message", "a change", **environment)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "shop"
    folder.mkdir()
    _git(folder, "init", "--quiet")
    return folder


def test_every_family_has_its_hook() -> None:
    hooks = yaml.safe_load((HERE / ".pre-commit-hooks.yaml").read_text())
    # Comments that silence make sense beside the rules they silence: the hook for the whole project judges them.
    wanted = {family: f"datahygiene check --only {family}" for family in families().values() if family != "silencing"}
    assert {hook["id"]: hook["entry"] for hook in hooks} == {
        "datahygiene": "datahygiene check",
        **{f"datahygiene-{family}": entry for family, entry in wanted.items()},
    }


@pytest.mark.parametrize("name", ["pre-commit-config.yaml", "pre-commit-config-families.yaml"])
def test_the_ready_configurations_name_hooks_that_exist(name: str) -> None:
    known = {hook["id"] for hook in yaml.safe_load((HERE / ".pre-commit-hooks.yaml").read_text())}
    config = HERE / "hooks" / name
    (repo,) = yaml.safe_load(config.read_text())["repos"]
    assert {hook["id"] for hook in repo["hooks"]} <= known
    subprocess.run([sys.executable, "-m", "pre_commit", "validate-config", config], check=True)


def test_pre_commit_stops_a_bad_commit_and_lets_a_clean_one_pass(checkout: Path, repository: Path) -> None:
    _git(checkout, "init", "--quiet")
    _commit(checkout, "")
    hook = repository / ".git" / "hooks" / "pre-commit"
    hook.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m pre_commit try-repo "{checkout}" datahygiene-cards\n')
    hook.chmod(0o755)
    bad = _commit(repository, BAD)
    assert bad.returncode == 1
    assert "card-code-stored" in bad.stdout + bad.stderr
    assert _commit(repository, CLEAN).returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script")
def test_gits_own_hook_judges_what_is_staged(repository: Path) -> None:
    shutil.copy(HERE / "hooks" / "pre-commit", repository / ".git" / "hooks")
    bad = _commit(repository, BAD)
    assert bad.returncode == 1
    assert "models.py:6:5" in bad.stdout + bad.stderr
    # Mended on disk alone: what is staged is still bad.
    (repository / "models.py").write_text(CLEAN)
    assert _git(repository, "commit", "--message", "bad").returncode == 1
    assert _commit(repository, CLEAN).returncode == 0
    # Spoilt on disk alone: what is staged is clean.
    (repository / "models.py").write_text(BAD)
    assert _git(repository, "commit", "--allow-empty", "--message", "clean").returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script")
def test_gits_own_hook_judges_a_staged_file_that_git_ignores(
    repository: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    shutil.copy(HERE / "hooks" / "pre-commit", repository / ".git" / "hooks")
    room = tmp_path_factory.mktemp("room")
    (room / "pyproject.toml").write_text('[tool.datahygiene]\nexclude = ["*"]\n')
    (repository / ".gitignore").write_text("models.py\n")
    (repository / "models.py").write_text(BAD)
    _git(repository, "add", "--force", "--all")
    # Settings above the temporary folder are nobody's: the commit is stopped all the same.
    done = _git(repository, "commit", "--message", "bad", TMPDIR=str(room))
    assert done.returncode == 1
    assert "models.py:6:5" in done.stdout + done.stderr
