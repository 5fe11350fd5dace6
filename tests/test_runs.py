"""Whole runs: what they cost is counted exactly, and does not change what they say."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

import pytest_datahygiene
from pytest_datahygiene.config import Config
from pytest_datahygiene.engine import check, memory
from pytest_datahygiene.extract.languages import GIVES, language
from pytest_datahygiene.findings.report import Report

MODEL = "from django.db import models\n\n\nclass Order(models.Model):\n    cvv = models.CharField(max_length=4)\n"
PLAIN = "def add(a, b):\n    return a + b\n"
LONG_AGO = 1_700_000_000


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    root.mkdir()
    for number in range(20):
        (root / f"plain_{number}.py").write_text(PLAIN * 50)
    (root / "models.py").write_text(MODEL + "\n\n" + PLAIN * 200)
    (root / "schema.sql").write_text("create table card (card_number text);\n")
    for path in root.iterdir():
        os.utime(path, (LONG_AGO, LONG_AGO))
    return root


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def run(root: Path, cache: Path | None = None, **config: object) -> Report:
    kept = {"cache_dir": str(cache)} if cache else {"no_cache": True}
    return check(str(root), config=Config(**kept, **config), today="2026-11-23")


def said(report: Report) -> list[tuple[str, int, str, str]]:
    return [(one.finding.at.path, one.finding.at.line, one.rule, one.fingerprint) for one in report.findings]


def test_every_room_on_which_an_outcome_depends_is_part_of_the_key() -> None:
    package = Path(pytest_datahygiene.__file__).parent
    floors = ("catalog", "extract", "facts", "findings", "flow", "source")
    found = (path.parent for floor in floors for path in (package / floor).rglob("*.py"))
    rooms = {folder.relative_to(package).as_posix() for folder in found}
    assert rooms <= set(memory._ROOMS)


def test_only_the_seeded_statement_is_parsed(project: Path) -> None:
    report = run(project)
    assert (report.seen, report.read, report.parsed) == (22, 22, 1)
    assert report.counters["trees"] == 1
    assert report.counters["trees located"] == 1
    assert report.counters["characters parsed"] < len(MODEL) + 40
    assert [(path, line, rule) for path, line, rule, _ in said(report)] == [
        ("models.py", 5, "card-code-stored"),
        ("schema.sql", 1, "card-number-stored"),
    ]


def test_a_damaged_installation_is_named_with_its_cause(tmp_path: Path) -> None:
    package = os.path.dirname(pytest_datahygiene.__file__)
    shutil.copytree(package, tmp_path / "room" / "pytest_datahygiene", ignore=shutil.ignore_patterns("__pycache__"))
    reader = tmp_path / "room" / "pytest_datahygiene" / "extract" / "reader.py"
    reader.write_text(reader.read_text() + "\nimport a_module_that_is_gone\n")
    (tmp_path / "models.py").write_text("card_number = models.CharField(max_length=19)\n")
    done = subprocess.run(
        [sys.executable, "-m", "pytest_datahygiene", "check", "--no-cache", "--config", "none", "models.py"],
        env={**os.environ, "PYTHONPATH": str(tmp_path / "room")},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3, done
    said = "no worker starts, is the installation whole? ModuleNotFoundError: No module named 'a_module_that_is_gone'"
    assert f"models.py source-unreadable: {said}" in done.stdout + done.stderr


def test_nothing_seeded_starts_no_worker(tmp_path: Path) -> None:
    (tmp_path / "plain.py").write_text(PLAIN)
    report = run(tmp_path)
    assert (report.seen, report.read, report.parsed, report.counters) == (1, 1, 0, {})


def test_a_warm_run_reads_nothing_and_says_the_same(project: Path, cache: Path) -> None:
    cold = run(project, cache)
    warm = run(project, cache)
    assert (warm.read, warm.parsed, warm.from_cache) == (0, 0, 22)
    assert said(warm) == said(cold) == said(run(project))


def test_a_changed_file_alone_is_read_again(project: Path, cache: Path) -> None:
    run(project, cache)
    (project / "plain_3.py").write_text(MODEL)
    os.utime(project / "plain_3.py", (LONG_AGO + 5, LONG_AGO + 5))
    report = run(project, cache)
    assert (report.read, report.parsed, report.from_cache) == (1, 1, 21)
    assert said(report) == said(run(project))


def test_a_file_that_changed_a_moment_ago_is_not_believed(project: Path, cache: Path) -> None:
    path = project / "models.py"
    path.write_text(MODEL)
    first = run(project, cache)
    before = path.stat()
    path.write_text(MODEL.replace("cvv", "abc"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    second = run(project, cache)
    assert len(first.findings) == len(second.findings) + 1


@pytest.mark.parametrize("jobs", [1, 4])
def test_the_number_of_workers_changes_nothing(project: Path, jobs: int) -> None:
    (project / "big.py").write_text((MODEL + "\n\n") * 20_000)
    assert said(run(project, jobs=jobs, max_source_size=8 << 20)) == said(run(project, jobs=2, max_source_size=8 << 20))


def test_the_cache_belongs_to_its_owner_and_holds_no_text(project: Path, cache: Path) -> None:
    (project / "models.py").write_text(MODEL + "SECRET_KEY = 'hunter2hunter2'\ncard_number = '4716190207394368'\n")
    run(project, cache)
    assert stat.S_IMODE(cache.stat().st_mode) == 0o700
    (file,) = cache.glob("*.sqlite")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    kept = file.read_bytes()
    assert b"hunter2" not in kept
    assert b"4716190207394368" not in kept
    assert b"max_length=4" not in kept


TELLING = """
import re, hashlib
# datahygiene: ignore[card-code-stored] login is admin, the password is Hunter7Zebra
AUTH_PASSWORD_VALIDATORS = [{"NAME": "x.y", "OPTIONS": {"password": "Hunter8Zebra", "pan": "4716190207394368"}}]

