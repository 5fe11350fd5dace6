"""The byte filter in front of the card scan."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

import pytest_datahygiene
from pytest_datahygiene.source.digits import might_hold_card


@pytest.mark.parametrize(
    "text",
    [
        "4716190207394368",
        "x = '4716 1902 0739 4368'",
        "4716-1902-0739-4368",
        "4716_1902_0739_4368",
        "4716\u00a01902\u00a00739\u00a04368",
        "4716\u20111902\u20110739\u20114368",
        "4716\u20131902\u20130739\u20134368",
        "4716\u20091902\u20090739\u20094368",
        "4716\u202f1902\u202f0739\u202f4368",
        "4716\u20071902\u20070739\u20074368",
        "4222222222222",
    ],
)
def test_digits_of_a_card_pass(text: str) -> None:
    assert might_hold_card(text.encode())
    assert might_hold_card(b"before\n" + text.encode() + b"\nafter")


def test_wide_encodings_pass() -> None:
    for encoding in ("utf-16", "utf-16-le", "utf-16-be", "utf-32"):
        assert might_hold_card("card 4716190207394368".encode(encoding))


@pytest.mark.parametrize(
    "text", ["", "def f(): return 12", "2026-11-23 10:11:12", "471619020739", "4716190207,394368", "471619\n0207394"]
)
def test_ordinary_text_does_not(text: str) -> None:
    assert not might_hold_card(text.encode())


def test_it_imports_nothing() -> None:
    probe = "import sys; old = {*sys.modules}; import pytest_datahygiene.source.digits; print(*{*sys.modules} - old)"
    env = {**os.environ, "PYTHONPATH": os.path.dirname(os.path.dirname(pytest_datahygiene.__file__))}
    done = subprocess.run([sys.executable, "-S", "-c", probe], check=True, capture_output=True, text=True, env=env)
    assert all(name.startswith(("pytest_datahygiene", "__future__")) for name in done.stdout.split()), done.stdout
