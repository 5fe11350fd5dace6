"""Advisories and statements about them that a user hands in: OSV, pip-audit, OpenVEX and CycloneDX.

OSV: https://ossf.github.io/osv-schema/ (1.7); OpenVEX: https://github.com/openvex/spec (0.2.0); CycloneDX:
https://cyclonedx.org/docs/1.7/json/, read on 2026-11-26.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec
from packaging.utils import canonicalize_name

from pytest_datahygiene.catalog.versions import specifiers_of, version_of
from pytest_datahygiene.errors import Unreadable
from pytest_datahygiene.facts import AdvisoryListed, Fact, Place, VexSaid

_PURL = re.compile(r"pkg:pypi/(?P<name>[A-Za-z0-9._-]+)(?:@(?P<version>[^?#]+))?")
_CLEARED = frozenset({"not_affected", "false_positive"})
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def extract(path: str, data: bytes) -> Iterator[Fact]:
    """Yield what a file tells; raise ``Unreadable`` for one that is none of the four kinds.

    A statement without a justification is a ``VexSaid`` whose own is empty.
    """
    try:
        told = msgspec.json.decode(data)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        raise Unreadable("not valid JSON") from None
    if not isinstance(told, dict):
        raise Unreadable("neither OSV, pip-audit, OpenVEX nor CycloneDX")
    at = Place(path, 1)
    if isinstance(told.get("id"), str) and "affected" in told:
        yield from _osv(at, told)
    elif isinstance(told.get("dependencies"), list):
        yield from _pip_audit(at, told["dependencies"])
    elif isinstance(told.get("statements"), list):
        yield from _openvex(at, told["statements"])
    elif told.get("bomFormat") == "CycloneDX":
        yield from _cyclonedx(at, told)
    else:
        raise Unreadable("neither OSV, pip-audit, OpenVEX nor CycloneDX")


def _osv(at: Place, told: dict[str, Any]) -> Iterator[AdvisoryListed]:
    if told.get("withdrawn"):
        return
    published = _DAY.match(str(told.get("published", "")))
    for row in _tables(told["affected"]):
        package = row.get("package")
        if not isinstance(package, dict) or package.get("ecosystem") != "PyPI":
            continue
        affected, fixed = _ranges(row)
        yield AdvisoryListed(
            at,
            canonicalize_name(str(package.get("name", ""))),
            told["id"],
            (told["id"], *_texts(told.get("aliases"))),
            affected,
            fixed,
            published[0] if published else "",
            "osv",
        )


def _ranges(row: dict[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the specifier sets that are affected, listed versions where there is no range, and what mends them."""
    affected: list[str] = []
    fixed: list[str] = []
    for one in _tables(row.get("ranges")):
        if one.get("type") != "ECOSYSTEM":
            continue
        begin = ""
        for event in _tables(one.get("events")):
            if "introduced" in event:
                begin = "" if event["introduced"] == "0" else f">={event['introduced']},"
                affected.append(begin.rstrip(",") or "*")
            elif "fixed" in event or "last_affected" in event:
                sign = "<" if "fixed" in event else "<="
                end = str(event.get("fixed", event.get("last_affected")))
                affected[-1:] = [f"{begin}{sign}{end}"]
                fixed += [end] if "fixed" in event else []
    if not affected:
        affected = [f"=={version}" for version in _texts(row.get("versions"))]
    known = tuple(text for text in affected if specifiers_of(text) is not None)
    return known, tuple(text for text in fixed if version_of(text))


def _pip_audit(at: Place, rows: list[Any]) -> Iterator[AdvisoryListed]:
    for row in _tables(rows):
        name, version = row.get("name"), row.get("version")
        for flaw in _tables(row.get("vulns")):
            if isinstance(name, str) and isinstance(version, str) and version_of(version) and "id" in flaw:
                called = str(flaw["id"])
                yield AdvisoryListed(
                    at,
                    canonicalize_name(name),
                    called,
                    (called, *_texts(flaw.get("aliases"))),
                    (f"=={version}",),
                    tuple(text for text in _texts(flaw.get("fix_versions")) if version_of(text)),
                    "",
                    "pip-audit",
                )


def _openvex(at: Place, rows: list[Any]) -> Iterator[VexSaid]:
    for row in _tables(rows):
        if row.get("status") not in _CLEARED:
            continue
        flaw = row.get("vulnerability")
        names = [flaw] if isinstance(flaw, str) else []
        if isinstance(flaw, dict):
            names = [*_texts([flaw.get("name"), flaw.get("@id")]), *_texts(flaw.get("aliases"))]
        why = row.get("justification") or row.get("impact_statement") or ""
        products = _tables(row.get("products"))
        parts = [part for product in products for part in _tables(product.get("subcomponents"))] or products
        for name, version in [_of_purl(_purl(part)) for part in parts] or [("", "")]:
            yield VexSaid(at, tuple(names), name, version, str(why))


def _purl(part: dict[str, Any]) -> str:
    identifiers = part.get("identifiers")
    return str((identifiers.get("purl") if isinstance(identifiers, dict) else None) or part.get("@id", ""))


def _cyclonedx(at: Place, told: dict[str, Any]) -> Iterator[VexSaid]:
    purls = {str(part.get("bom-ref", "")): str(part.get("purl", "")) for part in _tables(told.get("components"))}
    for row in _tables(told.get("vulnerabilities")):
        analysis = row.get("analysis")
        if not isinstance(analysis, dict) or analysis.get("state") not in _CLEARED:
            continue
        names = tuple(_texts([row.get("id"), *(one.get("id") for one in _tables(row.get("references")))]))
        why = analysis.get("justification") or analysis.get("detail") or ""
        for part in _tables(row.get("affects")):
            ref = str(part.get("ref", "")).rpartition("#")[2]
            name, version = _of_purl(purls.get(ref) or ref)
            yield VexSaid(at, names, name, version, str(why))


def _of_purl(text: str) -> tuple[str, str]:
    """Return name and version that a package URL of the index tells; of any other product all packages are meant."""
    found = _PURL.match(text.replace("%2B", "+"))
    return (canonicalize_name(found["name"]), found["version"] or "") if found else ("", "")


def _tables(value: object) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _texts(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []
