"""The project's guards of passwords, joined from the facts of its files."""
# ruff: noqa: E501  # one row, one case: tables read better unbroken

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.extracting import extracted

from pytest_datahygiene import flow
from pytest_datahygiene.config import Config
from pytest_datahygiene.engine import check
from pytest_datahygiene.facts import FactBase, PasswordGuarded
from pytest_datahygiene.flow.witness.patterns import accepts


def guards(**files: str) -> list[PasswordGuarded]:
    """Return the guards of a project; ``__`` in a name parts folders."""
    base = FactBase()
    for name, code in files.items():
        base.add(extracted(name.replace("__", "/") + ".py", code))
    flow.run(base, {PasswordGuarded})
    return base.of(PasswordGuarded)


FORM = "from django import forms\nclass SignupForm(forms.Form):\n    password = forms.CharField(min_length=8)\n"


def test_a_form_and_its_method_are_one_guard() -> None:
    (found,) = guards(
        shop__forms=FORM + "    def clean_password(self):\n"
        "        password = self.cleaned_data['password']\n"
        "        if len(password) < 10 or not any(c.isdigit() for c in password):\n"
        "            raise forms.ValidationError('weak')\n"
    )
    assert (found.least, found.classes, found.unknown, found.at.line) == (10, ("digit",), (), 6)


def test_a_check_in_a_base_class_counts() -> None:
    found = guards(
        shop__forms="from shop.mixins import Strict\n" + FORM.replace("(forms.Form)", "(Strict, forms.Form)"),
        shop__mixins="class Strict:\n    def clean_password(self):\n        password = self.cleaned_data['password']\n"
        "        if len(password) < 16:\n            raise ValueError\n",
    )
    assert 16 in {guard.least for guard in found}
    assert 8 not in {guard.least for guard in found}


def test_what_is_not_known_is_said() -> None:
    (found,) = guards(shop__forms="from x import Odd\n" + FORM.replace("(forms.Form)", "(Odd, forms.Form)"))
    assert (found.least, found.unknown) == (8, ("classes", "length"))


def test_checks_that_call_one_another_end() -> None:
    assert guards(
        shop__a="def check_password(password):\n    if len(password) < 8:\n        raise ValueError\n    validate_other(password)\n"
        "def validate_other(password):\n    validate_this_password(password)\n"
        "def validate_this_password(password):\n    validate_other(password)\n    if len(password) < 9:\n        raise ValueError\n"
    )


def test_a_place_is_told_once() -> None:
    rule = "def long_enough(password):\n    if len(password) < 8:\n        raise ValueError\n"
    use = "from shop.rules import long_enough\ndef {0}_password(password):\n    if not check_long_enough(password):\n        raise ValueError\n"
    found = guards(
        shop__rules=rule.replace("long_enough", "check_long_enough"),
        shop__one=use.format("set").replace("import long", "import check_long"),
        shop__two=use.format("change").replace("import long", "import check_long"),
    )
    assert [(guard.at.path, guard.least) for guard in found] == [("shop/rules.py", 8)]


@pytest.mark.parametrize(
    ("pattern", "least", "classes"),
    [
        (r"^(?=.*[a-z])(?=.*[A-Z])(?=.*\d).{8,}$", 8, "digit lower upper"),
        (r"[A-Za-z0-9@#$]{6,12}", 6, ""),
        (r"(?=.{10,})(?=.*[!@#$%])", 10, "symbol"),
        (r"^((?=.*\d)(?=.*[a-z]).{6,20})$", 6, "digit lower"),
        (r"^(?!.*\s)(?=.*[\W_]).{12,64}$", 12, "symbol"),
        (r"(?i)^(?=.*[a-z]).{8}", 8, "alpha"),
        (r"[A-Z]+[a-z]*[0-9]?", 1, "upper"),
        (r"(?:[A-Z]{2}|[0-9]{3})", 2, ""),
        (r"^[^\W_]{8,}$", 8, ""),
        (r"a{4}b+", 5, "lower"),
        (r"^(?![^A-Z]*$).{8}", 8, "upper"),
        (r"", 0, ""),
    ],
)
def test_patterns(pattern: str, least: int, classes: str) -> None:
    found = accepts(pattern)
    assert (found.least, " ".join(sorted(found.classes)), found.known) == (least, classes, True)


@pytest.mark.parametrize("pattern", ["[", r"(a)\1", "(?<=a)b", "(", "x" * 3000])
def test_patterns_that_are_not_understood(pattern: str) -> None:
    assert not accepts(pattern).known


_PIECE = st.sampled_from(
    [
        "[A-Z]",
        "[a-z]+",
        r"\d",
        ".*",
        r"\w{2,}",
        "(?=.*[a-z])",
        "(?:[A-Z]|[0-9])",
        "[^A-Za-z0-9]?",
        "x{3}",
        "(?=.{5,})",
        "[!-/]",
    ]
)
_TEXT = st.text(st.sampled_from("aZ09!x_ é"), max_size=12)
_HAS = {"upper": str.isupper, "lower": str.islower, "digit": str.isdigit, "alpha": str.isalpha}


@given(st.lists(_PIECE, max_size=5), _TEXT)
def test_what_a_pattern_demands_every_match_has(pieces: list[str], text: str) -> None:
    pattern = "".join(pieces)
    found = accepts(pattern)
    if re.search(pattern, text):
        assert len(text) >= found.least
        for kind in found.classes - {"symbol"}:
            assert any(_HAS[kind](sign) for sign in text)


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        (
            "class SignupForm(forms.Form):\n    password = forms.CharField(min_length=8)\n",
            "SignupForm.password accepts passwords of 8 characters, such as 'aaaaaaaa'; profile",
        ),
        (
            (
                "import re\n\ndef validate_password(password):\n"
                '    if not re.match(r"^(?=.*[A-Z])(?=.*\\d).{10,}$", password):\n        raise ValueError\n'
            ),
            "validate_password accepts passwords of 10 characters, such as 'aaaaaaaa1A'; profile",
        ),
    ],
)
def test_a_finding_shows_the_weakest_password_that_is_accepted(code: str, shown: str, tmp_path: Path) -> None:
    (tmp_path / "shop.py").write_text(f"from django import forms\n\n{code}", encoding="utf-8")
    report = check(str(tmp_path), config=Config(no_cache=True, only=("password-too-short",)))
    assert [one.finding.says.split("; profile")[0] + "; profile" for one in report.findings] == [shown]
