"""What leaves the program."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

import pytest_datahygiene
from pytest_datahygiene.findings.mask import show


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("card 4716190207394368.", "card ************4368."),
        ("4716 1902 0739 4368", "**** **** **** 4368"),
        ("3414-739205-79841", "****-******-*9841"),
        ("4716\u00a01902\u00a00739\u00a04368", "****\\xa0****\\xa0****\\xa04368"),
        ("4\u200b716190207394368", "*\\u200b***********4368"),
        ("\uff14716190207394368", "************4368"),
        ("4716&nbsp;1902&nbsp;0739&nbsp;4368", "****&nbsp;****&nbsp;****&nbsp;4368"),
        ("4716%201902%200739%204368", "****%20****%20****%204368"),
        ("4716\\xa01902\\u20090739\\xa04368", "****\\xa0****\\u2009****\\xa04368"),
        ("4.7.1.6/1-9_0 2 0 7 3 9 4 3 6 8", "*.*.*.*/*-*_* * * * * * 4 3 6 8"),
        ("164716190207394368271212", "16************4368271212"),
        ("9792030394440796", "************0796"),
        ("4716190207394368,5107891722278705", "************4368,************8705"),
        ("7" * 300, "*" * 300),
    ],
)
def test_card_numbers_keep_four_digits_at_most(text: str, shown: str) -> None:
    assert show(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "", "x = 1", "stamp = 20261123101112", 'day = "2026-11-23 10:11:12.123456"', "ms = 1763892672123",
        "us = 1763892672123456",
        "4716190207394367", "1.2.3.4", "192.168.100.200/24", "978-3-16-148410-0",
        "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]",
        "2026-11-23/2026-11-24", "0.30000000000000004", "550e8400-e29b-41d4-a716-446655440000",
        "shop/2026/11/23/10/11/12/file.py",
    ],
)  # fmt: skip
def test_other_numbers_stay(text: str) -> None:
    assert show(text) == text


@pytest.mark.parametrize(
    "text",
    [
        'password = "hunter2"', "PASSWORD: str = 'hunter2'", 'f(password="hunter2", x=1)',
        'if password == "hunter2":', 'if "hunter2" != user.password:',
        'user.set_password("hunter2")', '{"password": "hunter2"}', r'"{\"password\": \"hunter2\"}"',
        "settings['SECRET_KEY'] = 'hunter2'",
        'os.getenv("DB_PASSWORD", "hunter2")', "DB_PASSWORD=hunter2", "export API_TOKEN=hunter2",
        "  password: hunter2", "- passwd: hunter2",
        'password = b"hunter2"', 'password = """hunter2"""', "<password>hunter2</password>", "password => 'hunter2'",
        "passwd='hunter2",
        r"password = 'it\'s hunter2'", "private_key = 'hunter2'", "apiKey: 'hunter2'", "client_secret='hunter2'",
        "token = 'hunter2abc'",
        "postgres://bob:hunter2@db/x", "https://:hunter2@db/", "GET /x?token=hunter2abcdef123456&y=1",
        "AccountKey=hunter2hunter234567==;",
        "Authorization: Bearer abcdefghhunter2ijk", "-----BEGIN PRIVATE KEY-----\nhunter2\n-----END PRIVATE KEY-----",
        "-----BEGIN OPENSSH PRIVATE KEY-----hunter2", "senha = 'hunter2'",
        'password = "x" if a else "y"; password = "hunter2"',
    ],
)  # fmt: skip
def test_secrets_go(text: str) -> None:
    assert "hunter2" not in show(text)
    assert "***" in show(text)


@pytest.mark.parametrize(
    "key",
    [
        "AKIAIOSFODNN7EXAMPLE",
        "ghp_0123456789abcdefghijABCDEFGHIJ012345",
        "glpat-0123456789abcdefghij",
        "sk_live_0123456789abcdef",
        "xoxb-0123456789-abcdef",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl",
        "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj",
    ],
)
def test_known_forms_of_keys_go(key: str) -> None:
    assert show(f'    "{key}"') == '    "***"'


@pytest.mark.parametrize(
    "text",
    [
        "password = forms.CharField(min_length=8)", 'password = ""', "password = ''",
        "password: str = Field(min_length=8)",
        'password = os.environ["DB_PASSWORD"]', 'SECRET_KEY = env("SECRET_KEY")', 'fields = ["password", "email"]',
        'token_type = "bearer"',
        'password_field = "pass1"', 'PASSWORD_HASHERS = ["a.b.MD5"]', 'tokenizer = "bert2"',
        '{"type": "password", "name": "password1"}',
        'password = f"{value}"', 'password = "%s" % value', 'password = "${DB_PASSWORD}"', 'password = "<password>"',
        'password = "****"',
        'label = {"password": "Your password"}', "def set_password(self, password: str | None = None) -> None:",
        "if password == confirm:",
        'if token == "import":', "url = 'https://user:{password}@host/x'", "did you mean 'password-length'?",
        "secret = make_secret()",
        'secret_key: "Optional[str]" = None', '"password": "[Filtered]"', "task_live_0123456789abcdef = 1",
        "password = None",
        "hash = 'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'",
    ],
)  # fmt: skip
def test_code_about_secrets_stays(text: str) -> None:
    assert show(text) == text


def test_controls_are_escaped() -> None:
    assert (
        show("a\tb\x00\x1b[0m\x7f\x85\u202e\u2028\ud800\U000e0001\n")
        == r"a    b\x00\x1b[0m\x7f\x85\u202e\u2028\ud800\U000e0001\x0a"
    )
    assert show("größe ☂ 漢字") == "größe ☂ 漢字"


def test_it_is_light() -> None:
    probe = "import sys; from pytest_datahygiene.findings.mask import show; show('x'); print(*sys.modules)"
    env = {**os.environ, "PYTHONPATH": os.path.dirname(os.path.dirname(pytest_datahygiene.__file__))}
    done = subprocess.run([sys.executable, "-S", "-c", probe], check=True, capture_output=True, text=True, env=env)
    assert {"msgspec", "tomli", "pytest_datahygiene.catalog", "typing"}.isdisjoint(done.stdout.split())
