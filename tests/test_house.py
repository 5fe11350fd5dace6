"""The rules of the house: names agree, pages are whole, functions are short."""

from __future__ import annotations

import ast
import statistics
from pathlib import Path

import pytest

from pytest_datahygiene import flow, rules
from pytest_datahygiene.extract.languages import GIVES
from pytest_datahygiene.facts import Extracted, Fact

TESTS = Path(__file__).parent
SOURCE = TESTS.parent / "src" / "pytest_datahygiene"
SECTIONS = ["## Why it matters", "## What to do", "## When to silence it"]
BANNED = {"utils", "helpers", "common", "base", "misc", "core", "manager"}


@pytest.mark.parametrize("name", rules.families())
def test_a_rule_is_two_files_of_one_name(name: str) -> None:
    family = rules.families()[name]
    assert (TESTS / "rules" / family / f"{name}.md").is_file(), "every rule has a spec"
    assert (SOURCE / "rules" / family / f"{name.replace('-', '_')}.py").is_file()


def test_every_spec_has_its_rule() -> None:
    specs = {path.stem for path in (TESTS / "rules").glob("*/*.md")}
    assert specs == set(rules.families())


@pytest.mark.parametrize("name", rules.families())
def test_a_rule_page_is_whole(name: str) -> None:
    lines = [line.strip() for line in rules.load(name).docs.strip().splitlines()]
    assert lines[0].endswith("."), "the first line states the fault in a sentence"
    assert [line for line in lines if line.startswith("## ")] == SECTIONS


@pytest.mark.parametrize("name", rules.families())
def test_what_a_rule_reads_somebody_provides(name: str) -> None:
    needed = {kind.__name__ for kind in flow.needed(set(rules.load(name).reads))}
    extracted = frozenset[str]().union(*GIVES.values()) | {"SilenceWritten"}
    added = {
        "CodeLasting",
        "DataReached",
        "DigestWeak",
        "FieldFilled",
        "FieldKept",
        "FieldNamed",
        "PasswordGuarded",
        "RunDay",
        "PolicyChosen",
        "ProjectSeen",
        "LevelChosen",
        "OwnNamed",
        "KeyDerived",
        "Misused",
        "PackageFlawed",
        "PackageHeld",
        "RulesKnown",
        "SecretDrawn",
        "SilenceSpent",
    }
    assert needed <= extracted | added


def test_every_extracted_kind_can_be_kept() -> None:
    kinds = {kind.__name__ for kind in Extracted.__args__}
    assert frozenset[str]().union(*GIVES.values()) <= kinds
    assert all(issubclass(kind, Fact) for kind in Extracted.__args__)


def test_functions_are_short_and_modules_have_one_purpose() -> None:
    lengths = []
    for path in SOURCE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert path.stem not in BANNED, path
        assert text.count("\n") <= 300, path
        tree = ast.parse(text)
        assert ast.get_docstring(tree), path
        lengths += [
            (node.end_lineno or node.lineno) - node.lineno + 1
            for node in ast.walk(tree)
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        ]
    assert statistics.median(lengths) <= 12
    assert statistics.quantiles(lengths, n=20)[-1] <= 40
