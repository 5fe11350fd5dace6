"""Methods that take data away, told by their names and by what their objects are usually called."""

from __future__ import annotations

from functools import cache

import msgspec

from pytest_datahygiene.catalog.sinks import SinkKind
from pytest_datahygiene.catalog.store import read


class Receiver(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """Methods of one kind; ``names`` of none means whatever the object is called, ``data`` of none every argument,
    ``objects`` that of what they are given only what was put into it on the spot is known to be taken."""

    kind: SinkKind
    names: frozenset[str]
    methods: frozenset[str]
    data: frozenset[str] = frozenset()
    writes: bool = False
    objects: bool = False


class Gives(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """Functions whose result is data of a kind, whatever it is called."""

    label: str
    names: frozenset[str]


class Host(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """Hosts of services that are reached without a library, with all below them."""

    kind: SinkKind
    names: tuple[str, ...]


class Requests(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """What requests are called, and the parts of them that hold what signs a visitor in."""

    names: frozenset[str]
    parts: frozenset[str]


class Receivers(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """The whole of ``receivers.toml``."""

    schema_version: int
    snapshot: str
    receiver: tuple[Receiver, ...]
    gives: tuple[Gives, ...]
    host: tuple[Host, ...]
    requests: Requests


@cache
def _table() -> Receivers:
    return read("receivers.toml", Receivers)


def receivers() -> tuple[Receiver, ...]:
    """Return the rows; raise ``CatalogError`` for a wrong one."""
    return _table().receiver


def requests() -> Requests:
    """Return what requests are called."""
    return _table().requests


def hosts() -> list[str]:
    """Return the hosts of all services."""
    return [name for row in _table().host for name in row.names]


def service_at(host: str) -> str:
    """Return the kind of service that answers at a host, ``""`` for any other."""
    found = (row.kind for row in _table().host if any(f".{host}".endswith(f".{name}") for name in row.names))
    return next(found, "")


@cache
def gives() -> dict[str, str]:
    """Return dotted name, or last name alone -> label of what a function gives."""
    return {name: row.label for row in _table().gives for name in row.names}


@cache
def documents() -> frozenset[str]:
    """Return the methods that keep documents as they come."""
    return frozenset(method for row in receivers() if row.kind == "document" for method in row.methods)


@cache
def by_method() -> dict[str, tuple[Receiver, ...]]:
    """Return method name -> the rows that know it."""
    found: dict[str, tuple[Receiver, ...]] = {}
    # Rows that know their receivers come first: a bot's message goes to a chat, whatever else may send messages.
    for row in sorted(receivers(), key=lambda row: not row.names):
        for method in row.methods:
            found[method] = (*found.get(method, ()), row)
    return found
