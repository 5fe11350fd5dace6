"""pytest's door."""

from __future__ import annotations

import platform
import re
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree

import pytest
from tests.doors.conftest import BAD, BROKEN, CLEAN

from pytest_datahygiene.catalog.runtimes import ended
from pytest_datahygiene.rules import families

RULES = families()
CARDS = [name for name, family in RULES.items() if family == "cards"]


# Of a Python that has ended pytest --datahygiene speaks itself, so that no run passes under it.
pytestmark = pytest.mark.skipif(
    ended("python", platform.python_version(), "", time.strftime("%Y-%m-%d")) is not None,
    reason="this Python has ended, and the items say so",
)


@pytest.fixture
def shop(pytester: pytest.Pytester) -> pytest.Pytester:
    """A project whose tests lie beside the source, with two faults in it."""
    pytester.mkpydir("shop").joinpath("models.py").write_text(BAD)
    pytester.mkdir("tests").joinpath("test_shop.py").write_text("def test_shop(): pass\n")
    pytester.makeini("[pytest]\ntestpaths = tests\naddopts = -p no:randomly --strict-markers -W error\n")
    return pytester


def test_every_rule_is_an_item_whatever_is_collected(shop: pytest.Pytester) -> None:
    listed = shop.runpytest("--datahygiene", "--collect-only", "-q")
    ids = [line for line in listed.outlines if "::" in line]
    assert ids == [
        "tests/test_shop.py::test_shop",
        *(f"datahygiene::{name}" for name in RULES),
        "datahygiene::complete",
    ]
    listed.stdout.fnmatch_lines([f"{len(RULES) + 2} tests collected*"])
    done = shop.runpytest("--datahygiene", "tests/test_shop.py")
    done.assert_outcomes(passed=len(RULES), failed=2)


def test_a_failure_shows_the_source(shop: pytest.Pytester) -> None:
    done = shop.runpytest("--datahygiene", "-k", "card-code-stored")
    done.assert_outcomes(failed=1, deselected=len(RULES) + 1)
    done.stdout.fnmatch_lines(
        [
            f"collected {len(RULES) + 2} items / {len(RULES) + 1} deselected / 1 selected",
            "datahygiene F *",
            "1 finding, first shop/models.py:6",
            "card-code-stored critical: Order.cvv keeps *",
            " --> shop/models.py:6:5",
            "6 |     cvv = models.CharField(max_length=4)",
            "  |     ^^^^^^^*",
            "FAILED datahygiene::card-code-stored*",
        ]
    )
    assert "Traceback" not in done.stdout.str()


@pytest.mark.parametrize(
    ("arguments", "passed", "failed"),
    [
        (["-k", "cards"], len(CARDS) - 2, 2),
        (["-k", "card-number-stored"], 0, 1),
        (["-m", "datahygiene"], len(RULES) - 1, 2),
        (["-m", "not datahygiene"], 1, 0),
        (["-p", "no:cacheprovider", "-m", "datahygiene"], len(RULES) - 1, 2),
        (["--deselect", "datahygiene::card-number-stored"], len(RULES), 1),
        (["--maxfail=1", "-m", "datahygiene"], list(RULES).index("card-code-stored"), 1),
    ],
)
def test_items_are_chosen_like_any_other(arguments: list[str], passed: int, failed: int, shop: pytest.Pytester) -> None:
    done = shop.runpytest("--datahygiene", *arguments)
    outcomes = done.parseoutcomes()
    assert (outcomes.get("passed", 0), outcomes.get("failed", 0)) == (passed, failed)


def test_the_last_failures_run_again(shop: pytest.Pytester) -> None:
    shop.runpytest("--datahygiene").assert_outcomes(passed=len(RULES), failed=2)
    shop.path.joinpath("shop", "models.py").write_text(CLEAN)
    shop.runpytest("--datahygiene", "--lf").assert_outcomes(passed=2, deselected=len(RULES))
    shop.runpytest("--datahygiene", "--lf").assert_outcomes(passed=len(RULES) + 2)


