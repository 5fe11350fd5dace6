"""The inventory through its doors: the terminal, a spreadsheet, a browser, pytest."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest
from tests.doors.conftest import BROKEN, Run, card_number

MODELS = """\
from django.db import models


class Record(models.Model):
    ssn = models.CharField(max_length=200)
    diagnosis = models.TextField()
    email = models.EmailField()
    first_name = models.CharField(max_length=40)
"""
SERVICES = """\
import logging

from clinic.crypto import encrypt_text

logger = logging.getLogger(__name__)


def admit(record, form):
    record.ssn = encrypt_text(form["ssn"])
    record.save()
    logger.info("admitted %s", form["passport_number"])
"""
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.fixture
def project(project: Path) -> Path:
    """A clinic that encrypts one thing, keeps another in clear and logs a third."""
    shutil.rmtree(project / "shop")
    (project / "clinic").mkdir()
    (project / "clinic" / "models.py").write_text(MODELS)
    (project / "clinic" / "services.py").write_text(SERVICES)
    (project / "clinic" / "crypto.py").write_text(
        "from shared import box\n\n\ndef encrypt_text(text):\n    return box.encrypt(text)\n"
    )
    return project


def rows(text: str) -> dict[str, dict[str, str]]:
    return {row["field"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}


def test_every_kind_of_data_has_its_row_whether_a_rule_objects_or_not(run: Run) -> None:
    done = run("inventory", "--format", "csv")
    assert (done.returncode, done.stderr) == (0, "")
    found = rows(done.stdout)
    assert list(found) == ["email", "first_name", "diagnosis", "passport_number", "ssn"]
    assert {name: row["grade"] for name, row in found.items()} == {
        "email": "in clear, ordinary",
        "diagnosis": "in clear",
        "passport_number": "in clear",
        "first_name": "in clear, ordinary",
        "ssn": "protected",
    }
    ssn, logged = found["ssn"], found["passport_number"]
    assert (ssn["kept in"], ssn["place"], ssn["subject"]) == ("table", "clinic.Record", "to be declared")
    assert ssn["how it gets there"] == "clinic/services.py:9 admit fills it, encrypted by clinic.crypto.encrypt_text"
    assert (logged["kept in"], logged["in the code"]) == ("log", "clinic/services.py:11")


def test_what_only_people_know_is_declared_and_never_invented(run: Run, project: Path) -> None:
    (project / "pyproject.toml").write_text(
        """
        [tool.datahygiene.inventory."*"]
        recipients = "none"
        [tool.datahygiene.inventory.health]
        purpose = "treatment"
        [tool.datahygiene.inventory."clinic.Record"]
        purpose = "the patient's record"
        subject = "patient"
        [tool.datahygiene.inventory."Record.ssn"]
        purpose = "billing the insurance"
        [tool.datahygiene.inventory."clinic.Gone"]
        purpose = "none any more"
        """
    )
    done = run("inventory", "--format", "csv")
    found = rows(done.stdout)
    assert [found[name]["purpose"] for name in ("ssn", "diagnosis", "passport_number")] == [
        "billing the insurance",
        "the patient's record",
        "to be declared",
    ]
    assert {row["recipients"] for row in found.values()} == {"none"}
    assert (found["ssn"]["subject"], found["ssn"]["retention"]) == ("patient", "to be declared")
    assert done.stderr == "datahygiene: the settings declare 'clinic.Gone', of which nothing is kept\n"


def test_a_class_that_inherits_a_field_keeps_it_too(run: Run, project: Path) -> None:
    (project / "clinic" / "people.py").write_text(
        "from django.db import models\n\n\nclass Person(models.Model):\n    iban = models.CharField(max_length=40)\n\n"
        "    class Meta:\n        abstract = True\n\n\nclass Nurse(Person):\n    pass\n"
    )
    table = json.loads(run("inventory", "--format", "json").stdout)
    held = {row["place"] for row in table["rows"] if row["field"] == "iban"}
    assert held == {"people.Person", "people.Nurse"}


def test_statements_and_collections_are_places(run: Run, project: Path) -> None:
    (project / "clinic" / "store.py").write_text(
        "def keep(db, cursor, iban, key):\n"
        "    db['payments'].insert_one({'iban': iban})\n"
        "    cursor.execute('INSERT INTO vault (iban) VALUES (pgp_sym_encrypt(%s, %s))', (iban, key))\n"
    )
    table = json.loads(run("inventory", "--format", "json").stdout)
    held = {(row["store"], row["place"], row["state"]) for row in table["rows"] if row["field"] == "iban"}
    assert held == {("collection", "payments", "in clear"), ("table", "vault", "protected")}


def test_a_slip_in_what_is_declared_is_named(run: Run, project: Path) -> None:
    (project / "pyproject.toml").write_text("[tool.datahygiene.inventory.health]\npurpos = 'treatment'\n")
    done = run("inventory")
    assert done.returncode == 2
    assert "'inventory' for 'health' knows no 'purpos'; did you mean 'purpose'?" in done.stderr


def test_a_part_of_a_project_has_an_inventory_too(run: Run) -> None:
    assert list(rows(run("inventory", "clinic/services.py", "--format", "csv").stdout)) == ["passport_number", "ssn"]
    assert run("inventory", "clinic/nothing").returncode == 2


def test_an_unchanged_project_is_told_from_the_cache(run: Run, project: Path) -> None:
    for path in project.rglob("*"):
        if path.is_file():
            subprocess.run(["touch", "-d", "2020-01-01", path], check=True)
    first = run("inventory", "--format", "json")
    again = run("inventory", "--format", "json")
    assert first.stdout == again.stdout
    # What is kept for the inventory is apart from what is kept for the rules.
    check = run("check", "--statistics", "--format", "concise")
    assert "from cache 0" in check.stderr
    assert run("inventory", "--format", "json").stdout == first.stdout


def test_a_file_that_cannot_be_read_is_named(run: Run, project: Path) -> None:
    (project / "clinic" / "bad.py").write_text(BROKEN)
    done = run("inventory", "--format", "csv")
    assert done.returncode == 3
    assert "clinic/bad.py: source-unreadable:" in done.stderr
    assert "ssn" in rows(done.stdout)
    assert run("inventory", "--allow-incomplete").returncode == 0


def test_a_cell_is_no_formula_and_no_card_number(run: Run, project: Path) -> None:
    number = card_number()
    (project / "pyproject.toml").write_text(
        f"[tool.datahygiene.inventory.health]\npurpose = '=1+1'\nretention = 'card {number}'\n"
    )
    for form in ("csv", "json", "html", "text", "mermaid"):
        done = run("inventory", "--format", form)
        assert done.returncode == 0
        assert number not in done.stdout
    assert rows(run("inventory", "--format", "csv").stdout)["diagnosis"]["purpose"] == "'=1+1"


def test_json_has_the_keys_that_the_docs_describe(run: Run) -> None:
    table = json.loads(run("inventory", "--format", "json").stdout)
    docs = (Path(__file__).parents[2] / "docs" / "json.md").read_text(encoding="utf-8")
    described = re.findall(r"^\| `([a-z_]+)` \|", docs.partition("## The inventory")[2], re.MULTILINE)
    assert described == [*table, *(key for key in table["rows"][0])]


def test_the_chart_joins_kinds_and_places(run: Run) -> None:
    lines = run("inventory", "--format", "mermaid").stdout.splitlines()
    assert lines[0] == "flowchart LR"
    text = "\n".join(lines)
    titles = dict(re.findall(r'^  (\w+)[\[(/]+"(.*?)"', text, re.MULTILINE))
    edges = {
        (titles[kind], arrow, field, titles[place].partition(":")[0])
        for kind, arrow, field, place in re.findall(r'  (\w+) (\S+)\|"(.*?)"\| (\w+)', text)
    }
    assert ("US Social Security number", "==>", "ssn", "table") in edges
    assert ("Passport number", "-->", "passport_number", "log") in edges


class Page(HTMLParser):
    """What a page refers to, and its texts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: set[str] = set()
        self.ids: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        self.ids |= {given["id"] or ""} if "id" in given else set()
        self.links |= {value or "" for name, value in attrs if name in ("href", "src")}


