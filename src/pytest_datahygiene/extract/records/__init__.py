"""Records of people in data files: how many there are, and how many look real. No value leaves this room."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from pytest_datahygiene.catalog.labels import kind, label_of
from pytest_datahygiene.catalog.records import is_person, is_place, is_public, looks_real
from pytest_datahygiene.catalog.words import words
from pytest_datahygiene.facts import Place, RecordsSeen

# Kinds of data by which a person is found; one of them must be in a record.
_FINDS = frozenset({"contact", "government-id", "financial"})
# Kinds of data that only people have.
_ONLY = frozenset({"government-id", "health", "special-category", "biometric", "children"})
_PERSONAL = frozenset({"email_address", "date_of_birth", "gender"})
# Credentials are no records of people, and cards are looked for everywhere.
_OTHER = frozenset({"credential", "compliance", "device", "account-activity"})
# What is looked at of one table: more of it tells nothing new.
_MOST = 5000


class Record(NamedTuple):
    """The values of a record by their names, and on which line it begins."""

    values: Mapping[str, str]
    line: int


class Seen(NamedTuple):
    """The fact about some records, and the values of the first that looks real: to find its line, and for nothing
    else."""

    fact: RecordsSeen
    first: Mapping[str, str]


def facts(path: str, name: str, records: Iterable[Record]) -> Iterator[RecordsSeen]:
    """Yield the fact about some records whose lines are known."""
    return (found.fact for found in seen(path, name, records))


def seen(path: str, name: str, records: Iterable[Record]) -> Iterator[Seen]:
    """Yield what some records of one table, or one place of a document, are."""
    if is_public(name) or is_place(name):
        return
    labelled = _labelled(name)
    different: set[tuple[str, ...]] = set()
    first: Record | None = None
    labels, real = frozenset[str](), 0
    for record in islice(records, _MOST):
        found = {field: label for field, value in record.values.items() if value and (label := labelled(field, record))}
        who = tuple(record.values[field] for field in sorted(found))
        if len(found) < 2 or who in different:
            continue
        different.add(who)
        sure = {field: label for field, label in found.items() if looks_real(label, record.values[field])}
        if len({*sure.values()}) > 1 and _is_person(sure, name):
            first, real, labels = first or record, real + 1, labels | {*sure.values()}
    if first is not None:
        at = Place(path, first.line, 1, first.line)
        yield Seen(RecordsSeen(at, name, tuple(sorted(labels)), len(different), real), first.values)


def _is_person(sure: Mapping[str, str], owner: str) -> bool:
    """Tell whether values are a person's, who is found by them: an airport has a name and a telephone too."""
    found = any(kind(label).category in _FINDS for label in sure.values())
    named = any(_tells_person(field, label) for field, label in sure.items()) or is_person(owner)
    return found and named


def _tells_person(field: str, label: str) -> bool:
    return kind(label).category in _ONLY or label in _PERSONAL or (label == "full_name" and len(words(field)) > 1)


def _labelled(owner: str) -> Callable[[str, Record], str]:
    """Return what tells the kind of data of a field by its name and those beside it."""
    known: dict[tuple[str, frozenset[str]], str] = {}

    def label(field: str, record: Record) -> str:
        key = (field, frozenset(record.values))
        if key not in known:
            found = label_of(field, owner, "", record.values)
            counted = found and kind(found).category not in _OTHER and not kind(found).category.startswith("card")
            known[key] = found if counted else ""
        return known[key]

    return label
