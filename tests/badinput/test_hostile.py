"""Files that break analysers: each costs only itself, and is named with its cause."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pytest_datahygiene.config import Config
from pytest_datahygiene.engine import check
from pytest_datahygiene.findings.report import Report

GOOD = "from django.db import models\n\n\nclass Order(models.Model):\n    cvv = models.CharField(max_length=4)\n"
SEED = "card_number = 1\n"


def run(root: Path, **config: object) -> Report:
    return check(str(root), config=Config(no_cache=True, jobs=1, **config), today="2026-11-23")


def causes(report: Report) -> dict[str, str]:
    return {one.path: one.cause for one in report.unreadable}


HOSTILE: list[tuple[str, bytes, str]] = [
    ("syntax.py", b"x = 1\ny = = card_number\n", "syntax error at line 2"),
    ("unseeded.py", b"def f(:\n    pass\n", "syntax error at line 2"),
    ("two.py", b"card_number = 1\nprint 'card_number'\n", "Python 2 at line 2"),
    ("two_unseeded.py", b'print "hello"\n', "Python 2 at line 1"),
    ("latin.py", b"card_number = '\xe9'\n", "not utf-8: byte 0xe9 at offset 15"),
    ("latin_unseeded.py", b"x = '\xe9'\n", "not utf-8: byte 0xe9 at offset 5"),
    ("cookie.py", b"# coding: klingon\ncard_number = 1\n", "unknown encoding 'klingon'"),
    ("null.py", b"card_number = '\0'\n", "null byte at offset 15"),
    ("deep.py", b"card_number = " + b"[" * 50_000 + b"]" * 50_000 + b"\n", "brackets nest 50000 deep"),
    ("deep_unseeded.py", b"x = " + b"(" * 50_000 + b")" * 50_000 + b"\n", "brackets nest 50000 deep"),
    ("large.py", SEED.encode() + b"#" * (2 << 20), "larger than 2097152 bytes"),
    ("poetry.lock", b"[[package]\nname = 'x'\n", "TOML"),
    ("uv.lock", b"\xff\xfe\xfa", "utf-16"),
    ("pyproject.toml", b"[project\n", "TOML"),
    ("Pipfile.lock", b"{broken", "JSON"),
    (
        "environment.yml",
        b"dependencies: &a [1]\n"
        + b"".join(
            b"b%d: &b%d [%s]\n" % (n, n, b", ".join([b"*a" if not n else b"*b%d" % (n - 1)] * 9)) for n in range(9)
        ),
        "alias",
    ),
    ("flows.yaml", b"dependencies: " + b"[" * 100_000, "deep"),
]


@pytest.mark.parametrize(("name", "data", "cause"), HOSTILE, ids=[name for name, _, _ in HOSTILE])
def test_a_hostile_file_is_named_and_costs_only_itself(tmp_path: Path, name: str, data: bytes, cause: str) -> None:
    (tmp_path / name).write_bytes(data)
    (tmp_path / "zgood.py").write_text(GOOD)
    report = run(tmp_path)
    assert cause.lower() in causes(report)[name].lower()
    assert "\n" not in causes(report)[name]
    assert [(one.finding.at.path, one.rule) for one in report.findings] == [("zgood.py", "card-code-stored")]
    assert report.exit_code() == 1


def test_nothing_found_but_incomplete_is_3(tmp_path: Path) -> None:
    (tmp_path / "two.py").write_text("print 'card_number'\n")
    report = run(tmp_path)
    assert report.exit_code() == 3
    assert report.exit_code(allow_incomplete=True) == 0


def test_a_parser_that_hangs_is_ended_and_the_rest_is_checked(tmp_path: Path) -> None:
    nested = "1"
    for _ in range(15):
        nested = f"{{1: {nested}}}"
    (tmp_path / "hangs.py").write_text(f"match card_number:\n    case {nested}:\n        pass\n")
    (tmp_path / "zgood.py").write_text(GOOD)
    report = run(tmp_path)
    assert causes(report)["hangs.py"] == "took too long to parse"
    assert [one.finding.at.path for one in report.findings] == ["zgood.py"]


def test_links_and_pipes_do_not_trap(tmp_path: Path) -> None:
    (tmp_path / "good.py").write_text(GOOD)
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "gone.py").symlink_to(tmp_path / "nowhere.py")
    os.mkfifo(tmp_path / "pipe.py")
    report = run(tmp_path)
    assert [one.finding.at.path for one in report.findings] == ["good.py"]
    named = check(str(tmp_path), [str(tmp_path / "pipe.py"), str(tmp_path / "gone.py")], Config(no_cache=True))
    assert causes(named) == {"nowhere.py": "no such file or directory", "pipe.py": "not a regular file"}


def test_a_path_outside_the_project_is_refused(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "out.py"
    inside.mkdir()
    outside.write_text(GOOD)
    report = check(str(inside), [str(outside)], Config(no_cache=True))
    assert not report.findings
    assert causes(report) == {"../out.py": "outside the project"}


@pytest.mark.parametrize("number", ["4716190207394368", "4716 1902 0739 4368"])
def test_no_number_survives_in_any_text_of_a_report(tmp_path: Path, number: str) -> None:
    (tmp_path / "models.py").write_text(GOOD + f"    card_number = models.CharField(default='{number}')\n")
    (tmp_path / "broken.py").write_text(f"card_number = ('{number}'\n")
    report = check(str(tmp_path), config=Config(no_cache=True), excerpts=True)
    said = repr([(one.finding, one.excerpt) for one in report.findings]) + repr(report.unreadable)
    assert "card-number-in-source" in {one.rule for one in report.findings}
    assert number not in said
    assert "4716190207394368" not in said.replace(" ", "")