def test_the_page_needs_nothing_but_itself(run: Run, project: Path) -> None:
    (project / "clinic" / "more.py").write_text(MODELS.replace("Record", "Évil_Record"))
    text = run("inventory", "--format", "html").stdout
    page = Page(text)
    assert not {"script", "link", "img", "iframe", "object"} & {*page.tags}
    assert page.links == {f"#{name}" for name in page.ids}
    assert {"us_ssn", "health_condition", "passport_number", "matrix"} <= page.ids
    assert "url(" not in text
    assert "@import" not in text


@pytest.mark.skipif(CHROMIUM is None, reason="no chromium is installed")
def test_a_browser_shows_the_page(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "inventory.html"
    page.write_text(run("inventory", "--format", "html").stdout, encoding="utf-8")

    def chromium(*options: str) -> str:
        assert CHROMIUM is not None
        common = ("--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}", "--lang=en")
        # No network is reached.
        done = subprocess.run(
            [CHROMIUM, *common, "--proxy-server=127.0.0.1:9", *options, page.as_uri()],
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )
        return done.stdout

    shown = re.sub(r"\s+", " ", re.sub(r"<style.*?</style>|<[^>]+>", " ", chromium("--dump-dom"), flags=re.DOTALL))
    assert "What project keeps" in shown
    assert "US Social Security number government-id" in shown
    assert "admit fills it, encrypted by clinic.crypto.encrypt_text" in shown
    assert "to be declared" in shown
    light, dark = tmp_path / "light.png", tmp_path / "dark.png"
    chromium(f"--screenshot={light}", "--window-size=1200,900")
    chromium(f"--screenshot={dark}", "--window-size=1200,900", "--blink-settings=preferredColorScheme=0")
    assert light.read_bytes()[:8] == dark.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    assert light.read_bytes() != dark.read_bytes()
    chromium(f"--print-to-pdf={tmp_path / 'page.pdf'}")
    assert (tmp_path / "page.pdf").read_bytes()[:5] == b"%PDF-"


def test_tests_assert_what_is_kept_where(pytester: pytest.Pytester, project: Path) -> None:
    shutil.copytree(project, pytester.path, dirs_exist_ok=True)
    pytester.makepyfile(
        test_kept="""
        import pytest


        def test_held(datahygiene):
            kept = datahygiene.inventory()
            kept.of("us_ssn").assert_only_in("clinic.Record").assert_protected()
            kept.of("health").assert_only_in("clinic.models.Record")
            assert {row.field for row in kept.at("Record").rows} == {"ssn", "diagnosis", "email", "first_name"}


        def test_unprotected(datahygiene):
            datahygiene.inventory().of("health").assert_protected()


        def test_elsewhere(datahygiene):
            datahygiene.inventory().of("government-id").assert_only_in("clinic.Record")


        def test_slip(datahygiene):
            with pytest.raises(pytest.UsageError, match="did you mean 'health'"):
                datahygiene.inventory().of("heath")
        """
    )
    done = pytester.runpytest_subprocess()
    done.assert_outcomes(passed=2, failed=2)
    done.stdout.fnmatch_lines(
        [
            "*clinic/models.py:6 Health condition or diagnosis in table *, diagnosis: not protected (in clear)",
            "*clinic/services.py:11 Passport number in log *, passport_number: kept elsewhere (in clear)",
        ]
    )
