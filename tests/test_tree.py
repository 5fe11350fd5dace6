"""Which files a project has, by the disk and by git."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from pytest_datahygiene.errors import UsageError
from pytest_datahygiene.source.tree import DiskTree, Entry


def git(root: Path, *words: str) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    line = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main", *words]
    subprocess.run(line, cwd=root, check=True, capture_output=True, env=environment)


def found(root: Path, *named: str, excluded: tuple[str, ...] = ()) -> list[str]:
    tree = DiskTree(str(root), wanted=lambda path: path.endswith(".py"), excluded=excluded)
    return sorted(one.path for one in tree.entries([str(root / name) for name in named]) if isinstance(one, Entry))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in (
        "a.py",
        "out/b.py",
        "shop/c.py",
        "shop/.venv/lib/d.py",
        "env/pyvenv.cfg",
        "env/lib/e.py",
        "site/pyvenv.cfg",
        "site/g.py",
        "node_modules/f.py",
        "größe.py",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x = 1\n")
    (tmp_path / ".gitignore").write_text("out/\n")
    return tmp_path


def test_a_plain_folder_honours_its_patterns(root: Path) -> None:
    assert found(root) == ["a.py", "größe.py", "shop/c.py", "site/g.py"]


def test_patterns_of_inner_folders_hold_below_them(root: Path) -> None:
    (root / "shop" / ".gitignore").write_text("*.py\n")
    (root / ".gitignore").write_text("*.py\n!a.py\n")
    assert found(root) == ["a.py"]


@pytest.mark.parametrize("line", ["[z-a]", "!", "\\", "a\\"])
def test_a_line_that_is_no_pattern_is_passed_over(root: Path, line: str) -> None:
    (root / ".gitignore").write_text(f"{line}\nout/\n{line}\n")
    assert found(root) == ["a.py", "größe.py", "shop/c.py", "site/g.py"]


def test_an_exclude_that_is_no_pattern_is_named(root: Path) -> None:
    with pytest.raises(UsageError, match=r"^exclude: '\[z-a\]' is not a pattern"):
        found(root, excluded=("out/", "[z-a]"))


def test_git_knows_what_is_tracked_whatever_the_patterns_say(root: Path) -> None:
    git(root, "init")
    git(root, "add", "-f", "out/b.py")
    git(root, "commit", "-m", "one")
    assert found(root) == ["a.py", "env/lib/e.py", "größe.py", "out/b.py", "shop/c.py", "site/g.py"]


def test_a_hook_s_environment_does_not_mislead_git(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(root, "init")
    monkeypatch.setenv("GIT_DIR", str(root / "nowhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(root / "none"))
    assert "a.py" in found(root)


def test_a_named_folder_is_looked_at_though_git_ignores_it(root: Path) -> None:
    git(root, "init")
    assert found(root, "out") == ["out/b.py"]


def test_excludes_hold_for_named_files_too(root: Path) -> None:
    assert found(root, "a.py", "shop", excluded=("a.py",)) == ["shop/c.py"]
