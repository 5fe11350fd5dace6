"""Settings modules, as the extractor reads them."""
# ruff: noqa: E501  # one row, one case: tables read better unbroken

from __future__ import annotations

import pytest
from tests.extracting import extracted

from pytest_datahygiene.facts import Fact, SettingAssigned, ValidatorsSet

LENGTH = "django.contrib.auth.password_validation.MinimumLengthValidator"
COMMON = "django.contrib.auth.password_validation.CommonPasswordValidator"


def facts(code: str) -> list[Fact]:
    return extracted("shop/settings.py", code)


def lists(code: str) -> list[ValidatorsSet]:
    return [fact for fact in facts(code) if isinstance(fact, ValidatorsSet)]


@pytest.mark.parametrize(
    "value",
    [
        f"[{{'NAME': '{LENGTH}'}}, {{'NAME': '{COMMON}'}}]",
        f"({{'NAME': '{LENGTH}'}}, dict(NAME='{COMMON}'))",
        f"[{{'NAME': '{LENGTH}'}}] + [{{'NAME': '{COMMON}'}}]",
        f"[*[{{'NAME': '{LENGTH}'}}], {{'NAME': '{COMMON}'}}]",
        f"[{{'NAME': name}} for name in ('{LENGTH}', '{COMMON}')]",
        "[{'NAME': 'django.contrib.auth.password_validation.' + n} for n in ['MinimumLengthValidator', 'CommonPasswordValidator']]",
        "[{'NAME': f'django.contrib.auth.password_validation.{n}'} for n in ['MinimumLengthValidator', 'CommonPasswordValidator']]",
        "[{'NAME': '%s.MinimumLengthValidator' % PASSWORD_ROOT}, {'NAME': '{}.CommonPasswordValidator'.format(PASSWORD_ROOT)}]",
        f"[] if DEBUG else [{{'NAME': '{LENGTH}'}}, {{'NAME': '{COMMON}'}}]",
        f"getattr(configuration, 'X', [{{'NAME': '{LENGTH}'}}, {{'NAME': '{COMMON}'}}])",
        f"values.ListValue([{{'NAME': '{LENGTH}'}}, {{'NAME': '{COMMON}'}}])",
    ],
)
def test_ways_to_write_the_list(value: str) -> None:
    (found,) = lists(f"PASSWORD_ROOT = 'django.contrib.auth.password_validation'\nAUTH_PASSWORD_VALIDATORS = {value}\n")
    assert sorted(entry.name for entry in found.validators) == sorted([LENGTH, COMMON])
    assert found.whole


@pytest.mark.parametrize(
    ("value", "option"),
    [
        ("12", 12),
        ("PASSWORD_LENGTH", 14),
        ("env.int('X', default=9)", 9),
        ("int(os.environ.get('X', 10))", 10),
        ("int(os.getenv('X', '11'))", "11"),
        ("config('X', default=8, cast=int)", 8),
        ("unknown()", None),
    ],
)
def test_options(value: str, option: int | str | None) -> None:
    (found,) = lists(
        f"PASSWORD_LENGTH = 14\nAUTH_PASSWORD_VALIDATORS = [{{'NAME': '{LENGTH}', 'OPTIONS': {{'min_length': {value}}}}}]\n"
    )
    assert found.validators[0].options == {"min_length": option}


def test_the_place_of_an_entry_is_its_minimum() -> None:
    (found,) = lists(
        f"""
        AUTH_PASSWORD_VALIDATORS = [
            {{
                "NAME": "{COMMON}",
            }},
            {{
                "NAME": "{LENGTH}",
                "OPTIONS": {{
                    "min_length": 12,
                }},
            }},
        ]
        """
    )
    assert [entry.at.line for entry in found.validators] == [4, 9]
    assert found.at.line == 2


@pytest.mark.parametrize(
    "statement",
    [
        "AUTH_PASSWORD_VALIDATORS += [{'NAME': 'a.B'}]",
        "AUTH_PASSWORD_VALIDATORS = AUTH_PASSWORD_VALIDATORS + [{'NAME': 'a.B'}]",
        "AUTH_PASSWORD_VALIDATORS.append({'NAME': 'a.B'})",
        "AUTH_PASSWORD_VALIDATORS.insert(0, {'NAME': 'a.B'})",
        "AUTH_PASSWORD_VALIDATORS.extend([{'NAME': 'a.B'}])",
        "if STRICT:\n    AUTH_PASSWORD_VALIDATORS.append({'NAME': 'a.B'})",
    ],
)
def test_ways_to_lengthen_the_list(statement: str) -> None:
    found = lists(f"AUTH_PASSWORD_VALIDATORS = []\n{statement}\n")
    assert [(fact.adds, [entry.name for entry in fact.validators]) for fact in found] == [(False, []), (True, ["a.B"])]


@pytest.mark.parametrize(
    "value", ["BASE", "[VALIDATOR]", "[*BASE]", "[x for x in BASE]", "load()", "[{'NAME': name()}]"]
)
def test_what_is_not_constant_is_not_the_whole(value: str) -> None:
    (found,) = lists(f"AUTH_PASSWORD_VALIDATORS = {value}\n")
    assert not found.whole
    assert not found.validators


def test_a_config_class() -> None:
    (found,) = lists("class Dev(Base):\n    AUTH_PASSWORD_VALIDATORS = []\n")
    assert found.owner == "Dev"
    assert found.whole


def test_other_settings() -> None:
    found = facts(
        """
        from company.settings import *
        INSTALLED_APPS = ["django.contrib.auth"] + ["shop"]
        SECURITY_PASSWORD_LENGTH_MIN = 10
        app.config["SECURITY_PASSWORD_COMPLEXITY_CHECKER"] = "zxcvbn"
        """
    )
    assert [
        (fact.name, fact.value, fact.texts, fact.inherits) for fact in found if isinstance(fact, SettingAssigned)
    ] == [
        ("INSTALLED_APPS", None, ("django.contrib.auth", "shop"), True),
        ("SECURITY_PASSWORD_LENGTH_MIN", 10, (), True),
        ("SECURITY_PASSWORD_COMPLEXITY_CHECKER", "zxcvbn", (), True),
    ]


def test_a_password_in_the_settings_is_not_kept() -> None:
    found = facts("EMAIL_HOST_PASSWORD = 'hunter2-hunter2'\nPASSWORD_VALIDATORS_NOTE = 'hunter2'\n")
    assert "hunter2" not in repr(found)
