"""Validators, run by the evaluator and by Python: both must say the same."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.extracting import extracted
from tests.validators import FORMS, Form

from pytest_datahygiene.facts import FactBase
from pytest_datahygiene.flow.running.judged import Judges
from pytest_datahygiene.flow.running.program import Code
from pytest_datahygiene.flow.witness.searching import made

_WEAK, _STRONG = 8, 16
_CASES = [(name, least) for name in FORMS for least in (_WEAK, _STRONG)]


def _code(form: Form, least: int) -> str:
    return re.sub(r"\bN\b", str(least), form.code)


def _judges(code: str) -> tuple[Judges, Any]:
    facts = extracted(
        "shop/accounts.py",
        f"# password\n{code}",
        asked=("v", "%v", "long_enough", "%long_enough", "has", "%has", "SPECIAL", "COMMON"),
    )
    program = Code(FactBase(facts))
    function = program.find("v", "shop/accounts.py")
    assert function is not None
    return Judges(program), function


def _accepts(code: str, password: str) -> bool:
    """Return what Python makes of a password: refused by an exception or by what is returned."""
    space: dict[str, Any] = {}
    exec(code, space)  # our own validators
    try:
        value = space["v"](password)
    except (ValueError, AssertionError):
        return False
    if isinstance(value, tuple):
        return bool(value[0])
    if isinstance(value, bool):
        return value
    # A text or a list of what is wrong, nothing, or the password itself.
    return not value or value == password


@pytest.mark.parametrize(("name", "least"), _CASES)
def test_a_validator_is_understood(name: str, least: int) -> None:
    form = FORMS[name]
    code = _code(form, least)
    judges, function = _judges(code)
    found = judges.of(function).found
    assert found is not None
    assert (found.least, found.classes) == (least + form.more, form.classes)
    assert _accepts(code, found.witness)


@pytest.mark.parametrize("name", [name for name, form in FORMS.items() if form.classes >= {"lower", "upper", "digit"}])
def test_a_strong_validator_takes_nothing_of_the_ladder(name: str) -> None:
    code = _code(FORMS[name], _STRONG)
    judges, function = _judges(code)
    kinds = [("lower",), ("upper",), ("digit",), ("lower", "digit"), ("lower", "upper"), ("upper", "digit")]
    ladder = [made(length, some) for length in range(1, 41) for some in kinds]
    ladder += [made(length, ("lower", "upper", "digit", "symbol")) for length in range(1, _STRONG)]
    assert not any(judges.takes(function, text) or _accepts(code, text) for text in ladder)


_RUN: dict[str, Any] = {}


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(FORMS)), st.text("abXY019!@- ", max_size=12))
def test_the_evaluator_says_what_python_says(name: str, password: str) -> None:
    if name not in _RUN:
        _RUN[name] = _judges(_code(FORMS[name], _WEAK))
    judges, function = _RUN[name]
    assert judges.takes(function, password) == _accepts(_code(FORMS[name], _WEAK), password)


def test_what_does_not_end_is_given_up() -> None:
    judges, function = _judges("def v(password):\n    while True:\n        password = password + 'x'\n")
    assert judges.of(function).found is None


def test_an_expression_that_backtracks_costs_no_time() -> None:
    judges, function = _judges("import re\ndef v(password):\n    return re.match(r'^(a+)+$', password)\n")
    assert not judges.takes(function, "a" * 60 + "!")


def test_nothing_of_the_project_is_executed(tmp_path: Any) -> None:
    proof = tmp_path / "proof"
    code = f"def v(password):\n    open({str(proof)!r}, 'w').write(password)\n    return len(password) >= 8\n"
    judges, function = _judges(code)
    assert judges.of(function).found is not None
    assert not proof.exists()


def test_secrets_in_code_are_not_kept() -> None:
    code = (
        "SECRET_KEY = 'a1b2c3d4e5f6'\nPASSWORD_PEPPER = 'kJ82-hgZ1'\n"
        "def v(password):\n    if password == 'Hunter2-7712':\n        raise ValueError('no')\n"
        "    return len(password) >= 8 and SECRET_KEY and PASSWORD_PEPPER\n"
    )
    facts = extracted("shop/accounts.py", code, asked=("v", "%v", "SECRET_KEY", "PASSWORD_PEPPER"))
    kept = "".join(map(repr, facts))
    assert not any(secret in kept for secret in ("a1b2c3d4e5f6", "kJ82-hgZ1", "Hunter2-7712"))


@pytest.mark.parametrize(
    "line",
    [
        "password.encode('no such')",
        "'%d' % password",
        "'{0.__class__}'.format(password)",
        "int(password)",
        "[1, 2][password]",
        "{}['x']",
        "min([])",
        "password * 10 ** 9",
        "sorted([password, 1])",
        "list(range(1000000000000))",
        "sum(range(1000000000000))",
        "for one in range(1000000000000): pass",
        "1000000000 * password",
        "'%1000000000d' % 5",
        "password.expandtabs(1000000000)",
        "password.replace('', password * 300).replace('', password * 300)",
        "'x'.join(password for _ in range(10 ** 6))",
        "password.missing()",
        "dict(password)",
        "re.search('(', password)",
    ],
)
def test_whatever_a_line_does_the_run_goes_on(line: str) -> None:
    body = f"    try:\n        {line}\n    except Exception:\n        pass\n    return len(password) >= 8\n"
    code = f"import re\ndef v(password):\n{body}"
    judges, function = _judges(code)
    found = judges.of(function).found
    assert found is not None
    assert found.least == 8


def test_numbers_do_not_grow_without_end() -> None:
    code = "def v(password):\n    x = 7\n    for one in range(300):\n        x = x * x\n    return len(password) >= 8\n"
    judges, function = _judges(code)
    assert judges.of(function).found is not None