def test_junit_reports_hold_the_items(shop: pytest.Pytester) -> None:
    shop.runpytest("--datahygiene", "--junitxml=junit.xml")
    cases = ElementTree.parse(shop.path / "junit.xml").getroot().findall(".//testcase")
    failed = {(case.get("classname"), case.get("name")) for case in cases if case.find("failure") is not None}
    assert failed == {("datahygiene", "card-code-stored"), ("datahygiene", "card-number-stored")}
    assert len(cases) == len(RULES) + 2


def test_under_xdist_the_engine_runs_once(shop: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)
    shop.makeconftest(
        """
        import os
        from pytest_datahygiene.engine import pipeline

        gather = pipeline.gathering.gather

        def noted(*arguments):
            with open("runs", "a") as file:
                file.write(os.environ.get("PYTEST_XDIST_WORKER", "controller") + "\\n")
            return gather(*arguments)

        pipeline.gathering.gather = noted
        """
    )
    done = shop.runpytest_subprocess("--datahygiene", "-n2")
    done.assert_outcomes(passed=len(RULES), failed=2)
    done.stdout.fnmatch_lines(["6 |     cvv = models.CharField(max_length=4)"])
    assert (shop.path / "runs").read_text() == "controller\n"
    again = shop.runpytest_subprocess("--datahygiene", "-n2", "--lf")
    assert again.parseoutcomes()["failed"] == 2
    assert "passed" not in again.parseoutcomes()


@pytest.mark.parametrize("how", ["our table", "pytest's own settings"])
def test_settings_can_ask_for_the_items(how: str, shop: pytest.Pytester) -> None:
    if how == "our table":
        shop.makepyprojecttoml("[tool.datahygiene]\npytest = true\nonly = ['cards']\n")
    else:
        shop.makeini("[pytest]\ntestpaths = tests\ndatahygiene = true\n")
        shop.makepyprojecttoml("[tool.datahygiene]\nonly = ['cards']\n")
    shop.runpytest().assert_outcomes(passed=len(CARDS), failed=2)


def test_nobody_asked(shop: pytest.Pytester) -> None:
    shop.makepyprojecttoml("[project]\nname = 'shop'\ndependencies = ['pytest-datahygiene']\n")
    shop.runpytest().assert_outcomes(passed=1)


def test_a_slip_in_the_settings_is_named(shop: pytest.Pytester) -> None:
    shop.makepyprojecttoml("[tool.datahygiene]\npytets = true\n")
    done = shop.runpytest()
    assert done.ret == pytest.ExitCode.USAGE_ERROR
    done.stderr.fnmatch_lines(["ERROR: pyproject.toml: unknown setting 'pytets'; did you mean 'pytest'?"])
    shop.makepyprojecttoml("[tool.datahygiene]\nonly = ['crads']\n")
    done = shop.runpytest("--datahygiene")
    assert done.ret == pytest.ExitCode.USAGE_ERROR
    done.stderr.fnmatch_lines(["ERROR: pyproject.toml: no rule or family is called 'crads'; did you mean 'cards'?"])


def test_an_incomplete_run_is_an_item_that_fails(shop: pytest.Pytester) -> None:
    shop.path.joinpath("shop", "models.py").write_text(BROKEN)
    done = shop.runpytest("--datahygiene")
    done.assert_outcomes(passed=len(RULES) + 1, failed=1)
    done.stdout.fnmatch_lines(
        ["not everything was analysed:", "shop/models.py source-unreadable: *", "FAILED datahygiene::complete*"]
    )
    shop.makepyprojecttoml("[tool.datahygiene]\nallow-incomplete = true\n")
    shop.runpytest("--datahygiene").assert_outcomes(passed=len(RULES) + 2)


def test_another_root_is_another_project(shop: pytest.Pytester, tmp_path: Path) -> None:
    (tmp_path / "test_elsewhere.py").write_text("def test_elsewhere(): pass\n")
    done = shop.runpytest("--datahygiene", f"--rootdir={tmp_path}", str(tmp_path))
    done.assert_outcomes(passed=len(RULES) + 2)


