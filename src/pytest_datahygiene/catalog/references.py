"""Which references belong to a family of rules: CWE, OWASP, PCI DSS and laws."""

from __future__ import annotations

from functools import cache
from typing import Literal

import msgspec

from pytest_datahygiene.catalog.store import read

Severity = Literal["critical", "high", "medium", "low"]
Level = Literal["error", "warning", "note"]


class Family(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """A family of faults; the lists hold references as their publishers write them, ``other`` as ``LAW:reference``."""

    id: str
    title: str
    cwe: tuple[str, ...]
    owasp_2021: tuple[str, ...]
    owasp_2025: tuple[str, ...]
    severity: Severity
    asvs_5: tuple[str, ...] = ()
    pci_4_0_1: tuple[str, ...] = ()
    gdpr: tuple[str, ...] = ()
    other: tuple[str, ...] = ()

    @property
    def refs(self) -> tuple[str, ...]:
        """The references in the form that rules use: ``cwe:312``, ``pci-dss:3.5.1``, ``gdpr:art.32``."""
        return (
            *(ref.lower().replace("cwe-", "cwe:") for ref in self.cwe),
            *(f"owasp:{ref}" for ref in (*self.owasp_2021, *self.owasp_2025)),
            *(f"asvs:{ref}" for ref in self.asvs_5),
            *(f"pci-dss:{ref}" for ref in self.pci_4_0_1),
            *(f"gdpr:{ref}" for ref in self.gdpr),
            *(_lowered(ref) for ref in self.other),
        )


class Sarif(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """How severities and references are written in SARIF."""

    help_uri_cwe: str
    security_severity: dict[str, float]
    level: dict[str, Level]
    tags: tuple[str, ...]


class References(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """The whole of ``cwe_map.toml``; ``gdpr``, ``hipaa`` and ``ccpa`` hold the short title of each reference."""

    schema_version: int
    snapshot: str
    family: tuple[Family, ...]
    sarif: Sarif
    gdpr: dict[str, str]
    hipaa: dict[str, str]
    ccpa: dict[str, str]


@cache
def references() -> References:
    """Return the whole map; raise ``CatalogError`` for a wrong row."""
    return read("cwe_map.toml", References)


@cache
def families() -> dict[str, Family]:
    """Return the families of faults by their id."""
    return {row.id: row for row in references().family}


def title(ref: str) -> str:
    """Return what an article of a law is about (``gdpr:art.32``), ``""`` for a reference without a title."""
    law, _, number = ref.partition(":")
    table = references()
    return {"gdpr": table.gdpr, "hipaa": table.hipaa, "ccpa": table.ccpa}.get(law, {}).get(number, "")


def _lowered(ref: str) -> str:
    law, colon, number = ref.partition(":")
    return law.lower() + colon + number
