"""External services by the packages that reach them, and unsafe settings of storage, network and transport."""

from __future__ import annotations

from functools import cache
from typing import Literal

import msgspec

from pytest_datahygiene.catalog.store import read

MisconfigurationFamily = Literal["storage", "crypto", "firewall", "secrets", "tls", "deps", "config", "files"]


class Provider(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """A service by its imports; ``topics`` are what to look for on its certification page, not what it holds today."""

    name: str
    imports: tuple[str, ...]
    kind: str
    country: str
    topics: tuple[str, ...]


class ProviderReview(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """What to ask of a provider, and which references ask for it."""

    questions: tuple[str, ...]
    references: tuple[str, ...]


class Misconfiguration(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """A setting that opens something.

    ``bad`` values stand in the order of ``parameters`` when both have the same length, else any of them counts.
    """

    id: str
    family: MisconfigurationFamily
    target: str
    calls: tuple[str, ...]
    bad: tuple[str, ...]
    good: str
    severity: Literal["high", "medium", "low"]
    parameters: tuple[str, ...] = ()
    note: str = ""


class OpenToWorld(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """Addresses that mean everybody, and ports that everybody should not reach."""

    cidr: frozenset[str]
    sensitive_ports: dict[str, int]
    web_ports: tuple[int, ...]


class FirewallReview(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """How long network rules may go without a review, in days."""

    max_age_days: int
    reference: str
    note: str


class Providers(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """The whole of ``providers.toml``."""

    schema_version: int
    snapshot: str
    provider_review: ProviderReview
    provider: tuple[Provider, ...]
    misconfiguration: tuple[Misconfiguration, ...]
    open_to_world: OpenToWorld
    firewall_review: FirewallReview


@cache
def providers() -> Providers:
    """Return all that is known about services and their settings; raise ``CatalogError`` for a wrong row."""
    return read("providers.toml", Providers)


def provider_of(imported: str) -> Provider | None:
    """Return the service that a dotted import reaches; of two rows the longer import answers."""
    parts = imported.split(".")
    prefixes = (".".join(parts[:end]) for end in range(len(parts), 0, -1))
    return next((found for prefix in prefixes if (found := _imports().get(prefix))), None)


@cache
def _imports() -> dict[str, Provider]:
    return {name: row for row in reversed(providers().provider) for name in row.imports}
