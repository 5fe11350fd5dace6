"""Findings that running the project's own validators proves, or does not."""

from __future__ import annotations

import pytest

_CHECKS = """
def validate_password(password):
    if len(password) < 8:
        raise ValueError("too short")

def validate_password_well(password):
    if len(password) < 8 or not STRONG(password):
        raise ValueError("too weak")

def STRONG(password):
    from shop.words import enough
    return enough(password)
"""
_WORDS = """
def enough(text):
    return len(text) >= 16 and text.lower() != text and text.upper() != text and any(map(str.isdigit, text))
"""
_FORMS = """
from pydantic import BaseModel, Field

class SignUp(BaseModel):
    name: str
    password: str = Field(min_length=9)
"""


@pytest.fixture
def shop(pytester: pytest.Pytester) -> pytest.Pytester:
    folder = pytester.mkpydir("shop")
    folder.joinpath("checks.py").write_text(_CHECKS)
    folder.joinpath("words.py").write_text(_WORDS)
    folder.joinpath("forms.py").write_text(_FORMS)
    return pytester


def _run(shop: pytest.Pytester, *names: str) -> str:
    listed = ", ".join(f'"{name}"' for name in names)
    shop.makepyprojecttoml(f'[tool.datahygiene]\nonly = ["passwords"]\nno-cache = true\nprove = [{listed}]\n')
    # In a process of its own: pytester takes modules away again that a run inside this one has loaded.
    return shop.runpytest_subprocess("--datahygiene").stdout.str()


def test_nothing_is_run_that_was_not_asked_for(shop: pytest.Pytester) -> None:
    assert "proven" not in _run(shop)


def test_findings_are_proven(shop: pytest.Pytester) -> None:
    said = _run(shop, "shop.checks:validate_password", "shop.forms:SignUp.password")
    assert "proven: shop.checks:validate_password was run and took 'aaaaaaaa'" in said
    assert "proven: shop.forms:SignUp.password was run and took 'aaaaaaaaa'" in said


def test_what_running_refutes_says_so(shop: pytest.Pytester) -> None:
    shop.path.joinpath("shop", "checks.py").write_text(
        "import importlib\n\ndef validate_password(password):\n    if len(password) < 8:\n        raise ValueError\n"
        "    importlib.import_module('shop.more').check(password)\n"
    )
    shop.path.joinpath("shop", "more.py").write_text(
        "from shop.words import enough\n\ndef check(text):\n    if not enough(text):\n        raise ValueError\n"
    )
    said = _run(shop, "shop.checks:validate_password")
    assert "not proven: shop.checks:validate_password was run and refused every weak password" in said


def test_what_only_running_tells_is_found(shop: pytest.Pytester) -> None:
    shop.path.joinpath("shop", "gates.py").write_text("def gate(text):\n    return len(text) >= 5\n")
    said = _run(shop, "shop.gates:gate")
    assert "gate accepts 'aaaaa'; profile 'article' asks for 16 characters" in said


@pytest.mark.parametrize(
    ("name", "cause"),
    [
        ("shop.nowhere:check", "ModuleNotFoundError: No module named 'shop.nowhere'"),
        ("shop.checks:missing", "AttributeError: shop.checks has no missing"),
        ("shop.broken:check", "ZeroDivisionError: division by zero"),
        ("shop.leaving:check", "SystemExit: 3"),
    ],
)
def test_what_cannot_be_run_is_named(name: str, cause: str, shop: pytest.Pytester) -> None:
    shop.path.joinpath("shop", "broken.py").write_text("1 / 0\n")
    shop.path.joinpath("shop", "leaving.py").write_text("import sys\n\nsys.exit(3)\n")
    said = _run(shop, name)
    assert f"{name} source-unreadable: {cause}" in said
