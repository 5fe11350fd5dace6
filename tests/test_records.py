"""Records of people in data files: which values look real, and which files hold some."""

from __future__ import annotations

import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from pytest_datahygiene.catalog.records import looks_real
from pytest_datahygiene.extract.reader import read
from pytest_datahygiene.facts import RecordsSeen
from pytest_datahygiene.source.vocabulary import Present

ROWS = [
    ("Anna Kowalczyk", "anna.kowalczyk@onet.pl", "+48 601 274 983"),
    ("Bruno Ferreira", "bferreira84@sapo.pt", "+351 912 804 376"),
    ("Chiara Lombardi", "chiara.lombardi@libero.it", "+39 347 918 2650"),
]


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("email_address", "anna.kowalczyk@onet.pl"),
        ("phone_number", "+48 601 274 983"),
        ("date_of_birth", "1984-07-23"),
        ("date_of_birth", "23.07.1984"),
        ("full_name", "Anna Kowalczyk"),
        ("full_name", "Łukasz Żak"),
        ("us_ssn", "412-68-2093"),
        ("iban", "DE12 5001 0517 0648 4898 90"),
    ],
)
def test_values_that_a_person_may_have(label: str, value: str) -> None:
    assert looks_real(label, value)


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("email_address", "anna@example.com"),
        ("email_address", "anna@shop.test"),
        ("email_address", "user12@gmail.com"),
        ("email_address", "no address"),
        ("phone_number", "555-0142"),
        ("phone_number", "+1 212 555 0142"),
        ("phone_number", "1234567890"),
        ("phone_number", "0000000000"),
        ("date_of_birth", "1990-01-01"),
        ("date_of_birth", "soon"),
        ("full_name", "John Doe"),
        ("full_name", "Test User"),
        ("full_name", "{{ name }}"),
        ("full_name", "aaa"),
        ("us_ssn", "123-45-6789"),
    ],
)
def test_values_that_somebody_made_up(label: str, value: str) -> None:
    assert not looks_real(label, value)


def _seen(path: Path, language: str) -> tuple[list[RecordsSeen], str]:
    reading = read(path.name, language, path.read_bytes(), Present([]))
    return [fact for fact in reading.facts if isinstance(fact, RecordsSeen)], reading.cause


def test_a_database_is_read_without_being_opened_for_writing(tmp_path: Path) -> None:
    path = tmp_path / "db.sqlite3"
    with closing(sqlite3.connect(path)) as db:
        db.execute("create table customer (id integer, name text check (json_valid('1')), email text, phone text)")
        db.execute("create table plain (id integer, title text)")
        db.executemany("insert into customer values (1, ?, ?, ?)", ROWS)
        db.commit()
    before = path.read_bytes()
    found, cause = _seen(path, "sqlite")
    if sys.version_info < (3, 11):
        assert "Python 3.11" in cause
        return
    assert cause == ""
    assert [(fact.name, fact.count, fact.real) for fact in found] == [("customer", 3, 3)]
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["db.sqlite3"]


def test_a_broken_database_is_named_and_another_file_of_that_name_is_none(tmp_path: Path) -> None:
    path = tmp_path / "broken.db"
    path.write_bytes(b"SQLite format 3\0" + b"\xff" * 4000)
    found, cause = _seen(path, "sqlite")
    assert found == []
    assert "database" in cause
    path.write_bytes(b"Berkeley DB\0" * 10)
    assert _seen(path, "sqlite") == ([], "")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("deep.json", "[" * 20_000),
        ("list.json", '{"a": [1, 2'),
        ("odd.csv", 'name,email\n"open,quote\nx'),
        ("null.csv", "name,email\n\0,\0\n"),
        ("bare.sql", "INSERT INTO t (name, email) VALUES ('open"),
        ("cells.ipynb", '{"cells": [1, {"outputs": [2, {"data": {"text/html": [3]}}]}]}'),
    ],
)
def test_what_is_broken_has_no_records_and_breaks_nothing(name: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(text)
    language = {"json": "json", "csv": "csv", "sql": "sql", "ipynb": "notebook"}[name.rpartition(".")[2]]
    assert _seen(path, language) == ([], "")


def test_no_value_of_a_record_leaves_the_extractor(tmp_path: Path) -> None:
    path = tmp_path / "customers.csv"
    path.write_text("name,email,phone\n" + "".join(",".join(row) + "\n" for row in ROWS))
    found, _ = _seen(path, "csv")
    assert found
    assert not any(value in repr(found) for row in ROWS for value in row)


def test_the_same_person_twice_is_one_record(tmp_path: Path) -> None:
    path = tmp_path / "customers.csv"
    path.write_text("name,email,phone\n" + (",".join(ROWS[0]) + "\n") * 5)
    found, _ = _seen(path, "csv")
    assert [(fact.count, fact.real) for fact in found] == [(1, 1)]


@pytest.mark.parametrize("name", ["zora.vogel@gmx.de", "Zora Vogel", "987-65-4329", "u7"])
def test_what_records_are_kept_under_is_no_name(name: str, tmp_path: Path) -> None:
    path = tmp_path / "customers.json"
    path.write_text(json.dumps({name: [dict(zip(("name", "email", "phone"), row, strict=True)) for row in ROWS]}))
    found, _ = _seen(path, "json")
    assert [(fact.name, fact.real) for fact in found] == [("customers", 3)]
    assert name not in repr(found)
