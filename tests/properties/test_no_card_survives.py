"""Ten thousand card numbers, in random dress and company: none survives."""

from __future__ import annotations

import random
import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pytest_datahygiene.catalog.cards import Scheme, cards, luhn, scheme_of
from pytest_datahygiene.extract.text import extract
from pytest_datahygiene.findings.mask import may_hold_card, may_hold_secret, show
from pytest_datahygiene.findings.mask_cards import without_cards
from pytest_datahygiene.findings.mask_secrets import without_secrets

_GAPS = " -_./\u00a0\u2009\u200b\u2011\u2013\u2060\ufeff"
_DIGITS = ("0123456789", "٠١٢٣٤٥٦٧٨٩", "０１２３４５６７８９", "०१२३४५६७८९")
_CONTEXTS = (
    "{}", "card = '{}'", '"number": {}', "<b>{}</b>", "a {} b", "({})", "x=={};", "{},{}", "{}|12/27", "№{}", "card{}x",
    "pay {} 12/27 123", 'password = "{}"', "https://x/?n={}", "id:{}\\n", ";{}=2712101", "%B{}^A/B^2712", "1. {}",
    "2026-11-23 {} paid",
)  # fmt: skip
_ESCAPE = re.compile(r"\\x[0-9a-f]{2}|\\u[0-9a-f]{4}|\\U[0-9a-f]{8}")
_SCHEMES = [scheme for scheme in cards().scheme if scheme.ranges and scheme.luhn]


def number(draw: random.Random, scheme: Scheme) -> str:
    """Draw a number of 13 digits or more with a right check digit."""
    low, high = draw.choice(scheme.ranges)
    length = draw.choice([length for length in scheme.lengths if length > 12])
    prefix = str(draw.randint(int(low), int(high))).zfill(len(low))
    body = prefix + "".join(draw.choices("0123456789", k=length - 1 - len(prefix)))
    return next(body + check for check in "0123456789" if luhn(body + check))


def dressed(draw: random.Random, digits: str) -> str:
    """Write the digits in one script or several, with signs between some of them, or between groups."""
    scripts = _DIGITS if draw.random() < 0.2 else _DIGITS[:1]
    signs = [draw.choice(scripts)[int(digit)] for digit in digits]
    way = draw.randrange(4)
    if way == 0:
        return "".join(signs)
    if way == 1:
        return draw.choice(_GAPS).join("".join(signs[at : at + 4]) for at in range(0, len(signs), 4))
    if way == 2:
        return draw.choice(_GAPS).join(signs)
    return "".join(sign + (draw.choice(_GAPS) if draw.random() < 0.3 else "") for sign in signs[:-1]) + signs[-1]


def visible(shown: str) -> str:
    """Return the digits of a text as ASCII, those of escapes left out."""
    return "".join(str(int(sign)) for sign in _ESCAPE.sub("", shown) if sign.isdecimal())


def test_none_of_ten_thousand_numbers_survives() -> None:
    draw = random.Random(20261123)
    for _ in range(10_000):
        digits = number(draw, draw.choice(_SCHEMES))
        context = draw.choice(_CONTEXTS)
        left = visible(show(context.replace("{}", dressed(draw, digits))))
        assert len(left) <= len(visible(context)) + 4 * context.count("{}"), (context, digits[-4:])
        assert all(digits[at : at + 9] not in left for at in range(len(digits) - 8))


@given(st.text(max_size=200))
def test_what_is_shown_can_be_printed(text: str) -> None:
    assert show(text).isprintable()


@given(st.text(alphabet="4716190207394368 -.'\"=pasword:{}\\/", max_size=120))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_showing_twice_changes_no_more_than_once(text: str) -> None:
    once = show(text)
    assert visible(show(once)) in (visible(once), visible(show(show(once))))


@given(st.sampled_from(_SCHEMES), st.integers(), st.text(max_size=30), st.text(max_size=30))
def test_a_number_between_any_texts_is_hidden(scheme: Scheme, seed: int, before: str, after: str) -> None:
    digits = number(random.Random(seed), scheme)
    shown = show(f"{before}x{digits}x{after}")
    assert digits[:-4] not in visible(shown)


@given(st.sampled_from(_SCHEMES), st.integers(), st.text(alphabet="ab 1\n,;'\"card-", max_size=40))
def test_no_fact_holds_more_than_four_digits(scheme: Scheme, seed: int, around: str) -> None:
    digits = number(random.Random(seed), scheme)
    assert scheme_of(digits)
    for fact in extract("a.txt", f"{around} {digits} {around}"):
        assert len(visible(fact.masked)) == 4


_PIECES = """
    AKIA ASIA AIza EAA SG. eyJ .eyJ ghp_ github_pat_ glpat- hf_ npm_ pypi- pk_live_ sk_test_ sk- sq0csp- xoxb- Bearer
    Basic :// @ : = == ( ) > < , " ' aB3d9Kq2Xz7w AbCdEfGhIjKlMnOpQrSt 471619 0207394368 -----BEGIN PRIVATE KEY-----
    -----END password PASSWD pwd secret_key api_key token credential senha fernet a1b2c3 +/+/ ٣٣٣٣
    AbCdEfGhIj/KlMnOpQrStUvWxYz+AbCdEfGhIjKlMnOpQrStUvWxYzAbCdEfGh
""".split()
_SPACES = (" ", "\n", "\t", "\\")


def test_what_is_not_looked_through_holds_nothing() -> None:
    draw, passed = random.Random(20261125), 0
    for _ in range(100_000):
        text = "".join(draw.choices([*_PIECES, *_SPACES], k=draw.randint(1, 7)))
        passed += not may_hold_secret(text)
        assert may_hold_secret(text) or without_secrets(text) == text
        assert may_hold_card(text) or without_cards(text) == text
    assert passed > 10_000
