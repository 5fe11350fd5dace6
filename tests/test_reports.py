"""The forms of a report."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from pytest_datahygiene.facts import Place
from pytest_datahygiene.findings.finding import Finding, Step
from pytest_datahygiene.findings.judged import Judged
from pytest_datahygiene.findings.report import Incomplete, Report
from pytest_datahygiene.reports import FORMATS, render
from pytest_datahygiene.reports.excerpts import excerpts

DOCS = Path(__file__).parents[1] / "docs"
EVIL = "4111 1111 1111 1111 \x1b[2J \u202e \ud800"


def _judged(path: str, line: int, column: int, text: str = "", confidence: str = "high") -> Judged:
    finding = Finding(
        at=Place(path, line, column),
        says="Order.cvv keeps the code",
        help="drop the field",
        about="Order.cvv",
        label="card_code",
        flow=(Step(Place("shop/views.py", 3), "source", "a form field"), Step(Place(path, line), "sink", "a column")),
    )
    excerpt = ((line, text),) if text else ()
    return Judged("card-code-stored", "cards", "high", confidence, finding, "abc", excerpt)


@pytest.fixture
def report() -> Report:
    made = Report("/work", ("card-code-stored",))
    made.seen, made.read, made.parsed, made.from_cache, made.silenced = 4, 3, 1, 1, 2
    made.findings = [
        _judged("shop/models.py", 7, 5, "    cvv = models.CharField()"),
        _judged("shop/models.py", 12, 1, "cvv = 1", confidence="low"),
    ]
    made.unreadable = [Incomplete("z.py", "a syntax error"), Incomplete("b.py", "not a regular file")]
    return made


def test_concise(report: Report) -> None:
    assert (
        render(report, "concise")
        == """\
shop/models.py:7:5 card-code-stored Order.cvv keeps the code
shop/models.py:12:1 card-code-stored Order.cvv keeps the code
b.py source-unreadable: not a regular file
z.py source-unreadable: a syntax error
"""
    )


def test_full(report: Report) -> None:
    assert (
        render(report, "full")
        == """\
card-code-stored high: Order.cvv keeps the code
 --> shop/models.py:7:5
  |
7 |     cvv = models.CharField()
  |     ^^^^^^^^^^^^^^^^^^^^^^^^
  |
  1. shop/views.py:3 source: a form field
  2. shop/models.py:7 sink: a column
help: drop the field

card-code-stored high, low confidence: Order.cvv keeps the code
  --> shop/models.py:12:1
   |
12 | cvv = 1
   | ^^^^^^^
   |
  1. shop/views.py:3 source: a form field
  2. shop/models.py:12 sink: a column
help: drop the field

b.py source-unreadable: not a regular file
z.py source-unreadable: a syntax error

2 findings in 4 files: 2 high; 2 silenced
    2 card-code-stored
2 files not analysed, named above
"""
    )


def test_nothing_found() -> None:
    report = Report("/work", ())
    report.seen = 1
    assert render(report, "full") == "No findings in 1 file\n"
    assert render(report, "concise") == ""
    assert json.loads(render(report, "json"))["findings"] == []


def test_json_has_the_keys_that_the_docs_describe(report: Report) -> None:
    got = json.loads(render(report, "json"))
    assert got["files"] == {"seen": 4, "read": 3, "parsed": 1, "from_cache": 1}
    assert got["silenced"] == 2
    assert got["unreadable"][0] == {"path": "b.py", "cause": "not a regular file"}
    assert got["findings"][0] == {
        "rule": "card-code-stored",
        "family": "cards",
        "severity": "high",
        "confidence": "high",
        "path": "shop/models.py",
        "line": 7,
        "column": 5,
        "end_line": 7,
        "label": "card_code",
        "message": "Order.cvv keeps the code",
        "help": "drop the field",
        "flow": [
            {"path": "shop/views.py", "line": 3, "role": "source", "says": "a form field"},
            {"path": "shop/models.py", "line": 7, "role": "sink", "says": "a column"},
        ],
        "fingerprint": "abc",
    }
    docs = (DOCS / "json.md").read_text(encoding="utf-8").partition("## The inventory")[0]
    described = set(re.findall(r"^\| `([a-z_]+)`", docs, re.MULTILINE))
    assert described == {
        *got,
        *got["files"],
        *got["findings"][0],
        *got["findings"][0]["flow"][0],
        *got["unreadable"][0],
    }


@pytest.mark.parametrize(
    ("text", "column", "line", "mark"),
    [
        ("\tcvv = 1", 2, "    cvv = 1", "    ^^^^^^^"),
        ("ключ = cvv", 8, "ключ = cvv", "       ^^^"),
        ("卡 = cvv", 5, "卡 = cvv", "     ^^^"),
        ("cvv = 1  ", 99, "cvv = 1", "      ^"),
        ("cvv", 1, "cvv", "^^^"),
    ],
)
def test_the_mark_stands_below_what_is_meant(text: str, column: int, line: str, mark: str) -> None:
    shown = excerpts([_judged("a.py", 1, column, text)]).splitlines()
    assert shown[3:5] == [f"1 | {line}", f"  | {mark}"]


@pytest.mark.parametrize("form", FORMATS)
def test_every_text_is_masked_and_escaped(form: str, report: Report) -> None:
    place = Place(EVIL, 1)
    finding = Finding(at=place, says=EVIL, help=EVIL, about="x", flow=(Step(place, "source", EVIL),))
    report.findings = [Judged("weak-hash", "crypto", "low", "high", finding, "abc", ((1, EVIL),))]
    report.unreadable = [Incomplete(EVIL, EVIL)]
    report.root = EVIL
    text = render(report, form)
    assert "1111 1111 1111" not in text
    assert text.replace("\n", "").isprintable()
    text.encode("utf-8")


def test_colours_change_no_word(report: Report) -> None:
    for form in ("concise", "full"):
        colored = render(report, form, color=True)
        assert "\x1b[" in colored
        assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == render(report, form)
    assert render(report, "json", color=True) == render(report, "json")
