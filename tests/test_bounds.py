"""How long fields let a text be."""
# ruff: noqa: E501  # one row, one case: tables read better unbroken

from __future__ import annotations

import pytest
from tests.extracting import extracted

from pytest_datahygiene.facts import FieldDeclared


def declared(code: str) -> FieldDeclared:
    (found,) = [fact for fact in extracted("shop/forms.py", code) if isinstance(fact, FieldDeclared)]
    return found


HEADS = {
    "wtforms": "from flask_wtf import FlaskForm\nfrom wtforms import PasswordField\nfrom wtforms.validators import *\n"
    "from wtforms.validators import Length, Regexp, DataRequired\nMIN = 9\nclass F(FlaskForm):\n    LEAST = 11\n    password",
    "django_forms": "from django import forms\nfrom django.conf import settings\nclass F(forms.Form):\n    password",
    "drf": "from rest_framework import serializers\nclass F(serializers.Serializer):\n    password",
    "marshmallow": "from marshmallow import Schema, fields, validate\nclass F(Schema):\n    password",
    "pydantic": "from typing import Annotated\nfrom pydantic import *\nfrom pydantic import BaseModel, Field, SecretStr, constr, StringConstraints\n"
    "class F(BaseModel):\n    password",
}

BOUNDS = [
    ("wtforms", " = PasswordField('x', [Length(6)])", 6, None, False),
    ("wtforms", " = PasswordField('x', validators=[DataRequired(), Length(min=6, max=20)])", 6, 20, False),
    ("wtforms", " = PasswordField('x', validators=[Length(max=20)])", None, 20, False),
    ("wtforms", " = PasswordField('x', validators=[Length(-1, 20)])", None, 20, False),
    ("wtforms", " = PasswordField('x', validators=[Length(MIN)])", 9, None, False),
    ("wtforms", " = PasswordField('x', validators=[Length(LEAST)])", 11, None, False),
    ("wtforms", " = PasswordField('x', validators=[Length(least())])", None, None, True),
    ("django_forms", " = forms.CharField(min_length=8, max_length=64)", 8, 64, False),
    ("django_forms", " = forms.CharField(validators=[MinLengthValidator(10)])", 10, None, False),
    ("django_forms", " = forms.CharField(min_length=getattr(settings, 'X', 7))", 7, None, False),
    ("django_forms", " = forms.CharField(min_length=settings.LEAST)", None, None, True),
    ("drf", " = serializers.CharField(min_length=8)", 8, None, False),
    ("marshmallow", " = fields.Str(validate=validate.Length(min=8))", 8, None, False),
    ("marshmallow", " = fields.Str(validate=[validate.Length(8, 64)])", 8, 64, False),
    ("marshmallow", " = fields.Str(validate=lambda p: len(p) >= 8)", 8, None, False),
    ("marshmallow", " = fields.Str(validate=lambda p: strong(p))", None, None, True),
    ("pydantic", ": str = Field(min_length=8)", 8, None, False),
    ("pydantic", ": str = Field(..., min_length=8, max_length=50)", 8, 50, False),
    ("pydantic", ": constr(min_length=8)", 8, None, False),
    ("pydantic", ": Annotated[str, StringConstraints(min_length=8)]", 8, None, False),
    ("pydantic", ": Annotated[SecretStr, Field(min_length=8)] = Field(max_length=90)", 8, 90, False),
    ("pydantic", ": str", None, None, False),
]


@pytest.mark.parametrize(("framework", "line", "least", "most", "unknown"), BOUNDS)
def test_bounds(framework: str, line: str, least: int | None, most: int | None, unknown: bool) -> None:
    found = declared(HEADS[framework] + line + "\n")
    assert (found.framework, found.least, found.most, found.open) == (framework, least, most, unknown)
    assert not found.stored


def test_patterns_are_joined() -> None:
    found = declared(HEADS["wtforms"] + " = PasswordField('x', [Regexp('[A-Z]'), Regexp(r'\\d')])\n")
    assert found.pattern == r"(?=[A-Z])(?=\d)"


def test_checks_are_named() -> None:
    found = declared(
        "from shop.rules import strong\n" + HEADS["wtforms"] + " = PasswordField('x', [DataRequired(), strong])\n"
    )
    assert found.checks == ("wtforms.validators.DataRequired", "shop.rules.strong")


def test_the_options_of_a_model_serializer() -> None:
    found = declared(
        "from rest_framework import serializers\n"
        "class F(serializers.ModelSerializer):\n    class Meta:\n        extra_kwargs = {'password': {'min_length': 5}}\n"
    )
    assert (found.owner, found.name, found.least, found.framework) == ("F", "password", 5, "drf")