def validate_password(password):
    if not re.match("4716190207394368", password) or len(password) < 4716190207394368:
        raise ValueError

def f(password, card_number):
    print({"4716190207394368": card_number})
    return hashlib.md5(password, key=4716190207394368)

class C4716190207394368(models.Model):
    card_4716190207394368_number = models.CharField(max_length=20)
    cvv = models.CharField(max_length=4)
"""


def test_no_fact_that_is_kept_holds_a_number_or_a_secret(project: Path, cache: Path) -> None:
    (project / "models.py").write_text(MODEL + TELLING)
    (project / "requirements.txt").write_text(
        "cryptography==4716190207394368\nbcrypt==3.1.0; x == '4716190207394368'\n"
    )
    (project / "4716190207394368.py").write_text(MODEL)
    report = run(project, cache)
    assert len(report.findings) > 3
    (file,) = cache.glob("*.sqlite")
    kept = file.read_bytes()
    for secret in (b"4716190207394368", b"Hunter"):
        assert secret not in kept
    assert said(run(project, cache)) == said(report)


@pytest.mark.parametrize("damage", ["garbage", "truncated", "flipped", "emptied", "foreign"])
def test_a_damaged_cache_is_made_anew(project: Path, cache: Path, damage: str) -> None:
    want = said(run(project, cache))
    (file,) = cache.glob("*.sqlite")
    data = file.read_bytes()
    if damage == "garbage":
        file.write_bytes(os.urandom(5000))
    elif damage == "truncated":
        file.write_bytes(data[: len(data) // 2])
    elif damage == "emptied":
        file.write_bytes(b"")
    else:
        with closing(sqlite3.connect(file)) as db, db:
            change = "update facts set body = zeroblob(40)" if damage == "flipped" else "drop table file"
            db.execute(change)
    assert said(run(project, cache)) == want
    assert said(run(project, cache)) == want


def test_a_cache_that_cannot_be_written_is_done_without(project: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where the folder should be")
    report = run(project, tmp_path / "taken")
    assert said(report) == said(run(project))
    assert len(report.notes) == 1
    assert "cache" in report.notes[0]


COMMAND = "from pytest_datahygiene.cli import main; raise SystemExit(main())"


def command(project: Path, cache: Path, *more: str) -> list[str]:
    return [
        sys.executable,
        "-c",
        COMMAND,
        "check",
        str(project),
        "--cache-dir",
        str(cache),
        "--format",
        "concise",
        *more,
    ]


def test_two_runs_at_once_on_a_cold_cache_say_the_same(project: Path, cache: Path) -> None:
    runs = [subprocess.Popen(command(project, cache), stdout=subprocess.PIPE, text=True) for _ in range(3)]
    outputs = {one.communicate()[0] for one in runs}
    assert len(outputs) == 1
    assert "card-code-stored" in outputs.pop()


def test_a_killed_run_leaves_a_usable_cache(project: Path, cache: Path) -> None:
    for wait in (0.1, 0.3, 0.6):
        one = subprocess.Popen(command(project, cache), stdout=subprocess.DEVNULL)
        time.sleep(wait)
        one.send_signal(signal.SIGKILL)
        one.wait()
    assert said(run(project, cache)) == said(run(project))


def test_a_warm_run_imports_no_parser(project: Path, cache: Path) -> None:
    run(project, cache)
    code = "import sys; from pytest_datahygiene.cli import main; main(); print(*sys.modules, file=sys.stderr)"
    line = command(project, cache)
    done = subprocess.run([line[0], "-c", code, *line[3:]], capture_output=True, text=True, check=True)
    assert "card-code-stored" in done.stdout
    assert {"libcst", "sqlglot", "yaml", "pathspec"}.isdisjoint(done.stderr.split())


def test_only_what_the_chosen_rules_read_is_looked_at(project: Path) -> None:
    (project / "people.csv").write_text("name,email\n")
    report = run(project, only=("personal-data-in-fixture",))
    read = [path for path in project.rglob("*") if "RecordsSeen" in GIVES.get(language(path.name), ())]
    assert read
    assert (report.seen, report.parsed) == (len(read), 0)


def test_some_files_are_judged_with_the_project_around_them(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.datahygiene]\n", encoding="utf-8")
    shop = tmp_path / "shop"
    shop.mkdir()
    (shop / "audit.py").write_text("import logging\n\ndef note(what):\n    logging.info(what)\n", encoding="utf-8")
    (shop / "pay.py").write_text(
        "from shop.audit import note\n\ndef pay(request):\n    note(request.POST['card_number'])\n", encoding="utf-8"
    )
    (shop / "models.py").write_text(
        "from django.db import models\n\nclass Order(models.Model):\n    cvv = models.CharField()\n", encoding="utf-8"
    )
    for judged in ("pay.py", "audit.py"):
        report = check(str(tmp_path), [str(shop / judged)])
        assert [(one.rule, one.finding.at.path) for one in report.findings] == [("card-data-logged", "shop/audit.py")]
        assert report.seen == 1
    assert len(check(str(tmp_path)).findings) > 1


def test_a_way_through_more_files_than_are_followed_is_told(tmp_path: Path) -> None:
    for number in range(12):
        text = f"from step{number + 1} import go as hand\n\ndef go(what):\n    hand(what)\n"
        (tmp_path / f"step{number}.py").write_text(text, encoding="utf-8")
    (tmp_path / "begin.py").write_text(
        "from step0 import go\n\ndef pay(request):\n    go(request.POST['card_number'])\n", encoding="utf-8"
    )
    assert check(str(tmp_path)).notes == [
        "data was followed through 8 files beyond those that name it; it may go further"
    ]


def test_what_lies_around_is_known_whatever_the_run_before_looked_at(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.datahygiene]\n", encoding="utf-8")
    (tmp_path / "requirements.txt").write_text("requests==2.0\n", encoding="utf-8")
    pay = tmp_path / "pay.py"
    pay.write_text(
        "from audit import note\n\ndef pay(request):\n    note(request.POST['card_number'])\n", encoding="utf-8"
    )
    kept = Config(cache_dir=str(tmp_path / ".kept"))
    check(str(tmp_path), config=kept.changed("", only=("crypto-package-stale",)))
    assert not check(str(tmp_path), [str(pay)], kept).findings
    audit = tmp_path / "audit.py"
    audit.write_text("import logging\n\ndef note(what):\n    logging.info(what)\n", encoding="utf-8")
    # A new file is found with what was there, and from then on by the others.
    for judged in (audit, pay):
        assert [one.rule for one in check(str(tmp_path), [str(judged)], kept).findings] == ["card-data-logged"]
