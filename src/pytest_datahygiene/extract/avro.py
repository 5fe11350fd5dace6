"""Avro schemas: the fields of the records that are kept under them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pytest_datahygiene.errors import Unreadable
from pytest_datahygiene.facts import Fact, FieldDeclared, Place

# Records inside one another that are looked into.
_DEEPEST = 40


def extract(path: str, text: str) -> Iterator[Fact]:
    """Yield the fields of every record of a schema; raise ``Unreadable`` for what is no JSON."""
    try:
        schema = json.loads(text)
    except (ValueError, RecursionError):
        raise Unreadable("not valid JSON, which an Avro schema is") from None
    at = 0
    for owner, name, kind in _fields(schema, "", 0):
        found = text.find(f'"{name}"', at)
        at = found if found >= 0 else at
        place = Place(path, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))
        yield FieldDeclared(place, owner, name, "avro", stored=True, types=(kind,))


def _fields(node: Any, owner: str, depth: int) -> Iterator[tuple[str, str, str]]:
    """Yield record, field and type, in the order of the text."""
    if depth > _DEEPEST:
        return
    if isinstance(node, list):
        for one in node:
            yield from _fields(one, owner, depth + 1)
    elif isinstance(node, dict):
        inner = str(node.get("name", owner)) if node.get("type") == "record" else owner
        for field in node.get("fields", ()) if isinstance(node.get("fields"), list) else ():
            if isinstance(field, dict) and isinstance(field.get("name"), str):
                kind = field.get("type")
                yield inner, field["name"], kind if isinstance(kind, str) else ""
                yield from _fields(kind, inner, depth + 1)
        for key in ("type", "items", "values"):
            if isinstance(node.get(key), (dict, list)):
                yield from _fields(node[key], inner, depth + 1)
