"""Records inside documents: objects with names of personal data, by the keys that lead to them."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from pytest_datahygiene.extract.records import Record, seen
from pytest_datahygiene.facts import Place, RecordsSeen

# Objects inside one another that are looked into.
_DEEPEST = 40
# Objects beside one another that are records and not parts of one.
_FEWEST = 3
# So close, in characters, stand the values of a record.
_NEAR = 4000
_NAME = re.compile(r"[A-Za-z_][a-z_]{1,30}\Z")


def of_json(path: str, text: str) -> Iterator[RecordsSeen]:
    """Yield the records of a JSON text, or of one object a line."""
    try:
        documents = [json.loads(text)]
    except (ValueError, RecursionError):
        documents = [*_by_line(text)]
    yield from of_documents(path, text, documents)


def _by_line(text: str) -> Iterator[Any]:
    for line in text.splitlines():
        try:
            yield json.loads(line)
        except (ValueError, RecursionError):
            return


def of_documents(path: str, text: str, documents: list[Any]) -> Iterator[RecordsSeen]:
    """Yield the records of documents that stand in a text, a table for each way of keys that leads to some."""
    tables: dict[str, list[dict[str, str]]] = defaultdict(list)
    for document in documents:
        _collect(document, _stem(path), tables, 0)
    for name, listed in tables.items():
        for found in seen(path, name, (Record(values, 0) for values in listed)):
            line = _line(text, found.first)
            yield msgspec.structs.replace(found.fact, at=Place(path, line, 1, line))


def _stem(path: str) -> str:
    return path.rpartition("/")[2].partition(".")[0]


def _line(text: str, values: Mapping[str, str]) -> int:
    """Return the line on which a record begins: near its longest value, which is the rarest."""
    longest = max(values.values(), key=len)
    found = max(text.find(longest), text.find(_escaped(longest)))
    if found < 0:
        return 1
    near = (text.rfind(_escaped(value), max(0, found - _NEAR), found) for value in values.values() if len(value) > 1)
    return text.count("\n", 0, min((at for at in near if at >= 0), default=found)) + 1


def _escaped(value: str) -> str:
    """Return a value as the text spells it, which is JSON with letters beyond ASCII as they are."""
    return json.dumps(value, ensure_ascii=False)[1:-1]


def _collect(node: Any, name: str, tables: dict[str, list[dict[str, str]]], depth: int) -> None:
    if depth > _DEEPEST:
        return
    if isinstance(node, list):
        for one in node:
            _collect(one, name, tables, depth + 1)
    elif isinstance(node, dict):
        values = {str(key): str(value) for key, value in node.items() if isinstance(value, (str, int, float))}
        if len(values) > 1:
            tables[name].append(values)
        # A fixture of Django names the model beside the fields.
        model = node.get("model") if isinstance(node.get("fields"), dict) else None
        keyed = _is_keyed(node)
        for key, value in node.items():
            if isinstance(value, (dict, list)):
                # What a record is kept under may be what it says: only words of code are names.
                inner = str(model).rpartition(".")[2] if model and key == "fields" else str(key)
                _collect(value, name if keyed or not _NAME.match(inner) else inner, tables, depth + 1)


def _is_keyed(node: dict[Any, Any]) -> bool:
    """Tell whether an object holds records under keys of their own, which share what they are made of."""
    inner = [frozenset(value) for value in node.values() if isinstance(value, dict)]
    return len(inner) >= _FEWEST and len(inner) == len(node) and len(frozenset.intersection(*inner)) > 1
