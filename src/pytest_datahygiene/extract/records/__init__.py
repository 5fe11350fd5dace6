"""Records of people in data files: how many there are, and how many look real. No value leaves this room."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from pytest_datahygiene.catalog.labels import kind, label_of
from pytest_datahygiene.catalog.records import is_public, looks_real
from pytest_datahygiene.facts import Place, RecordsSeen

# Kinds of data by which a person is found; one of them must be in a record.
_FINDS = frozenset({"contact", "government-id", "financial"})
# Credentials are no records of people, and cards are looked for everywhere.
_OTHER = frozenset({"credential", "compliance", "device", "account-activity"})
# What is looked at of one table: more of it tells nothing new.
_MOST = 5000


class Record(NamedTuple):
    """The values of a record by their names, and on which line it begins."""

    values: Mapping[str, str]
    line: int


def seen(path: str, name: str, records: Iterable[Record]) -> Iterator[RecordsSeen]:
    """Yield what some records of one table, or one place of a document, are."""
    if is_public(name):
        return
    labelled = _labelled(name)
    different: set[tuple[str, ...]] = set()
    real: dict[tuple[str, ...], tuple[int, frozenset[str]]] = {}
    for number, record in enumerate(records):
        if number >= _MOST:
            break
        found = {field: label for field, value in record.values.items() if value and (label := labelled(field, record))}
        who = tuple(record.values[field] for field in sorted(found))
        if len(found) < 2 or who in different:
            continue
        different.add(who)
        sure = frozenset(label for field, label in found.items() if looks_real(label, record.values[field]))
        if len(sure) > 1 and any(kind(label).category in _FINDS for label in sure):
            real[who] = record.line, sure
    if real:
        labels = frozenset[str]().union(*(labels for _, labels in real.values()))
        first = min(line for line, _ in real.values())
        yield RecordsSeen(Place(path, first, 1, first), name, tuple(sorted(labels)), len(different), len(real))


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
