"""The terminal's door."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from tests.doors.conftest import BAD, BROKEN, Run, card_number

from pytest_datahygiene import __version__
from pytest_datahygiene.cli import main
from pytest_datahygiene.rules import families


def test_findings_are_printed_with_their_source(run: Run) -> None:
    done = run("check", "--only", "card-number-stored")
    assert done.returncode == 1
    assert done.stderr == ""
    assert (
        done.stdout
        == """\
card-number-stored high: Order.card_number keeps card numbers
 --> shop/bad.py:5:5
  |
5 |     card_number = models.CharField(max_length=19)
  |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
help: drop the field; keep the payment provider's token and at most the last four digits

1 finding in 2 files: 1 high
    1 card-number-stored
"""
    )


def test_a_clean_project_is_0(run: Run) -> None:
    done = run("check", "shop/clean.py")
    assert (done.returncode, done.stdout, done.stderr) == (0, "No findings in 1 file\n", "")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["chekc"], "invalid choice: 'chekc'"),
        ([], "VERB"),
        (["check", "--formt", "json"], "--formt"),
        (["check", "--password=Zebra96"], "unrecognized arguments: --password; see"),
        (["check", "--only", ""], "--only names no rule"),
        (["check", "--exclude", "[z-a]"], "exclude: '[z-a]' is not a pattern of .gitignore"),
        (["check", "nowhere"], "no such file or folder: 'nowhere'"),
        (["check", "--only", "card"], "--only: no rule or family is called 'card'; did you mean 'cards'?"),
        (
            ["check", "--ignore", "cards,weak-hsh"],
            "--ignore: no rule or family is called 'weak-hsh'; did you mean 'weak-hash'?",
        ),
        (["check", "--only", "cards", "--ignore", "cards"], "no rule is left to run"),
        (["check", "--profile", "nits"], "--profile: no password profile is called 'nits'; did you mean 'nist'?"),
        (["check", "--profile", "own"], "--profile: profile 'own' needs the setting 'password-min-length'"),
        (["check", "--today", "soon"], "'soon' is not a day such as 2026-11-23"),
        (["check", "--jobs", "-1"], "--jobs"),
        (["check", "--config", "nowhere.toml"], "nowhere.toml: no such file or directory"),
        (["explain", "card-numbr-stored"], "no rule is called 'card-numbr-stored'; did you mean 'card-number-stored'?"),
        (["rules", "crad"], "no family is called 'crad'"),
    ],
)
def test_a_slip_is_named_and_2(
    arguments: list[str], says: str, project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(project)
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("datahygiene: ")
    assert err.count("\n") == 1
    assert says in err


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ('profil = "nist"', "pyproject.toml: unknown setting 'profil'; did you mean 'profile'?"),
        ('ignore = ["weak-hsh"]', "pyproject.toml: no rule or family is called 'weak-hsh'; did you mean 'weak-hash'?"),
        ('cache-dir = "../elsewhere"', "pyproject.toml: 'cache-dir' must lie inside the project"),
        ("jobs = [", "pyproject.toml: not valid TOML"),
    ],
)
def test_a_slip_in_the_settings_is_named_and_2(table: str, says: str, project: Path, run: Run) -> None:
    (project / "pyproject.toml").write_text(f"[tool.datahygiene]\n{table}\n")
    (project / ".git").mkdir()
    done = run("check")
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr


def test_an_unread_file_is_named_and_3(project: Path, run: Run) -> None:
    (project / "shop" / "bad.py").write_text(BROKEN)
    done = run("check", "--format", "concise")
    assert done.returncode == 3
    assert done.stdout.startswith("shop/bad.py source-unreadable: ")
    assert run("check", "--allow-incomplete").returncode == 0


def test_findings_outweigh_unread_files(project: Path, run: Run) -> None:
    (project / "shop" / "broken.py").write_text(BROKEN)
    done = run("check")
    assert done.returncode == 1
    assert "shop/broken.py source-unreadable: " in done.stdout
    assert "1 file not analysed, named above" in done.stdout


def test_our_own_error_is_4_and_its_log_hides_values(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from pytest_datahygiene.cli import check

    def broken(*_arguments: object, **_options: object) -> None:
        raise RuntimeError(f"cannot cope with {card_number()}")

    monkeypatch.setattr(check, "check", broken)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.chdir(project)
    assert main(["check"]) == 4
    (log,) = tmp_path.glob("datahygiene-*.log")
    out, err = capsys.readouterr()
    assert (out, err) == ("", f"datahygiene: this is our bug; please send {log}\n")
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    assert "RuntimeError: cannot cope with" in log.read_text()
    assert card_number() not in log.read_text()


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_stopping_is_quick_and_leaves_nobody_behind(number: int, code: int, project: Path) -> None:
    pattern = "{1:" * 14 + "1" + "}" * 14
    (project / "shop" / "hangs.py").write_text(f"{BAD}    match cvv:\n        case {pattern}:\n            pass\n")
    running = subprocess.Popen(
        [sys.executable, "-m", "pytest_datahygiene", "check", "--no-cache"],
        cwd=project,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        _wait_for(lambda: len(_members(running.pid)) > 1, seconds=30)
        time.sleep(0.5)
        started = time.monotonic()
        running.send_signal(number)
        out, err = running.communicate(timeout=20)
        assert time.monotonic() - started < 5
        assert (running.returncode, out, err) == (code, b"", b"")
        _wait_for(lambda: not _members(running.pid), seconds=5)
    finally:
        for process in _members(running.pid):
            os.kill(process, signal.SIGKILL)
        running.wait()


def _wait_for(true: object, seconds: float) -> None:
    assert callable(true)
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def _members(session: int) -> list[int]:
    """The living processes of a session."""
    listed = subprocess.run(["ps", "-A", "-o", "pid=,sid=,stat="], capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in listed.splitlines()]
    return [int(pid) for pid, sid, state in rows if sid == str(session) and not state.startswith("Z")]


def test_a_reader_may_leave(project: Path, run: Run) -> None:
    for number in range(40):
        (project / "shop" / f"bad{number}.py").write_text(BAD)
    command = [sys.executable, "-m", "pytest_datahygiene", "check"]
    running = subprocess.Popen(command, cwd=project, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert running.stdout is not None
    running.stdout.close()
    assert running.stderr is not None
    assert running.stderr.read() == b""
    running.stderr.close()
    assert running.wait() == 1


def test_any_name_can_be_printed_in_any_locale(project: Path, run: Run) -> None:
    (project / "shop" / "größe\u202e\x1b[31m.py").write_text(BAD, encoding="utf-8")
    plain = run("check", "--format", "concise", LC_ALL="C", PYTHONIOENCODING="ascii")
    assert plain.returncode == 1
    assert "gr\\xf6\\xdfe" in plain.stdout
    wide = run("check", "--format", "concise", PYTHONIOENCODING="utf-8")
    assert "größe\\u202e\\x1b[31m.py" in wide.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are text")
def test_a_name_that_is_no_text_is_printed_escaped(project: Path, run: Run) -> None:
    with open(os.fsencode(project / "shop") + b"/\xff.py", "w") as file:
        file.write(BAD)
    done = run("check", "--format", "concise")
    assert "shop/bad.py:5:5 card-number-stored" in done.stdout
    assert "shop/\\udcff.py" in done.stdout


def test_reports_do_not_depend_on_circumstances(project: Path, run: Run) -> None:
    (project / "shop" / "broken.py").write_text(BROKEN)
    circumstances: list[tuple[list[str], dict[str, str]]] = [
        (["--no-cache"], {"PYTHONHASHSEED": "1"}),
        ([], {"PYTHONHASHSEED": "2"}),
        ([], {"LC_ALL": "C", "TZ": "Asia/Tokyo"}),
        (["--jobs", "2"], {}),
    ]
    for form in ("concise", "full", "json"):
        got = {
            run("check", "--format", form, "--today", "2026-11-23", *args, **env).stdout for args, env in circumstances
        }
        if form == "json":
            got = {json.dumps({**json.loads(text), "files": None}) for text in got}
        assert len(got) == 1


def test_no_form_prints_a_card_number(project: Path, run: Run) -> None:
    number = card_number()
    (project / "shop" / "bad.py").write_text(f'{BAD}    cvv2 = models.CharField(default="{number}")  # card {number}\n')
    (project / f"card {number}.py").write_text(BAD)
    for form in ("concise", "full", "json"):
        done = run("check", "--format", form)
        assert done.returncode == 1
        assert "card-number-in-source" in done.stdout
        assert number not in done.stdout + done.stderr
        assert number[:10] not in done.stdout + done.stderr


def test_json_says_what_the_docs_say(run: Run, project: Path) -> None:
    report = json.loads(run("check", "--format", "json").stdout)
    assert list(report) == ["version", "root", "files", "findings", "silenced", "unreadable"]
    assert report["version"] == 1
    assert report["root"] == str(project)
    assert list(report["files"]) == ["seen", "read", "parsed", "from_cache"]
    first = report["findings"][0]
    assert (first["rule"], first["family"], first["path"], first["line"]) == (
        "card-number-stored",
        "cards",
        "shop/bad.py",
        5,
    )


def test_excludes_hold_for_named_files(project: Path, run: Run) -> None:
    (project / "pyproject.toml").write_text('[tool.datahygiene]\nexclude = ["bad*"]\n')
    assert run("check", "shop/bad.py").returncode == 0
    assert run("check", "shop/bad.py", "--config", "none").returncode == 1
    assert run("check", "shop/bad.py", "--config", "none", "--exclude", "shop/").returncode == 0


def test_the_root_is_found_from_the_path(project: Path, tmp_path: Path, run: Run) -> None:
    done = run("check", "project/shop/bad.py", "--format", "concise", cwd=tmp_path)
    assert done.stdout.startswith("shop/bad.py:5:5 ")
    assert run("check", "--format", "concise", cwd=project / "shop").stdout.startswith("shop/bad.py:5:5 ")
    (project / "pyproject.toml").unlink()
    assert run("check", "project/shop", "--format", "concise", cwd=tmp_path).stdout.startswith(
        "project/shop/bad.py:5:5 "
    )
    assert run("check", str(project), "--format", "concise", cwd=Path("/")).returncode == 1


def test_options_go_before_settings(project: Path, run: Run) -> None:
    (project / "pyproject.toml").write_text('[tool.datahygiene]\nonly = ["passwords"]\nignore = ["card-code-stored"]\n')
    assert run("check").returncode == 0
    done = run("check", "--only", "cards", "--format", "concise")
    assert "card-number-stored" in done.stdout
    assert "card-code-stored" not in done.stdout
    shown = run("config", "show", "--only", "cards").stdout
    assert 'only = ["cards"]  # --only\n' in shown
    assert 'ignore = ["card-code-stored"]  # pyproject.toml\n' in shown
    assert 'profile = "article"  # default\n' in shown


def test_colours(run: Run) -> None:
    assert "\x1b[" not in run("check").stdout
    assert "\x1b[" in run("check", FORCE_COLOR="1").stdout
    assert "\x1b[" not in run("check", FORCE_COLOR="1", NO_COLOR="1").stdout
    assert "\x1b[" in run("check", "--color", "always", NO_COLOR="1").stdout
    assert "\x1b[" not in run("check", "--color", "never", FORCE_COLOR="1").stdout
    assert "\x1b[" not in run("check", "--color", "always", "--format", "json").stdout


def test_statistics_go_beside_the_report(run: Run) -> None:
    done = run("check", "--statistics", "--no-cache")
    assert "files seen 3, read 3, parsed 1, from cache 0, trees 1" in done.stderr


@pytest.mark.parametrize("name", families())
def test_every_rule_has_a_page(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", name]) == 0
    page = capsys.readouterr().out
    assert page.startswith(f"# {name}\n")
    for section in ("## Why it matters", "## What to do", "## When to silence it"):
        assert section in page


def test_every_rule_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [tuple(line.split()[:2]) for line in lines] == list(families().items())
    assert main(["rules", "cards"]) == 0
    assert {line.split()[1] for line in capsys.readouterr().out.splitlines()} == {"cards"}


HEAVY = {
    "dataclasses",
    "inspect",
    "libcst",
    "msgspec",
    "pathlib",
    "pathspec",
    "pytest",
    "sqlite3",
    "subprocess",
    "tomli",
    "yaml",
}


def test_the_version_is_answered_before_anything_is_loaded(run: Run) -> None:
    assert run("--version").stdout == f"datahygiene {__version__}\n"
    assert _loaded(["--version"]) & (HEAVY | {"argparse", "re", "typing"}) == set()


def _loaded(arguments: list[str]) -> set[str]:
    """The modules that a run has loaded."""
    probe = (
        "from sys import *; from pytest_datahygiene.cli import main; main(argv[1:]); stderr.write(' '.join(modules))"
    )
    done = subprocess.run([sys.executable, "-c", probe, *arguments], capture_output=True, text=True, check=True)
    return set(done.stderr.split())
