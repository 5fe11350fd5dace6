"""``datahygiene data``: what is known of releases, how old it is, and a newer snapshot from the user's own index."""

from __future__ import annotations

import datetime as dt
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.doors.conftest import Run
from tests.index_server import Handler, Index

from pytest_datahygiene.catalog import releases
from pytest_datahygiene.catalog.packages import packages
from pytest_datahygiene.catalog.place import FILE

# Of one release more than the shipped snapshot knows.
BCRYPT = {"3.1.0": "2016-08-11", "5.0.0": "2025-09-25", "77.0": "2026-11-01", "78.0": "2026-11-02!"}
ON_INDEX = {name for name, row in packages().items() if row.on_index}
SHIPPED = json.loads(json.dumps({name: row.asked for name, row in releases.shipped().packages.items()}))
STALE = ("check", "--only", "crypto-package-stale", "--format", "concise")
TODAY = time.strftime("%Y-%m-%d")


@pytest.fixture(autouse=True)
def _nobody_elses_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [*os.environ]:
        if name.startswith(("PIP_", "UV_")) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("NETRC", os.devnull)
    monkeypatch.setenv("DATAHYGIENE_DATA_DIR", str(tmp_path / "data"))


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch) -> Iterator[Index]:
    """An index that knows every package."""
    known = {name: {"1.0": "2020-01-01", "1.1": "2026-10-01"} for name in ON_INDEX}
    with Index({**known, "bcrypt": BCRYPT}) as started:
        monkeypatch.setenv("PIP_INDEX_URL", started.signed("ann", "s3cr3t"))
        yield started


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "pyproject.toml").write_text("[tool.datahygiene]\n")
    (folder / "requirements.txt").write_text("bcrypt==5.0.0\nacme-internal==1\n")
    return folder


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Where the user's own snapshot lies."""
    return tmp_path / "data" / FILE


def snapshot(**rows: Any) -> dict[str, Any]:
    return {"schema_version": 2, "snapshot": "2026-12-24", "source": "a test", "packages": rows}


def row(asked: str = "2026-12-24", **versions: str) -> dict[str, Any]:
    return {"asked": asked, "versions": {name[1:].replace("_", "."): day for name, day in versions.items()}}


def write(path: Path, data: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data))


def test_update(index: Index, run: Run, own: Path) -> None:
    done = run("data", "update")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{own}: {len(ON_INDEX)} packages as of today, 0 as they were known before\n"
    made = json.loads(own.read_text())
    assert (made["schema_version"], made["snapshot"]) == (2, TODAY)
    assert made["source"] == "127.0.0.1: PEP 691 with upload times (PEP 700), days in UTC"
    assert made["packages"].keys() == ON_INDEX
    assert made["packages"]["bcrypt"] == {"asked": TODAY, "versions": _plain(BCRYPT), "yanked": ["78.0"]}
    assert own.read_text().count("\n") == len(ON_INDEX) + 2, "a package a line"
    assert sorted(index.names) == sorted(ON_INDEX), "each once, and no name of the project"
    assert [path.name for path in own.parent.iterdir()] == [FILE]
    assert "s3cr3t" not in own.read_text()


def _plain(days: dict[str, str]) -> dict[str, str]:
    return {version: day.rstrip("!") for version, day in days.items()}


def test_the_next_check_uses_it(index: Index, run: Run) -> None:
    today = ("--today", TODAY, "--no-cache")
    assert run(*STALE, *today).returncode == 0
    assert run("data", "update").returncode == 0
    asked = len(index.requests)
    done = run(*STALE, *today)
    assert done.returncode == 1
    assert f"77.0 of 2026-11-01 (known on {TODAY})" in done.stdout
    assert len(index.requests) == asked


def test_the_next_check_uses_it_though_no_file_changed(index: Index, run: Run, project: Path) -> None:
    grow_old(project)
    assert run(*STALE, "--today", TODAY).returncode == 0
    assert run(*STALE, "--today", TODAY).returncode == 0
    assert run("data", "update").returncode == 0
    assert run(*STALE, "--today", TODAY).returncode == 1


def grow_old(project: Path) -> None:
    """What was written just now may be written again at the same time, so nothing is remembered of it."""
    for path in project.iterdir():
        os.utime(path, (1.6e9, 1.6e9))


def test_output(index: Index, run: Run, own: Path, project: Path) -> None:
    done = run("data", "update", "--output", "made/here.json", cwd=project)
    assert done.returncode == 0
    assert done.stdout.startswith(f"{os.path.join('made', 'here.json')}: ")
    assert json.loads((project / "made" / "here.json").read_text())["packages"]["bcrypt"]["asked"] == TODAY
    assert not own.exists()
    assert run(*STALE, "--today", TODAY, "--no-cache").returncode == 0, "it is not yet in use"
    write(own, json.loads((project / "made" / "here.json").read_text()))
    assert run(*STALE, "--today", TODAY, "--no-cache").returncode == 1


