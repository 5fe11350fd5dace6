"""Functions that judge a password, in the ways people write them."""
# ruff: noqa: E501  # one row, one case: tables read better unbroken

from __future__ import annotations

import pytest
from tests.extracting import extracted

from pytest_datahygiene.facts import TextChecked


def judged(code: str) -> TextChecked | None:
    """Return the only check in a piece of code."""
    found = [fact for fact in extracted("shop/accounts.py", code) if isinstance(fact, TextChecked)]
    assert len(found) < 2, found
    return found[0] if found else None


LENGTHS = {
    "less than, raises": ("def f(password):\n    if len(password) < 8:\n        raise ValueError('short')", 8),
    "at most": ("def f(password):\n    if len(password) <= 7:\n        raise ValueError('short')", 8),
    "turned around": ("def f(password):\n    if 8 > len(password):\n        return False\n    return True", 8),
    "not": ("def f(password):\n    if not len(password) >= 10:\n        return 'too short'", 10),
    "chained": ("def f(password):\n    if not 8 <= len(password) <= 64:\n        return False", 8),
    "or": ("def f(password):\n    if len(password) < 9 or len(password) > 64:\n        return False", 9),
    "and with presence": ("def f(password):\n    if password and len(password) < 9:\n        return False", 9),
    "accepting branch": ("def f(password):\n    if len(password) > 7:\n        return True\n    return False", 8),
    "else refuses": (
        "def f(password, user):\n    if len(password) >= 6:\n        user.save()\n    else:\n        flash('no')",
        6,
    ),
    "returns the condition": ("def f(password):\n    return len(password) >= 12", 12),
    "returns its opposite": ("def too_short(password):\n    return len(password) < 12", 12),
    "variable": ("def f(password):\n    l = len(password)\n    if l < 6:\n        return False", 6),
    "variable of a condition": (
        "def f(password):\n    long_enough = len(password) >= 8\n    if not long_enough:\n        raise ValueError",
        8,
    ),
    "all of a list": ("def f(password):\n    rules = [len(password) >= 8, True]\n    return all(rules)", 8),
    "all of a dict": ("def f(password):\n    rules = {'length': len(password) >= 8}\n    return all(rules.values())", 8),
    "error list": ("def f(password):\n    errors = []\n    if len(password) < 8:\n        errors.append('x')\n    return errors", 8),
    "error variable": ("def f(password):\n    error = None\n    if len(password) < 8:\n        error = 'x'\n    return error", 8),
    "message and flag": ("def f(password):\n    if len(password) < 8:\n        return False, 'short'\n    return True, ''", 8),
    "status": ("def f(password):\n    if len(password) < 8:\n        return jsonify(e='x'), 400", 8),
    "elif": ("def f(password):\n    if not password:\n        return 'x'\n    elif len(password) < 5:\n        return 'y'", 5),
    "assert": ("def f(password):\n    assert len(password) >= 8, 'short'", 8),
    "loop until good": ("def f():\n    password = input()\n    while len(password) < 8:\n        password = input()", 8),
    "ternary": ("def f(password):\n    return 'too short' if len(password) < 8 else None", 8),
    "module constant": ("MIN_LENGTH = 9\ndef f(password):\n    if len(password) < MIN_LENGTH:\n        raise ValueError", 9),
    "class constant": (
        "class A:\n    MIN = 7\n    def f(self, password):\n        if len(password) < self.MIN:\n            raise ValueError",
        7,
    ),
    "default of a parameter": ("def f(password, least=8):\n    if len(password) < least:\n        raise ValueError", 8),
    "default of a setting": (
        "def f(password):\n    if len(password) < getattr(settings, 'MIN', 8):\n        raise ValueError",
        8,
    ),
    "range": ("def f(password):\n    if len(password) not in range(8, 20):\n        raise ValueError", 8),
    "strictest of two": (
        "def f(password):\n    if len(password) < 8:\n        raise ValueError\n    if len(password) < 12:\n        raise ValueError",
        12,
    ),
    "nested": ("def f(password):\n    if password:\n        try:\n            if len(password) < 8:\n                raise ValueError\n        finally:\n            pass", 8),
    "named value": ("def validate_password(self, value):\n    if len(value) < 8:\n        raise ValueError", 8),
    "WTForms field": ("def validate_password(form, field):\n    if len(field.data) < 8:\n        raise ValueError", 8),
    "cleaned data": (
        "def clean_password1(self):\n    data = self.cleaned_data['password1']\n    if len(data) < 8:\n        raise ValueError",
        8,
    ),
    "request": ("def view(request):\n    pw = request.POST.get('password')\n    if len(pw) < 8:\n        return HttpResponse(status=400)", 8),
    "decorated": ("@field_validator('password')\ndef strong(cls, v):\n    if len(v) < 8:\n        raise ValueError\n    return v", 8),
    "secret": ("def f(password):\n    if len(password.get_secret_value()) < 8:\n        raise ValueError", 8),
    "walrus": ("def f(password):\n    if (n := len(password)) < 8:\n        raise ValueError(n)", 8),
    "attribute": ("def f(form):\n    if len(form.password.data) < 8:\n        raise ValueError", 8),
    "maximum alone": ("def f(password):\n    if len(password) > 128:\n        raise ValueError", None),
    "not a hash": ("def f(password):\n    if len(password) < 60:\n        password = hashed(password)", None),
    "presence": ("def f(password):\n    if len(password) < 1:\n        raise ValueError", None),
    "truncation": ("def f(password):\n    if len(password) > 72:\n        password = password[:72]", None),
    "making one up": ("def f(password):\n    while len(password) < 12:\n        password += choice()", None),
    "the old one": ("def f(old_password):\n    if len(old_password) < 8:\n        raise ValueError", None),
    "a machine's": ("def f(db_password):\n    if len(db_password) < 8:\n        raise ValueError", None),
    "another text": ("def f(password, name):\n    if len(name) < 3:\n        raise ValueError", None),
    "number of digits": ("def f(password):\n    if len([c for c in password if c.isdigit()]) < 2:\n        raise ValueError", None),
}  # fmt: skip


