"""Settings."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pytest_datahygiene.config import Config, convert, find_root, key, load, settings
from pytest_datahygiene.errors import UsageError

DOCS = Path(__file__).parents[1] / "docs"


def _project(folder: Path, text: str) -> str:
    (folder / "pyproject.toml").write_text(text, encoding="utf-8")
    return str(folder)


def test_every_setting_is_read_from_its_key(tmp_path: Path) -> None:
    config = load(
        _project(
            tmp_path,
            """
            [tool.datahygiene]
            profile = "own"
            password-min-length = 14
            password-classes = ["upper", "digit"]
            level = "strict"
            only = ["cards"]
            ignore = ["card-code-stored"]
            exclude = ["tests/"]
            sanitizers = ["shop.scrub"]
            providers = ["ourpay"]
            prove = ["shop.checks:validate"]
            advisories = ["osv"]
            vex = ["vex.json"]
            require-fresh-data = true
            inventory.health.purpose = "treatment"
            sources.card_number = ["shop.swipe"]
            sinks = { log = ["shop.enter"] }
            max-source-size = 1
            max-data-size = 2
            cache-dir = ".cache"
            no-cache = true
            jobs = 3
            require-reason = false
            pytest = true
            allow-incomplete = true
            """,
        )
    )
    assert {name: getattr(config, name) for name in settings()} == {
        "profile": "own",
        "password_min_length": 14,
        "password_classes": ("upper", "digit"),
        "level": "strict",
        "only": ("cards",),
        "ignore": ("card-code-stored",),
        "exclude": ("tests/",),
        "sanitizers": ("shop.scrub",),
        "providers": ("ourpay",),
        "prove": ("shop.checks:validate",),
        "advisories": ("osv",),
        "vex": ("vex.json",),
        "require_fresh_data": True,
        "inventory": {"health": {"purpose": "treatment"}},
        "sources": {"card_number": ("shop.swipe",)},
        "sinks": {"log": ("shop.enter",)},
        "max_source_size": 1,
        "max_data_size": 2,
        "cache_dir": os.path.realpath(tmp_path / ".cache"),
        "no_cache": True,
        "jobs": 3,
        "require_reason": False,
        "pytest": True,
        "allow_incomplete": True,
    }
    assert set(config.origins.values()) == {"pyproject.toml"}
    assert set(config.origins) == set(settings())


@pytest.mark.parametrize(
    "text",
    [
        'tool.datahygiene.level = "strict"',
        '["tool"."datahygiene"]\nlevel = "strict"',
        "[ tool . 'datahygiene' ]\nlevel = 'strict'",
        'tool = { datahygiene = { level = "strict" } }',
        '[tool]\ndatahygiene.level = "strict"',
        '[project]\ndependencies = ["pytest-datahygiene"]\n[tool.datahygiene]\nlevel = "strict"',
    ],
)
def test_the_table_is_found_however_it_is_spelt(text: str, tmp_path: Path) -> None:
    assert load(_project(tmp_path, text)).level == "strict"


@pytest.mark.parametrize(
    ("table", "slip"),
    [
        ({"profil": "nist"}, "unknown setting 'profil'; did you mean 'profile'?"),
        ({"max_data_size": 3}, "unknown setting 'max_data_size'; did you mean 'max-data-size'?"),
        ({"zzz": 1}, "unknown setting 'zzz'"),
        ({"origins": {}}, "unknown setting 'origins'"),
        ({"profile": "nits"}, "no password profile is called 'nits'; did you mean 'nist'?"),
        ({"profile": "own"}, "profile 'own' needs the setting 'password-min-length'"),
        ({"password-min-length": 9}, "'password-min-length' holds only with profile = 'own'"),
        ({"profile": "own", "password-min-length": -1}, "'password-min-length' must be 0 or more"),
        (
            {"profile": "own", "password-min-length": 9, "password-classes": ["uper"]},
            "'password-classes' knows no 'uper', only upper, lower, alpha, digit, symbol; did you mean 'upper'?",
        ),
        ({"sinks": {"logs": ["shop.enter"]}}, "'sinks' knows no 'logs'; did you mean 'log'?"),
        ({"sources": {"card_numbr": ["shop.swipe"]}}, "'sources' knows no 'card_numbr'; did you mean 'card_number'?"),
        ({"sinks": ["shop.enter"]}, "'sinks': expected a table, got an array"),
        ({"sanitizers": ["shop.scrub()"]}, "'sanitizers' holds 'shop.scrub()', which is no dotted name"),
        ({"level": "high"}, "'level' is 'high', not one of minimal, default, strict"),
        ({"level": 3}, "'level': expected a string, got a number"),
        ({"only": "cards"}, "'only': expected an array, got a string"),
        ({"only": ["cards", 3]}, "'only': expected a string, got a number at `$[1]`"),
        ({"no-cache": 1}, "'no-cache': expected true or false, got a number"),
        ({"jobs": -1}, "'jobs' must be 0 or more"),
        ({"max-source-size": 0}, "'max-source-size' must be 1 or more"),
        ({"max-data-size": 1 << 63}, "'max-data-size' must be 1099511627776 or less"),
        ({"cache-dir": "a\0b"}, "'cache-dir' holds a null character"),
        ({"cache-dir": "../x"}, "'cache-dir' must lie inside the project; --cache-dir may go anywhere"),
        ({"cache-dir": "/x"}, "'cache-dir' must lie inside the project; --cache-dir may go anywhere"),
    ],
)
def test_a_slip_is_named(table: dict[str, object], slip: str) -> None:
    with pytest.raises(UsageError) as caught:
        convert(table, origin="here.toml")
    assert str(caught.value) == f"here.toml: {slip}"


def test_a_link_does_not_lead_the_cache_out(tmp_path: Path) -> None:
    (tmp_path / "inside").mkdir()
    (tmp_path / "inside" / "cache").symlink_to(tmp_path)
    with pytest.raises(UsageError, match="cache-dir"):
        load(_project(tmp_path / "inside", '[tool.datahygiene]\ncache-dir = "cache/x"'))


@pytest.mark.parametrize(
    ("data", "slip"),
    [
        (b"[tool.datahygiene\n", "not valid TOML: "),
        (b"[tool.datahygiene]\nlevel = '\xff'\n", "not UTF-8"),
        (b"tool.datahygiene = 3\n", "tool.datahygiene must be a table"),
        (b"[tool.datahygiene]\nx = " + b"[" * 20_000, "not valid TOML: "),
    ],
)
def test_a_broken_file_is_named(data: bytes, slip: str, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_bytes(data)
    with pytest.raises(UsageError, match=rf"^pyproject\.toml: {re.escape(slip)}"):
        load(str(tmp_path))


@pytest.mark.parametrize("text", ["[project]\nname = 'shop'\n", "[project\n", "[tool.ruff]\n# pytest-datahygiene\n"])
def test_a_file_that_is_not_about_us_says_nothing(text: str, tmp_path: Path) -> None:
    assert load(_project(tmp_path, text)).origins == {}


def test_no_file_no_settings(tmp_path: Path) -> None:
    assert load(str(tmp_path)).origins == {}


def test_another_file_may_be_named(tmp_path: Path) -> None:
    root = _project(tmp_path, "[tool.datahygiene]\njobs = 1\n")
    (tmp_path / "strict.toml").write_text("[tool.datahygiene]\njobs = 2\n")
    (tmp_path / "empty.toml").write_text("")
    assert load(root, str(tmp_path / "strict.toml")).jobs == 2
    assert load(root, "none").jobs == 0
    for name, slip in (("empty.toml", "no table"), ("gone.toml", "no such file"), (".", "directory")):
        with pytest.raises(UsageError, match=slip):
            load(root, str(tmp_path / name))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_does_not_make_us_wait(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pyproject.toml")
    assert load(str(tmp_path)).origins == {}


def test_the_root_is_the_nearest_project(tmp_path: Path) -> None:
    inner = tmp_path / "outer" / "inner" / "deep"
    inner.mkdir(parents=True)
    assert find_root(str(inner)) == ""
    (tmp_path / "outer" / ".git").touch()
    assert find_root(str(inner)) == str(tmp_path / "outer")
    _project(inner.parent, "[project]\nname = 'inner'\n")
    assert find_root(str(inner)) == str(tmp_path / "outer")
    _project(inner.parent, "[tool.datahygiene]\n")
    assert find_root(str(inner)) == str(inner.parent)


def test_changes_leave_the_first_settings_alone() -> None:
    first = Config(jobs=2)
    second = first.changed("--jobs", jobs=3)
    assert (first.jobs, second.jobs) == (2, 3)
    assert (first.origins, second.origins) == ({}, {"jobs": "--jobs"})
    with pytest.raises(TypeError, match="job"):
        Config(job=2)


def test_a_project_without_settings_pays_nothing(tmp_path: Path) -> None:
    root = _project(tmp_path, "[project]\ndependencies = ['pytest-datahygiene']\n")
    probe = f"import sys; from pytest_datahygiene.config import load; load({root!r}); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True).stdout.split()
    assert {"msgspec", "tomli", "re", "typing", "difflib"}.isdisjoint(loaded)


def test_every_setting_has_its_row_in_the_docs() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \|", (DOCS / "settings.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert rows == [key(name) for name in settings()]
