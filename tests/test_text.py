"""Card numbers in any text."""

from __future__ import annotations

import pytest

from pytest_datahygiene.extract.text import extract
from pytest_datahygiene.facts import CardNumberSeen, Place

VISA, MASTER, AMEX = "4716190207394368", "5107891722278705", "341473920579841"


def one(text: str) -> CardNumberSeen:
    (fact,) = extract("a.txt", text)
    return fact


def test_place_scheme_and_mask() -> None:
    fact = one(f'first\n\n  card = "{VISA}"\n')
    assert fact.at == Place("a.txt", 3, 11)
    assert (fact.scheme, fact.masked, fact.published, fact.quoted) == ("Visa", "************4368", False, True)


@pytest.mark.parametrize("gap", [" ", "-", "_", "\u00a0", "\u2011", "\u2009"])
def test_groups_are_enough(gap: str) -> None:
    assert one(gap.join(("4716", "1902", "0739", "4368"))).quoted
    assert one(gap.join(("3414", "739205", "79841"))).scheme == "American Express"
    assert one(gap.join(("3056", "930902", "5904"))).scheme == "Diners Club International"


@pytest.mark.parametrize(
    "text",
    [
        f"x{VISA}", f"{VISA}x", f"1{VISA}", f"{VISA}1", f"0.{VISA}", f"{VISA}.5", f"+{VISA}", f"-{VISA}", f"/{VISA}",
        f"{VISA}-ab",
        f"_{VISA}", f"{VISA}_", f"é{VISA}", f"n{VISA}", f"${VISA}", f"{VISA}@x.org", "4716 1902-0739 4368",
        "4716  1902 0739 4368",
        "1200 4716 1902 0739 4368", "4716190207394367", "4716190207394",
    ],
)  # fmt: skip
def test_parts_of_something_else_are_no_card(text: str) -> None:
    assert not list(extract("a.txt", f"card: {text}"))


@pytest.mark.parametrize(
    "text",
    [f"x\\n{VISA}\\n", f"'{VISA}'", f"({VISA})", f"{VISA},{VISA}", f"{VISA}.", f"{VISA}/12/27", f"<b>{VISA}</b>"],
)
def test_what_may_stand_beside_it(text: str) -> None:
    assert all(fact.quoted for fact in extract("a.txt", f"card {text}"))
    assert list(extract("a.txt", f"card {text}"))


def test_digits_alone_are_not_quoted() -> None:
    assert not one(f"x = {VISA}").quoted


@pytest.mark.parametrize(
    "word",
    [
        "card",
        "cardNumber",
        "CARD_NO",
        "credit-card",
        "cc",
        "ccnum",
        "Visa",
        "cvv",
        "Kreditkarte",
        "tarjeta",
        "CCNumber",
    ],
)
def test_words_about_cards(word: str) -> None:
    assert one(f"{word} = {VISA}").quoted
    assert one(f"{word}:\n\n\n{VISA}").quoted
    assert one(f"{VISA}\n{word}").quoted


@pytest.mark.parametrize(
    "word",
    [
        "wildcard",
        "discard",
        "cardinality",
        "gift card",
        "SIM-card",
        "scorecard",
        "rate_card",
        "company",
        "occ",
        "panel",
    ],
)
def test_words_about_other_things(word: str) -> None:
    assert not one(f"{word} = {VISA}").quoted


@pytest.mark.parametrize("name", ["order_id", "timestamp", "isbn", "imei", "sha256", "trackingRef"])
def test_another_name_right_before_it_wins(name: str) -> None:
    assert not list(extract("a.txt", f"card: {{{name}: {VISA}}}"))


def test_words_too_far_away_do_not_count() -> None:
    assert not one("card\n" + "\n" * 5 + VISA).quoted
    assert not one("card" + " " * 400 + VISA).quoted


def test_one_word_serves_the_lines_below() -> None:
    facts = list(extract("a.csv", f"name,card\nA,{VISA}\nB,{MASTER}\nC,{VISA}\nD,{MASTER}\nE,{VISA}\nF,{MASTER}\n"))
    assert [fact.quoted for fact in facts] == [True] * 6


def test_five_different_numbers_in_a_row_need_no_words() -> None:
    numbers = [VISA, MASTER, "4024007105648108", "4716943969046208", "4815205605542754", "4539148803436467"]
    assert [fact.quoted for fact in extract("a.txt", "\n".join(numbers))] == [False] * 4 + [True] * 2
    assert not any(fact.quoted for fact in extract("a.txt", "\n".join([VISA] * 9)))
    assert not any(
        fact.quoted for fact in extract("a.txt", "\n".join(f"{number}\n4716190207394367" for number in numbers))
    )


def test_published_and_made_up_numbers() -> None:
    for number in ("4242 4242 4242 4242", "378282246310005", "4444333322221111"):
        assert one(f"card {number}").published


def test_a_security_code_in_the_next_group() -> None:
    assert one("4716 1902 0739 4368 123").masked == "************4368"


def test_the_stripe_of_a_card() -> None:
    assert one(f"%B{VISA}^MILLER/ANNA^27121010").quoted
    assert one(f";{VISA}=27121010000?").quoted


def test_an_account_number_is_no_card() -> None:
    assert not any(fact.quoted for fact in extract("a.txt", "RS35 4539 1488 0343 6467 79"))


def test_a_dump_yields_a_thousand() -> None:
    assert len(list(extract("a.txt", "card\n" + f"{VISA}\n{MASTER}\n" * 900))) == 1000
    published = "card 4242424242424242\n" * 2000
    facts = list(extract("a.txt", published + f"card {VISA}\n"))
    assert not facts[-1].published
    assert len(facts) == 1001


def test_no_fact_holds_the_number() -> None:
    for number in (VISA, "4716 1902 0739 4368"):
        assert VISA not in repr(one(f"card {number}")).replace(" ", "")
