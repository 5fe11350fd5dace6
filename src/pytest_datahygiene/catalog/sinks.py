"""Where data can end up, where card data may go, what makes data harmless and where it comes from."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, get_args

import msgspec

from pytest_datahygiene.catalog.store import read

SinkKind = Literal[
    "db",
    "document",
    "file",
    "log",
    "cache",
    "session",
    "cookie",
    "queue",
    "object-store",
    "analytics",
    "llm",
    "monitoring",
    "email",
    "sms",
    "chat",
    "reply",
    "crm",
    "http",
    "response",
    "url",
    "exception",
    "env",
    "test-artifact",
]


def kinds() -> frozenset[str]:
    """Return the kinds of sinks."""
    return frozenset(get_args(SinkKind))


SanitizerFamily = Literal[
    "encrypt",
    "hash-slow",
    "hash-keyed",
    "hash-fast",
    "tokenise",
    "mask",
    "redact",
    "boolean",
    "validate",
    "encode",
    "names",
    "undo",
]
SourceKind = Literal["web-input", "message", "console", "file", "db", "card-reader", "literal", "faker"]


class Sink(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """Calls through which data leaves or stays; ``flows`` are the parameters it passes through.

    ``names`` are dotted, in the notation that the comment of the file explains.
    """

    kind: SinkKind
    library: str
    names: tuple[str, ...]
    flows: tuple[str, ...]
    note: str = ""


class PaymentDestination(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """A payment provider: card data may go into its ``calls``."""

    name: str
    imports: tuple[str, ...]
    calls: tuple[str, ...] = ()
    client_note: str = ""
    note: str = ""


class PaymentHosts(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """Suffixes of the host names that belong to payment providers."""

    suffixes: tuple[str, ...]
    note: str


class SafeCardKeys(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """Parameters that carry a provider's token and not a card."""

    provider_fields: frozenset[str]


class Sanitizer(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """Calls that change data; ``effect`` is what they make of it.

    ``seals`` is how what they give back is protected, ``""`` where nothing of the data is left in it, none where it is
    the same data still.
    """

    family: SanitizerFamily
    effect: str
    names: tuple[str, ...]
    seals: Literal["", "encrypted", "hashed", "tokenised", "masked"] | None = None
    note: str = ""


class Clears(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False, rename="kebab"):
    """For each category of data the families of sanitizers that make it harmless."""

    card_chd: frozenset[SanitizerFamily]
    card_sad: frozenset[SanitizerFamily]
    credential: frozenset[SanitizerFamily]
    financial: frozenset[SanitizerFamily]
    government_id: frozenset[SanitizerFamily]
    health: frozenset[SanitizerFamily]
    special_category: frozenset[SanitizerFamily]
    biometric: frozenset[SanitizerFamily]
    identity: frozenset[SanitizerFamily]
    contact: frozenset[SanitizerFamily]
    location: frozenset[SanitizerFamily]
    children: frozenset[SanitizerFamily]
    device: frozenset[SanitizerFamily]
    card_derived: frozenset[SanitizerFamily]
    compliance: frozenset[SanitizerFamily]
    note: str


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """Where data comes from."""

    kind: SourceKind
    names: tuple[str, ...]
    note: str = ""


class Sinks(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """The whole of ``sinks.toml``."""

    schema_version: int
    snapshot: str
    sink: tuple[Sink, ...]
    payment_destination: tuple[PaymentDestination, ...]
    payment_hosts: PaymentHosts
    safe_card_keys: SafeCardKeys
    sanitizer: tuple[Sanitizer, ...]
    clears: Clears
    source: tuple[Source, ...]


@cache
def sinks() -> Sinks:
    """Return all that is known about the ways of data; raise ``CatalogError`` for a wrong row."""
    return read("sinks.toml", Sinks)


def cleared(category: str, family: SanitizerFamily) -> bool:
    """Tell whether a family of sanitizers makes data of a category harmless.

    Raise ``AttributeError`` for an unknown category.
    """
    families: frozenset[SanitizerFamily] = getattr(sinks().clears, category.replace("-", "_"))
    return family in families


@cache
def switches() -> dict[tuple[str, str], str]:
    """Return call and keyword -> the value that has a monitoring service sent whatever is there:
    ``sentry_sdk.init(send_default_pii=True)``."""
    names = (name for row in sinks().sink if row.kind == "monitoring" for name in row.names)
    found = (re.fullmatch(r"([\w.]+)\((\w+)=(True)\)", name) for name in names)
    return {(one[1], one[2]): one[3] for one in found if one}