@pytest.mark.parametrize("where", ["taken/here.json", "."])
def test_output_that_cannot_be_written(where: str, index: Index, run: Run, project: Path) -> None:
    (project / "taken").write_text("a file")
    done = run("data", "update", "--output", where)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"datahygiene: {where} cannot be written: ")
    assert done.stderr.count("\n") == 1
    assert {path.name for path in project.iterdir()} == {"pyproject.toml", "requirements.txt", "taken"}


def test_an_index_that_fails_in_part(index: Index, run: Run, own: Path) -> None:
    write(own, snapshot(bcrypt=row("2026-12-01", v5_0_0="2025-09-25"), argon2=row()))
    index.packages = {"argon2-cffi": {"25.1.0": "2025-06-03"}, "pyjwt": {}}
    done = run("data", "update")
    assert done.returncode == 3
    assert done.stdout == f"{own}: 1 packages as of today, {len(SHIPPED) - 1} as they were known before\n"
    said = done.stderr.splitlines()
    assert len(said) == len(ON_INDEX) - 1
    assert "datahygiene: bcrypt: 127.0.0.1 does not know it" in said
    assert "datahygiene: pyjwt: 127.0.0.1 lists no release of it" in said
    assert "s3cr3t" not in done.stderr
    made = json.loads(own.read_text())["packages"]
    assert made["argon2-cffi"]["asked"] == TODAY
    assert made["bcrypt"] == {**row("2026-12-01", v5_0_0="2025-09-25"), "yanked": []}
    assert made["cryptography"]["asked"] == SHIPPED["cryptography"]
    assert made.keys() == SHIPPED.keys(), "what the catalog does not know is not kept"


def test_an_index_that_fails_altogether(index: Index, run: Run, own: Path) -> None:
    index.packages = {}
    done = run("data", "update")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.endswith("datahygiene: nothing could be asked for, so the snapshot stays as it is\n")
    assert not own.exists()


def test_an_index_that_lies(index: Index, run: Run, own: Path) -> None:
    def lies(handler: Handler) -> None:
        handler.say(200, b"<html>")

    index.answer = lies
    assert run("data", "update").returncode == 3
    assert not own.exists()


def test_show(run: Run, own: Path) -> None:
    done = run("data", "show")
    assert (done.returncode, done.stderr) == (0, "")
    shipped = releases.shipped()
    assert f"release days: {shipped.snapshot} ({len(shipped.packages)} packages, pypi.org: " in done.stdout
    assert "fetched snapshot: none; `datahygiene data update` fetches one" in done.stdout
    write(own, snapshot(bcrypt=row(v5_0_0="2025-09-25")))
    done = run("data", "show")
    assert f"release days: 2026-12-24 ({len(shipped.packages)} packages, a test)\n" in done.stdout
    assert f"fetched snapshot: {own}\n" in done.stdout


def test_of_each_package_the_newer_row_is_used(run: Run, own: Path, project: Path) -> None:
    """A snapshot that was fetched before this version came out does not take the place of what is newer."""
    (project / "requirements.txt").write_text("bcrypt==5.0.0\nargon2-cffi==25.1.0\n")
    old = row("2020-01-01", v25_1_0="2015-06-03", v99_0="2019-01-01")
    write(own, snapshot(bcrypt=row(v5_0_0="2025-09-25", v77_0="2026-12-01"), **{"argon2-cffi": old}))
    done = run(*STALE, "--today", "2026-12-24")
    assert done.returncode == 1
    assert "bcrypt is pinned to 5.0.0" in done.stdout
    assert "77.0 of 2026-12-01 (known on 2026-12-24)" in done.stdout
    assert "argon2-cffi" not in done.stdout


