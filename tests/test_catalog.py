"""The catalog's files: they load, refuse a wrong row by its name, and agree with one another."""

from __future__ import annotations

import copy
import datetime as dt
import os
import re
from collections import Counter
from typing import Any

import msgspec
import pytest
import tomli

from pytest_datahygiene.catalog import algorithms, encryption, passwords, providers, references, sinks, store, taxonomy
from pytest_datahygiene.catalog.password_rows import Passwords
from pytest_datahygiene.catalog.words import words
from pytest_datahygiene.errors import CatalogError

DATA = os.path.join(store.HERE, "data")
TABLES: dict[str, tuple[type[Any], str, str]] = {
    # file: its type, a list of rows, a key that every row of it must have
    "algorithms.toml": (algorithms.Algorithms, "algorithm", "title"),
    "cwe_map.toml": (references.References, "family", "cwe"),
    "data_types.toml": (taxonomy.Taxonomy, "type", "treatment"),
    "encryption_libraries.toml": (encryption.Encryption, "library", "modules"),
    "password_standards.toml": (Passwords, "validator", "framework"),
    "providers.toml": (providers.Providers, "misconfiguration", "calls"),
    "sinks.toml": (sinks.Sinks, "payment_destination", "imports"),
}
DOTTED = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*")
# Dotted names as sinks.toml writes them: client("x").put, open().write, print(file=).
NOTED = re.compile(r'[A-Za-z_]\w*(\([\w"=./-]*\))?(\.[A-Za-z_]\w*(\([\w"=./-]*\))?)*')


def rows(name: str) -> dict[str, Any]:
    with open(os.path.join(DATA, name), "rb") as file:
        return tomli.load(file)


def named(row: dict[str, Any]) -> str:
    return str(row.get("id") or row["name"])


@pytest.mark.parametrize("name", TABLES)
def test_both_forms_say_the_same(name: str) -> None:
    kind = TABLES[name][0]
    packed = store.decode(name, store.pack(os.path.join(DATA, name)), kind)
    assert packed == msgspec.convert(rows(name), kind)
    assert packed == store.read(name, kind)


@pytest.mark.parametrize("name", sorted(os.listdir(DATA)))
def test_every_file_packs_to_what_it_says(name: str) -> None:
    path = os.path.join(DATA, name)
    with open(path, "rb") as file:
        said = msgspec.json.decode(file.read()) if name.endswith(".json") else tomli.loads(file.read().decode())
    same = msgspec.msgpack.decode(store.pack(path)) == msgspec.to_builtins(said)
    assert same, "the packed form differs"


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("slip", ["unknown key", "missing key", "wrong type", "not in the list"])
def test_a_wrong_row_is_refused_by_name(name: str, slip: str) -> None:
    kind, table, key = TABLES[name]
    wrong = copy.deepcopy(rows(name))
    row = wrong[table][3]
    if slip == "unknown key":
        row["colour"] = "red"
    elif slip == "missing key":
        del row[key]
    elif slip == "wrong type":
        row[key] = {"a": 1}
    else:
        wrong["surprise"] = row
    with pytest.raises(CatalogError) as caught:
        store.decode(name, msgspec.msgpack.encode(wrong), kind)
    assert str(caught.value).startswith(f"{name}: ")
    if slip != "not in the list":
        assert f"(row {table} {named(row)!r})" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "table", "key"),
    [
        ("algorithms.toml", "algorithm", "kind"),
        ("cwe_map.toml", "family", "severity"),
        ("encryption_libraries.toml", "library", "strength"),
        ("password_standards.toml", "profile", "composition"),
        ("password_standards.toml", "validator", "kind"),
        ("providers.toml", "misconfiguration", "family"),
        ("sinks.toml", "sink", "kind"),
    ],
)
def test_a_word_outside_its_closed_set_is_refused(name: str, table: str, key: str) -> None:
    wrong = rows(name)
    wrong[table][0][key] = "sideways"
    with pytest.raises(CatalogError, match="sideways"):
        store.decode(name, msgspec.msgpack.encode(wrong), TABLES[name][0])


def test_a_file_that_does_not_parse_is_named(tmp_path: Any) -> None:
    path = tmp_path / "sinks.toml"
    path.write_text("[[sink]\n")
    with pytest.raises(CatalogError, match=r"^sinks\.toml: "):
        store.pack(str(path))


@pytest.mark.parametrize("name", sorted(name for name in os.listdir(DATA) if name.endswith(".toml")))
def test_a_file_names_its_sources_and_its_day(name: str) -> None:
    with open(os.path.join(DATA, name), encoding="utf-8") as file:
        head = "".join(line for line in file.read(4000).split("\n\n", 1)[0].splitlines(keepends=True))
    assert re.search(r"^# Sources?:", head, re.MULTILINE)
    assert dt.date.fromisoformat(rows(name)["snapshot"]) <= dt.date(2100, 1, 1)


@pytest.mark.parametrize(
    ("name", "table", "key"),
    [
        ("algorithms.toml", "algorithm", "id"),
        ("cwe_map.toml", "family", "id"),
        ("encryption_libraries.toml", "library", "name"),
        ("password_standards.toml", "profile", "id"),
        ("password_standards.toml", "hasher", "name"),
        ("password_standards.toml", "two_factor", "package"),
        ("password_standards.toml", "throttle", "package"),
        ("providers.toml", "provider", "name"),
        ("providers.toml", "misconfiguration", "id"),
        ("sinks.toml", "payment_destination", "name"),
    ],
)
def test_no_row_stands_twice(name: str, table: str, key: str) -> None:
    count = Counter(row[key] for row in rows(name)[table])
    assert [value for value, times in count.items() if times > 1] == []


