"""The facts about payment cards, and how wrong rows are refused."""

from __future__ import annotations

import msgspec
import pytest

from pytest_datahygiene.catalog import cards, store
from pytest_datahygiene.catalog.cards import Cards, is_made_up, is_published, luhn, masked, scheme_of
from pytest_datahygiene.errors import CatalogError


@pytest.mark.parametrize(
    ("digits", "scheme"),
    [
        ("4716190207394368", "visa"),
        ("5107891722278705", "mastercard"),
        ("2221000000000009", "mastercard"),
        ("341473920579841", "amex"),
        ("30569309025904", "diners"),
        ("6011500080009080", "discover"),
        ("3530111333300000", "jcb"),
        ("6759649826438453", "switch"),
        ("9792030394440796", "troy"),
        ("4011780000000006", "elo"),
    ],
)
def test_the_longest_range_names_the_scheme(digits: str, scheme: str) -> None:
    found = scheme_of(digits)
    assert found is not None
    assert found.id == scheme


@pytest.mark.parametrize(
    "digits", ["4716190207394367", "471619020739436", "0000000000000000", "7777777777777777", "", "4"]
)
def test_no_scheme(digits: str) -> None:
    assert scheme_of(digits) is None


def test_a_scheme_without_check_digits_needs_none() -> None:
    numbers = [f"310000000000000000{check}" for check in "0123456789"]
    assert sum(map(luhn, numbers)) == 1
    assert {scheme.id for number in numbers if (scheme := scheme_of(number))} == {"tunion"}
    assert all(map(scheme_of, numbers))


def test_luhn_notices_every_wrong_digit_and_swapped_neighbours() -> None:
    digits = "4716190207394368"
    for place, digit in enumerate(digits):
        for other in set("0123456789") - {digit}:
            assert not luhn(digits[:place] + other + digits[place + 1 :])
    assert not luhn("7416190207394368")


def test_published_numbers_are_told_apart() -> None:
    assert is_published("4242424242424242")
    assert is_published("4030000010001234")
    assert not is_published("4716190207394368")


def test_nearly_every_published_number_belongs_to_a_scheme() -> None:
    rows = [row.pan for row in cards.cards().test_pan if row.luhn]
    assert sum(scheme_of(pan) is None for pan in rows) <= 3


@pytest.mark.parametrize(
    "digits",
    [
        "4111111111111111",
        "5454545454545454",
        "4000000000000002",
        "4012345678901237",
        "4987654321098769",
        "4444333322221111",
    ],
)
def test_a_typed_number_is_made_up(digits: str) -> None:
    assert is_made_up(digits)


@pytest.mark.parametrize("digits", ["4716190207394368", "5107891722278705", "341473920579841", "4012000033330125"])
def test_a_drawn_number_is_not(digits: str) -> None:
    assert not is_made_up(digits)


def test_masked_shows_the_last_four() -> None:
    assert masked("4716190207394368") == "************4368"


def _changed(**changes: object) -> bytes:
    table = msgspec.msgpack.decode(store.raw("card_brands.toml"))
    table.update(changes)
    return msgspec.msgpack.encode(table)


_WRONG = "4716190207394367"
_SCHEME = {
    "id": "x", "title": "X", "aliases": [], "lengths": [16], "code_name": "CVV", "code_length": 3, "luhn": True,
    "status": "active",
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "cause"),
    [
        ({"scheme": [_SCHEME, {**_SCHEME, "ranges": [["41", "4"]]}]}, r"range 41-4 of 'x'.*\$\.scheme\[1\]"),
        ({"scheme": [{**_SCHEME, "ranges": [["5", "4"]]}]}, r"the lower first.*\$\.scheme\[0\]"),
        ({"scheme": [{**_SCHEME, "colour": "red"}]}, r"colour.*\$\.scheme\[0\]"),
        ({"scheme": [{**_SCHEME, "status": "gone"}]}, r"gone.*\$\.scheme\[0\]\.status"),
        (
            {"test_pan": [{"pan": "4716190207394367", "brand": "visa", "providers": [], "luhn": True}]},
            r"4367 is False.*\$\.test_pan\[0\]",
        ),
        (
            {"test_list": [{"source": "x", "checked": "2026-11-23", "pans": ["4716190207394367"]}]},
            r"4367 has a wrong.*\$\.test_list\[0\]",
        ),
        ({"surplus": 1}, "surplus"),
    ],
)
def test_a_wrong_row_is_refused_by_name(changes: dict[str, object], cause: str) -> None:
    with pytest.raises(CatalogError, match=rf"^card_brands\.toml: .*{cause}"):
        store.decode("card_brands.toml", _changed(**changes), Cards)


def test_a_refused_row_never_names_a_whole_number() -> None:
    row = {"pan": "4716190207394367", "brand": "visa", "providers": [], "luhn": True}
    with pytest.raises(CatalogError) as caught:
        store.decode("card_brands.toml", _changed(test_pan=[row]), Cards)
    assert "4716190207394367" not in str(caught.value)
