"""The fixture that tries passwords on validators: of functions, and of the libraries that people use."""

from __future__ import annotations

import pytest

# What a test file is made of: the validator, and how it is handed over.
_FAILS = {
    "raises": (
        """
        def validator(password):
            if len(password) < 8:
                raise ValueError("too short")
        """,
        "validator",
        "validator accepts 'aaaaaaaa' (8 characters)",
    ),
    "returns": (
        """
        import re
        def validator(password):
            return bool(re.fullmatch(r"(?=.*[a-z])(?=.*[A-Z])(?=.*[0-9]).{12,}", password))
        """,
        "validator",
        "(12 characters)",
    ),
    "errors": (
        """
        def validator(password):
            errors = []
            if len(password) < 16:
                errors.append("too short")
            if password.lower() == password:
                errors.append("no capital")
            return errors
        """,
        "validator",
        "(16 characters)",
    ),
    "tuple": (
        """
        def validator(password):
            if len(password) < 10:
                return False, "too short"
            return True, ""
        """,
        "validator",
        "(10 characters)",
    ),
    "crash": (
        """
        def validator(password):
            return password[20] != "a"
        """,
        "validator",
        "validator breaks at ''",
    ),
    "hang": (
        """
        def validator(password):
            while password:
                pass
        """,
        "validator",
        "takes longer than 5 seconds",
    ),
    "django": (
        """
        import django
        from django.conf import settings
        V = "django.contrib.auth.password_validation."
        settings.configure(AUTH_PASSWORD_VALIDATORS=[
            {"NAME": V + "MinimumLengthValidator", "OPTIONS": {"min_length": 9}},
            {"NAME": V + "CommonPasswordValidator"},
        ])
        django.setup()
        from django.contrib.auth.password_validation import validate_password
        """,
        "validate_password",
        "(9 characters)",
    ),
    "django form": (
        """
        import django
        from django import forms
        from django.conf import settings
        settings.configure()
        django.setup()
        class SignUp(forms.Form):
            name = forms.CharField()
            password1 = forms.CharField(min_length=11)
            password2 = forms.CharField()
            def clean_password2(self):
                if self.cleaned_data.get("password1") != self.cleaned_data["password2"]:
                    raise forms.ValidationError("not the same")
        """,
        "SignUp, field='password1'",
        "(11 characters)",
    ),
    "serializer": (
        """
        import django
        from django.conf import settings
        settings.configure(INSTALLED_APPS=["rest_framework"])
        django.setup()
        from rest_framework import serializers
        class Account(serializers.Serializer):
            email = serializers.EmailField()
            password = serializers.CharField(min_length=7)
        """,
        "Account",
        "(7 characters)",
    ),
    "wtforms": (
        """
        from wtforms import Form, PasswordField
        from wtforms.validators import InputRequired, Length
        class SignUp(Form):
            password = PasswordField(validators=[InputRequired(), Length(6, 40)])
        """,
        "SignUp",
        "(6 characters)",
    ),
    "marshmallow": (
        """
        from marshmallow import Schema, fields, validate
        class Account(Schema):
            email = fields.Email(required=True)
            password = fields.Str(required=True, validate=validate.Length(min=5))
        """,
        "Account",
        "(5 characters)",
    ),
    "pydantic": (
        """
        from pydantic import BaseModel, Field, field_validator
        class Account(BaseModel):
            email: str
            password: str = Field(min_length=8)
            @field_validator("password")
            @classmethod
            def digit(cls, value):
                if not any(one.isdigit() for one in value):
                    raise ValueError("no digit")
                return value
        """,
        "Account",
        "(8 characters)",
    ),
}

_PASSES = {
    "strong": (
        """
        def validator(password):
            if len(password) < 16 or password.lower() == password or password.upper() == password:
                raise ValueError("too weak")
            if not any(one.isdigit() for one in password):
                raise ValueError("no digit")
        """,
        "validator",
    ),
    "length alone": (
        """
        def validator(password):
            if len(password) < 15:
                raise ValueError("too short")
        """,
        "validator, profile='nist'",
    ),
    "pydantic": (
        """
        from pydantic import BaseModel, Field
        class Account(BaseModel):
            password: str = Field(min_length=15)
        """,
        "Account, 'nist'",
    ),
}


def _file(code: str, given: str) -> str:
    lines = code.strip("\n").splitlines()
    margin = len(lines[0]) - len(lines[0].lstrip())
    plain = "\n".join(line[margin:] for line in lines)
    return f"{plain}\n\n\ndef test_policy(datahygiene):\n    datahygiene.password_policy({given})\n"


@pytest.mark.parametrize("name", sorted(_FAILS))
def test_a_weak_validator_fails_with_a_password(pytester: pytest.Pytester, name: str) -> None:
    code, given, said = _FAILS[name]
    pytester.makepyfile(test_it=_file(code, given))
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider", "-q")
    result.assert_outcomes(failed=1)
    assert said in result.stdout.str()


@pytest.mark.parametrize("name", sorted(_PASSES))
def test_a_strong_validator_passes(pytester: pytest.Pytester, name: str) -> None:
    pytester.makepyfile(test_it=_file(*_PASSES[name]))
    pytester.runpytest_subprocess("-p", "no:cacheprovider", "-q").assert_outcomes(passed=1)


def test_an_unknown_profile_is_named(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(test_it=_file("def validator(password): ...", "validator, 'best'"))
    result = pytester.runpytest_subprocess("-q")
    result.stdout.fnmatch_lines(["*no profile is called 'best'*"])


def test_what_cannot_be_tried_is_named(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(test_it=_file("validator = 5", "validator"))
    result = pytester.runpytest_subprocess("-q")
    result.stdout.fnmatch_lines(["*5 is neither a function nor a form or schema that is known*"])


def test_hypothesis_finds_what_no_ladder_has(pytester: pytest.Pytester) -> None:
    code = """
    def validator(password):
        classes = [any(map(test, password)) for test in (str.islower, str.isupper, str.isdigit)]
        foreign = any(ord(sign) > 255 for sign in password)
        if not (len(password) >= 16 and all(classes)) and not foreign:
            raise ValueError("too weak")
    """
    pytester.makepyfile(test_it=_file(code, "validator"))
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider", "-q")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*accepts '*' (1 characters)*"])