def test_our_own_fault_fails_the_items_alone(shop: pytest.Pytester) -> None:
    shop.makeconftest(
        """
        from pytest_datahygiene.engine import pipeline

        def broken(*arguments):
            raise RuntimeError("lost")

        pipeline.gathering.gather = broken
        """
    )
    done = shop.runpytest_subprocess("--datahygiene")
    done.assert_outcomes(passed=1, failed=len(RULES) + 1)
    done.stdout.fnmatch_lines(["nothing was checked, and this is our bug; please send:", "RuntimeError: lost"])


FIXTURE = """
import pytest
import shutil

def test_clean(datahygiene):
    datahygiene.check("shop/__init__.py").assert_clean()

def test_other_family(datahygiene):
    datahygiene.check("shop").assert_clean("passwords", "weak-hash")

def test_findings(datahygiene, tmp_path):
    shutil.copy("shop/models.py", tmp_path)
    for place in ("", "shop", "shop/models.py", tmp_path):
        assert [found.rule for found in datahygiene.check(place).findings] == ["card-number-stored", "card-code-stored"]

def test_slips(datahygiene):
    with pytest.raises(pytest.UsageError, match="no such file or folder: 'shpo'"):
        datahygiene.check("shpo")
    with pytest.raises(pytest.UsageError, match="no rule or family is called 'crads'; did you mean 'cards'"):
        datahygiene.check("shop").assert_clean("crads")

def test_bad(datahygiene):
    datahygiene.check("shop").assert_clean("cards")
"""


def test_a_test_can_ask_for_itself(shop: pytest.Pytester) -> None:
    shop.makepyfile(FIXTURE)
    done = shop.runpytest("test_a_test_can_ask_for_itself.py")
    done.assert_outcomes(passed=4, failed=1)
    done.stdout.fnmatch_lines(
        [
            '>       datahygiene.check("shop").assert_clean("cards")',
            "E   * 2 findings in shop: card-code-stored, card-number-stored",
            "E * --> shop/models.py:6:5",
            "E * 6 |     cvv = models.CharField(max_length=4)",
        ]
    )
    assert "def assert_clean" not in done.stdout.str()


def test_a_test_that_could_not_look_fails(shop: pytest.Pytester) -> None:
    shop.path.joinpath("shop", "models.py").write_text(BROKEN)
    shop.makepyprojecttoml("[tool.datahygiene]\nignore = ['weak-hash', 'passwords']\n")
    shop.makepyfile(
        """
        import pytest

        def test_unread(datahygiene):
            with pytest.raises(AssertionError, match="shop/models.py source-unreadable: "):
                datahygiene.check("shop").assert_clean("cards")

        @pytest.mark.parametrize("name", ["weak-hash", "passwords"])
        def test_left_out(datahygiene, name):
            with pytest.raises(pytest.UsageError, match=f"the settings leave '{name}' out, so nothing was checked"):
                datahygiene.check("shop").assert_clean(name)
        """
    )
    shop.runpytest("test_a_test_that_could_not_look_fails.py").assert_outcomes(passed=3)


def test_the_door_is_light() -> None:
    probe = "import sys, pytest; old = {*sys.modules}; import pytest_datahygiene.plugin; print(*{*sys.modules} - old)"
    loaded = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True).stdout.split()
    assert set(loaded) == {"pytest_datahygiene", "pytest_datahygiene.plugin"}


def test_a_run_that_did_not_ask_loads_nothing(shop: pytest.Pytester) -> None:
    shop.makeconftest("def pytest_unconfigure():\n    import sys; print('loaded:', *sys.modules)")
    done = shop.runpytest_subprocess("-s")
    loaded = re.search("loaded: (.*)", done.stdout.str())
    assert loaded
    ours = {name for name in loaded[1].split() if name.startswith("pytest_datahygiene")}
    assert ours == {"pytest_datahygiene", "pytest_datahygiene.plugin"}
    assert {"msgspec", "libcst", "tomli"}.isdisjoint(loaded[1].split())