BROKEN: dict[str, str] = {
    "empty": "",
    "no json": "{",
    "list": "[]",
    "deep": "[" * 100_000,
    "deep inside": '{"packages": {"bcrypt": {"x": ' + "[" * 100_000,
    "no text": '{"source": "\udcff"}',
    "number": json.dumps({**snapshot(), "snapshot": 10**30}),
    "newer schema": json.dumps({**snapshot(), "schema_version": 3}),
    "unknown key": json.dumps({**snapshot(), "more": 1}),
    "no such day": json.dumps({**snapshot(), "snapshot": "2026-02-30"}),
    "no such day of asking": json.dumps(snapshot(bcrypt=row("2026-02-30"))),
    "no such day of release": json.dumps(snapshot(bcrypt=row(v1_0="2026-02-30"))),
    "words": json.dumps(snapshot(bcrypt=row(v1_0="soon"))),
    "taken back": json.dumps(snapshot(bcrypt={**row(v1_0="2026-01-01"), "yanked": ["2.0"]})),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_snapshot_is_named_and_can_be_replaced(kind: str, index: Index, run: Run, own: Path) -> None:
    own.parent.mkdir()
    own.write_text(BROKEN[kind], encoding="utf-8", errors="surrogateescape")
    for command in (STALE, ("data", "show")):
        done = run(*command)
        assert (done.returncode, done.stdout) == (2, ""), done.stderr
        assert done.stderr.startswith(f"datahygiene: {own}: ")
        assert done.stderr.endswith("; delete it, or run `datahygiene data update`\n")
    assert run("check", "--only", "cards").returncode == 0, "who does not ask does not need it"
    if kind == "empty":
        assert run("data", "update").returncode == 0
        assert run(*STALE, "--today", TODAY).returncode == 1


def test_a_snapshot_that_cannot_be_read_is_named(run: Run, own: Path) -> None:
    own.mkdir(parents=True)
    done = run(*STALE)
    assert done.returncode == 2
    assert done.stderr == f"datahygiene: {own}: is a directory\n"


@pytest.mark.parametrize("asked", [("--require-fresh-data",), ()])
def test_stale_data(asked: tuple[str, ...], run: Run, project: Path) -> None:
    (project / "requirements.txt").write_text("bcrypt\nacme-internal\n")
    day = SHIPPED["bcrypt"]
    assert run(*STALE, *asked, "--today", day).stderr == ""
    soon, later, far = (str(dt.date.fromisoformat(day) + dt.timedelta(days)) for days in (30, 31, 91))
    done = run(*STALE, *asked, "--today", soon)
    assert (done.returncode, done.stderr) == (0, "")
    done = run(*STALE, *asked, "--today", later)
    assert (done.returncode, done.stderr) == (3 if asked else 0, "")
    says = f"the release days are of {day}, 31 days old; `datahygiene data update` fetches newer ones, `--online` asks"
    assert (says in done.stdout) is bool(asked)
    done = run(*STALE, *asked, "--today", far)
    says = f"datahygiene: the release days of packages are of {day}, 91 days old; `datahygiene data update` fetches"
    assert done.stderr.startswith(says) is not bool(asked)
    assert run(*STALE, *asked, "--allow-incomplete", "--today", far).returncode == 0


def test_fresh_data_by_a_setting(run: Run, project: Path) -> None:
    (project / "pyproject.toml").write_text("[tool.datahygiene]\nrequire-fresh-data = true\n")
    (project / "requirements.txt").write_text("bcrypt==3.1.0\n")
    assert run(*STALE, "--today", "2029-01-01").returncode == 1, "findings outweigh what is not known"
    (project / "requirements.txt").write_text("bcrypt\n")
    assert run(*STALE, "--today", "2029-01-01").returncode == 3
    (project / "requirements.txt").write_text("acme-internal\n")
    assert run(*STALE, "--today", "2029-01-01").returncode == 0, "nothing hangs on the data"


def test_the_age_is_that_of_the_rows_in_use(run: Run, own: Path, project: Path) -> None:
    """A snapshot of today may hold old rows of packages that the index would not tell of."""
    (project / "requirements.txt").write_text("bcrypt\nargon2-cffi\n")
    write(own, {**snapshot(bcrypt=row("2027-06-01", v5_0_0="2025-09-25")), "snapshot": "2027-06-01"})
    done = run(*STALE, "--require-fresh-data", "--today", "2027-06-01")
    assert done.returncode == 3
    assert f"the release days are of {SHIPPED['argon2-cffi']}, " in done.stdout
    (project / "requirements.txt").write_text("bcrypt\n")
    assert run(*STALE, "--require-fresh-data", "--today", "2027-06-01").returncode == 0


def test_online_days_are_fresh(index: Index, run: Run, project: Path) -> None:
    (project / "requirements.txt").write_text("bcrypt\n")
    done = run(*STALE, "--online", "--require-fresh-data", "--today", "2029-01-01")
    assert (done.returncode, done.stderr) == (0, "")


def test_the_note_is_said_again(run: Run, project: Path) -> None:
    (project / "requirements.txt").write_text("bcrypt\n")
    grow_old(project)
    first = run(*STALE, "--today", "2029-01-01")
    assert "days old" in first.stderr
    assert run(*STALE, "--today", "2029-01-01").stderr == first.stderr
