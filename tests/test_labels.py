"""What a name means, and which names only look like it."""

from __future__ import annotations

import pytest

from pytest_datahygiene.catalog.labels import label_of
from pytest_datahygiene.catalog.taxonomy import counts, types

MEANS = [
    ("card_number", "", "card_number"),
    ("cardNumber", "", "card_number"),
    ("CARD-NUMBER", "", "card_number"),
    ("cardnumber", "", "card_number"),
    ("billing_card_number", "", "card_number"),
    ("card_number_1", "", "card_number"),
    ("numero_cartão", "", "card_number"),
    ("num_cartao", "", "card_number"),
    ("kart_no", "", "card_number"),
    ("nomor_kartu", "", "card_number"),
    ("ccnum", "", "card_number"),
    ("number", "CreditCard", "card_number"),
    ("number", "CreditCardModel", "card_number"),
    ("cvv", "", "card_cvv"),
    ("cvv2", "", "card_cvv"),
    ("ccv", "", "card_cvv"),
    ("code", "CreditCard", "card_cvv"),
    ("security_code", "CreditCard", "card_cvv"),
    ("customer_ssn", "", "us_ssn"),
    ("cpf_cliente", "", "br_cpf"),
    ("number", "Passport", "passport_number"),
    ("dob", "Customer", "date_of_birth"),
    ("email", "Customer", "email_address"),
    ("card_last4", "", "card_last4"),
]
NOTHING = [
    ("number", "Order"),
    ("number", "PlayingCard"),
    ("card_number", "LoyaltyCard"),
    ("library_card_number", ""),
    ("OscarDashboardConfig", ""),
    ("wildcard", ""),
    ("discard", ""),
    ("cardinality", ""),
    ("scorecard", ""),
    ("classname", ""),
    ("session", ""),
    ("assn", ""),
    ("passname", ""),
    ("cvv_result", ""),
    ("cvv2match", ""),
    ("card_code_response", ""),
    ("avs_response", ""),
    ("card_number_label", ""),
    ("card_number_error", ""),
    ("is_card_number", ""),
    ("has_ssn", ""),
    ("ssn_hash", ""),
    ("passport_country", ""),
    ("credit_card_type", ""),
    ("card_fingerprint", ""),
    ("security_code", "EmailCheck"),
    ("pin", "MapMarker"),
    ("pan", "Camera"),
    ("cc", "Mail"),
    ("birth_date", "Fish"),
    ("address", "Host"),
    ("account_number", "Ledger"),
]


@pytest.mark.parametrize(("name", "owner", "label"), MEANS)
def test_a_name_means_a_kind_of_data(name: str, owner: str, label: str) -> None:
    assert label_of(name, owner) == label


@pytest.mark.parametrize(("name", "owner"), NOTHING)
def test_a_name_that_only_looks_like_it(name: str, owner: str) -> None:
    label = label_of(name, owner)
    assert not label or types()[label].treatment == "allowed", label


def test_neighbours_support_a_weak_name() -> None:
    assert label_of("number", "Card") == ""
    assert label_of("number", "Card", "", {"number", "cvv"}) == "card_number"
    assert label_of("security_code", "Payment", "", {"card_expiry"}) == "card_cvv"
    assert label_of("csv", "Payment", "", {"card_number"}) == "card_cvv"


def test_gift_cards_are_their_own_kind() -> None:
    assert label_of("gift_card_code") == "gift_card_number"
    assert not counts("gift_card_number", "default")


def test_levels_widen() -> None:
    for label in types():
        assert counts(label, "minimal") <= counts(label, "default") <= counts(label, "strict")
    assert counts("us_ssn", "minimal")
    assert not counts("full_name", "default")
    assert not any(counts("email_address", level) for level in ("minimal", "default", "strict"))
