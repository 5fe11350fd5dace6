"""Records inside documents: objects with names of personal data, by the keys that lead to them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from pytest_datahygiene.extract.records import Record, seen
from pytest_datahygiene.facts import RecordsSeen

# Objects inside one another that are looked into.
_DEEPEST = 40


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
        _collect(document, path.rpartition("/")[2].rpartition(".")[0], tables, 0)
    for name, listed in tables.items():
        yield from seen(path, name, (Record(values, 0) for values in listed) if not text else _placed(text, listed))


def _placed(text: str, listed: list[dict[str, str]]) -> Iterator[Record]:
    """Yield records with their lines: each stands behind the one before."""
    line = last = 0
    for values in listed:
        found = min((at for value in values.values() if (at := _find(text, value, last)) >= 0), default=last)
        line, last = line + text.count("\n", last, found), found
        yield Record(values, line + 1)


def _find(text: str, value: str, start: int) -> int:
    return text.find(value, start, start + (1 << 16)) if len(value) > 1 else -1


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
        for key, value in node.items():
            if isinstance(value, (dict, list)):
                _collect(
                    value, str(model).rpartition(".")[2] if model and key == "fields" else str(key), tables, depth + 1
                )
