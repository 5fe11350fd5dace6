"""What is shown of source: never a number or a secret, in whatever shape it stands there."""

from __future__ import annotations

import re

import pytest

from pytest_datahygiene.source.concealing import concealed

NUMBER = "4716190207394368"
PARTS = [NUMBER[at : at + 4] for at in range(0, 16, 4)]


@pytest.mark.parametrize(
    "text",
    [
        'password = hashlib.md5(b"Hunter2Zebra").hexdigest()',
        'cvv = models.CharField(default="x", password=\n    "Hunter2Zebra")',
        'password=("a"\n"Hunter2Zebra")',
        'x = CharField(default="password=Hunter2Zebra")',
        'help_text="password: Hunter2Zebra"',
        "card = 1  # password Hunter2Zebra",
        '{"password": ["Hunter2Zebra"]}',
        '("password", "Hunter2Zebra")',
        'secret=bytes("Hunter2Zebra","ascii")',
        'os.environ.get("DB_PASSWORD") or "Hunter2Zebra"',
        'auth=("admin","Hunter2Zebra")',
        'password = """\nHunter2Zebra\n"""',
        "password = 'Hunter2\\'Zebra'",
        'password="HunterZebra"',
        'md5("HunterZebra" + password)',
        'password = "Hunter.Zebra"',
    ],
)
def test_no_literal_that_may_be_a_secret_is_shown(text: str) -> None:
    assert "Zebra" not in concealed(text, python=True)


@pytest.mark.parametrize(
    "text",
    [
        f'cvv = models.CharField(default="{NUMBER[:8]}"\n "{NUMBER[8:]}")',
        " ".join(f'"{part}"' for part in PARTS),
        "[" + ", ".join(PARTS) + "]",
        *(f"x = {sign.join(PARTS)}" for sign in ("+", ",", ":", "|", ";", "*", "~", "=", " - ", "<b>", "\\u3000")),
        f"visa {NUMBER} exp 12/29 cvv 731",
        f"%B{NUMBER}^MILLER/ANNA^2712101731000000?",
        f"insert into card values ('{NUMBER[:6]}' || '{NUMBER[6:]}', 731)",
    ],
)
def test_no_number_is_shown_however_it_is_split(text: str) -> None:
    for python in (True, False):
        shown = concealed(text, python=python)
        assert shown.count("\n") == text.count("\n")
        assert sum(map(str.isdecimal, shown)) <= 8
        assert "731" not in shown


def test_what_a_rule_points_at_stays_readable() -> None:
    for text in (
        'number = models.CharField(_("Number"), max_length=30)',
        "    if len(password) < 8:",
        "card_number varchar(19) NOT NULL,",
        "cryptography==41.0.1",
        "# datahygiene: the card is kept",
        'label = "it\'s a card"',
        '{"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"}',
    ):
        assert concealed(text, python=True) == text


def test_lines_stay_in_their_places() -> None:
    text = 'x = """one 1\ntwo 2\n"""\ncvv = 3\n'
    assert re.sub(r"\*+", "", concealed(text, python=True)).count("\n") == text.count("\n")
