"""Typed tables out of the catalog's files.

The files in ``data/`` are the source. A build packs each into ``compiled/`` as MessagePack, which decodes twenty
times as fast as TOML; a source tree whose files were edited since reads the TOML itself.
"""

from __future__ import annotations

import os
from functools import cache
from typing import TypeVar

import msgspec

from pytest_datahygiene.errors import CatalogError

HERE = os.path.dirname(__file__)
T = TypeVar("T")


def read(name: str, kind: type[T]) -> T:
    """Return ``data/<name>`` decoded as ``kind``; raise ``CatalogError`` naming the file and the wrong row."""
    return decode(name, raw(name), kind)


def decode(name: str, packed: bytes, kind: type[T]) -> T:
    """Return a packed table as ``kind``; raise ``CatalogError`` naming the file and the wrong row."""
    try:
        return msgspec.msgpack.decode(packed, type=kind)
    except msgspec.ValidationError as error:
        raise CatalogError(f"{name}: {error}{_row(str(error), packed)}") from None


def _row(message: str, packed: bytes) -> str:
    """Return the name of the row that a message places at ``$.library[3].name``, for people do not count rows."""
    import re

    found = re.search(r"`\$\.(\w+)\[(\d+)\]", message)
    if found is None:
        return ""
    row = msgspec.msgpack.decode(packed)[found[1]][int(found[2])]
    named = [
        str(row[key]) for key in ("id", "name", "package", "family", "kind", "library", "orm", "product") if key in row
    ]
    return f" (row {found[1]} {named[0]!r})" if named else ""


@cache
def raw(name: str) -> bytes:
    """Return ``data/<name>`` as MessagePack, from the compiled file unless the source is newer."""
    source = os.path.join(HERE, "data", name)
    packed = os.path.join(HERE, "compiled", name + ".msgpack")
    try:
        # A wheel ships the packed form alone.
        edited = os.stat(source).st_mtime_ns if os.path.exists(source) else 0
        if os.stat(packed).st_mtime_ns >= edited:
            with open(packed, "rb") as file:
                return file.read()
    except FileNotFoundError:
        pass
    return pack(source)


def pack(source: str) -> bytes:
    """Return a TOML or JSON file as MessagePack; raise ``CatalogError`` when it does not parse."""
    with open(source, "rb") as file:
        data = file.read()
    try:
        if source.endswith(".json"):
            return msgspec.msgpack.encode(msgspec.json.decode(data))
        import tomli

        return msgspec.msgpack.encode(tomli.loads(data.decode()))
    except ValueError as error:
        raise CatalogError(f"{os.path.basename(source)}: {error}") from None