@pytest.mark.parametrize("name", LENGTHS)
def test_lengths(name: str) -> None:
    code, least = LENGTHS[name]
    found = judged(code)
    assert (found.least if found else None) == least


CLASSES = {
    "any": ("any(c.isdigit() for c in password)", "digit"),
    "any of a list": ("any([c.isupper() for c in password])", "upper"),
    "any of map": ("any(map(str.islower, password))", "lower"),
    "any of constants": ("any(c in string.ascii_uppercase for c in password)", "upper"),
    "any of literal": ("any(c in '0123456789' for c in password)", "digit"),
    "any of signs": ("any(s in password for s in '@#$%')", "symbol"),
    "not alnum": ("any(not c.isalnum() for c in password)", "symbol"),
    "not all": ("not all(c.isalnum() for c in password)", "symbol"),
    "whole is not alnum": ("not password.isalnum()", "symbol"),
    "sets": ("set(password) & set(string.digits)", "digit"),
    "intersection": ("set(password).intersection(string.ascii_lowercase)", "lower"),
    "disjoint": ("not set(string.digits).isdisjoint(password)", "digit"),
    "case": ("password != password.lower()", "upper"),
    "sum": ("sum(1 for c in password if c.isdigit()) >= 1", "digit"),
    "sum of booleans": ("sum(c.isdigit() for c in password) > 0", "digit"),
    "number": ("len([c for c in password if c.isupper()]) >= 2", "upper"),
    "both": ("any(c.isupper() for c in password) and any(c.islower() for c in password)", "lower upper"),
    "either": ("any(c.isupper() for c in password) or any(c.isdigit() for c in password)", ""),
    "letters": ("any(c in string.ascii_letters for c in password)", "alpha"),
    "whole is digits": ("not password.isdigit()", ""),
}


@pytest.mark.parametrize("form", ["if not ({}):\n        raise ValueError", "return bool({})", "assert {}"])
@pytest.mark.parametrize("name", CLASSES)
def test_classes(name: str, form: str) -> None:
    test, classes = CLASSES[name]
    found = judged(f"def f(password):\n    {form.format(test)}\n    len(password)\n")
    assert " ".join(found.classes if found else ()) == classes
    assert not (found and found.open)


def test_a_loop_that_sets_flags_and_counts() -> None:
    found = judged(
        """
        def f(password):
            has_upper = False
            digits = 0
            for c in password:
                if c.isupper():
                    has_upper = True
                elif c.isdigit():
                    digits += 1
            if not has_upper:
                raise ValueError("upper")
            if digits == 0:
                raise ValueError("digit")
        """
    )
    assert found
    assert found.classes == ("digit", "upper")


@pytest.mark.parametrize(
    ("test", "how"),
    [
        ("not re.search(r'[A-Z]', password)", "search"),
        ("re.search(r'[A-Z]', password) is None", "search"),
        ("not re.findall(r'[A-Z]', password)", "search"),
        ("len(re.findall(r'[A-Z]', password)) < 1", "search"),
        ("not re.compile(r'[A-Z]').search(password)", "search"),
        ("not UPPER.match(password)", "match"),
        ("not re.fullmatch(UPPER, password)", "fullmatch"),
    ],
)
def test_patterns(test: str, how: str) -> None:
    found = judged(f"UPPER = re.compile(r'[A-Z]')\ndef f(password):\n    if {test}:\n        raise ValueError\n")
    assert found
    assert found.patterns == (("[A-Z]", how),)


def test_a_pattern_that_must_not_match_demands_nothing() -> None:
    found = judged("def f(password):\n    if re.search(r'\\s', password):\n        raise ValueError\n")
    assert not (found and (found.patterns or found.least))


def test_points_are_not_understood() -> None:
    found = judged(
        "def f(password):\n    score = 0\n    if len(password) >= 8:\n        score += 1\n    return score > 3\n"
    )
    assert found
    assert found.open
    assert not found.least


def test_an_unknown_bound_is_open() -> None:
    found = judged("def f(password, rules):\n    if len(password) < rules.least:\n        raise ValueError\n")
    assert found
    assert found.open


def test_other_checks_are_named() -> None:
    found = judged(
        """
        from django.contrib.auth.password_validation import validate_password

        def clean_password1(self):
            password = self.cleaned_data["password1"]
            validate_password(password, self.instance)
            return password
        """
    )
    assert found
    assert found.calls == ("django.contrib.auth.password_validation.validate_password",)


@pytest.mark.parametrize(
    "code",
    [
        "def login(user, password):\n    return user.check_password(password)",
        "def clean_password2(self):\n    if self.cleaned_data['password1'] != self.cleaned_data['password2']:\n        raise ValueError",
        "def f(password):\n    if not password:\n        raise ValueError",
        "def f(password):\n    print(len(password))",
    ],
)
def test_what_is_no_check(code: str) -> None:
    assert judged(code) is None


def test_the_place_is_the_comparison() -> None:
    found = judged(
        "def f(password):\n    if not password:\n        raise ValueError\n    if len(password) < 8:\n        raise ValueError\n"
    )
    assert found
    assert found.at.line == 4