def test_a_validator_stands_once_under_all_its_names() -> None:
    count = Counter(name for row in passwords.passwords().validator for name in (row.name, *row.aliases))
    assert [name for name, times in count.items() if times > 1] == []


def test_dates_are_days_or_months() -> None:
    for library in encryption.encryption().library:
        day = library.last_release if len(library.last_release) == 10 else library.last_release + "-01"
        assert dt.date.fromisoformat(day) <= dt.date.fromisoformat(encryption.encryption().snapshot), library.name


def test_the_age_of_a_library_follows_from_its_date() -> None:
    table = encryption.encryption()
    year_ago = str(int(table.snapshot[:4]) - 1) + table.snapshot[4:]
    for library in table.library:
        if library.last_release[:7] != year_ago[:7]:
            assert library.older_than_one_year == (library.last_release < year_ago), library.name


def test_dotted_names_look_dotted() -> None:
    table = encryption.encryption()
    plain = [name for row in table.library for name in (*row.modules, *row.encrypts, *row.hashes, *row.not_encryption)]
    plain += [name for row in table.not_encryption for name in row.names]
    plain += [call.replace("{name}", "x") for row in algorithms.algorithms().algorithm for call in row.calls]
    plain += [call for row in algorithms.algorithms().chooser for call in row.calls]
    plain += [name for row in providers.providers().provider for name in row.imports]
    plain += [name for row in sinks.sinks().payment_destination for name in row.imports]
    assert [name for name in plain if not DOTTED.fullmatch(name)] == []
    noted = [name for row in table.library for name in row.wraps]
    noted += [name for row in sinks.sinks().payment_destination for name in row.calls]
    assert [name for name in noted if not NOTED.fullmatch(name)] == []


def test_a_library_that_encrypts_stands_in_one_of_its_modules() -> None:
    for library in encryption.encryption().library:
        for name in (*library.encrypts, *library.wraps):
            tops = {module.partition(".")[0] for module in library.modules}
            assert re.split(r"[.(]", name)[0] in tops, name


def test_profiles_are_whole() -> None:
    table = passwords.passwords()
    ids = {row.id for row in table.profile}
    assert table.default_profile in passwords.policies()
    for row in table.profile:
        assert not row.follows or row.follows in ids
        if row.composition == "required":
            assert row.classes or row.composition_note, row.id
        elif row.classes:
            pytest.fail(f"{row.id}: classes count only where composition is required")


def test_parameters_of_a_validator_fit_what_it_enforces() -> None:
    for row in passwords.passwords().validator:
        assert set(row.class_params) <= set(row.enforces), row.name
        if row.kind == "validator" and row.min_param.startswith("min"):
            assert not row.enforces or "length" in row.enforces, row.name
        if row.only_without:
            assert passwords.setting(row.only_without), row.name


def test_ports_are_ports() -> None:
    table = providers.providers().open_to_world
    assert all(0 < port < 65536 for port in (*table.sensitive_ports.values(), *table.web_ports))
    assert set(table.sensitive_ports.values()).isdisjoint(table.web_ports)


def test_every_category_of_data_is_cleared_by_something() -> None:
    for row in taxonomy.taxonomy().type:
        if row.treatment != "allowed":
            assert sinks.cleared(row.category, "redact"), row.category
    with pytest.raises(AttributeError):
        sinks.cleared("weather", "redact")


def test_references_look_like_references() -> None:
    shapes = {
        "cwe": r"CWE-\d+",
        "owasp_2021": r"A\d\d:2021",
        "owasp_2025": r"A\d\d:2025",
        "asvs_5": r"\d+\.\d+\.\d+",
        "pci_4_0_1": r"\d+(\.\d+){1,3}",
        "gdpr": r"art\.\d+(\(\d+\)(\(\w\))?)?",
        "other": r"[A-Z]+(:\S+)?",
    }
    for row in references.references().family:
        for key, shape in shapes.items():
            assert all(re.fullmatch(shape, ref) for ref in getattr(row, key)), (row.id, key)
        assert all(references.title(f"gdpr:{ref}") for ref in row.gdpr), row.id
        assert all(ref == ref.strip() and " " not in ref for ref in row.refs)


def test_sarif_knows_every_severity() -> None:
    table = references.references()
    used = {row.severity for row in table.family}
    assert used <= table.sarif.level.keys()
    assert used <= table.sarif.security_severity.keys()


def test_algorithms_agree() -> None:
    table = algorithms.algorithms()
    names = Counter(re.sub(r"[-_/]", "", name.lower()) for row in table.algorithm for name in row.names)
    assert [name for name, times in names.items() if times > 1] == []
    calls = Counter(call for row in table.algorithm for call in row.calls if "{name}" not in call)
    calls.update(call for row in table.chooser for call in row.calls)
    assert [call for call, times in calls.items() if times > 1] == []
    assert not any("{name}" in call and not row.names for row in table.algorithm for call in row.calls)
    uses = Counter(
        words(phrase) for group in (table.use.guessable, table.use.secret, table.use.innocent) for phrase in group
    )
    assert [phrase for phrase, times in uses.items() if times > 1 or len(phrase) > 2] == []


def test_the_seeds_of_an_algorithm_are_letters() -> None:
    assert all(re.fullmatch("[a-z]+", word) for seed in algorithms.seeds() for word in seed)
