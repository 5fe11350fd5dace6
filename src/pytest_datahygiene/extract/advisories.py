"""Advisories and statements about them that a user hands in: OSV, pip-audit, OpenVEX and CycloneDX.

OSV: https://ossf.github.io/osv-schema/ (1.7); OpenVEX: https://github.com/openvex/spec (0.2.0); CycloneDX:
https://cyclonedx.org/docs/1.7/json/, read on 2026-11-26.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

import msgspec
from packaging.utils import canonicalize_name

from pytest_datahygiene.catalog.packages import packages
from pytest_datahygiene.catalog.versions import allows, specifiers_of, version_of
from pytest_datahygiene.errors import Unreadable
from pytest_datahygiene.facts import AdvisoryListed, Fact, Place, VexSaid

_PURL = re.compile(r"pkg:pypi/(?P<name>[A-Za-z0-9._-]+)(?:@(?P<version>[^?#]+))?", re.IGNORECASE)
# Package URLs of whole products; those of other indexes and of distributions are parts that we do not judge.
_PRODUCT = re.compile(r"(?!pkg:)|pkg:(?:bitbucket|docker|generic|github|gitlab|oci)/", re.IGNORECASE)
_CLEARED = ("not_affected", "false_positive")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_UNKNOWN = "neither OSV, pip-audit, OpenVEX nor CycloneDX"
# At the same version: it is mended before it is broken anew, and a last affected one is affected.
_EVENTS = {"fixed": 0, "introduced": 1, "last_affected": 2}

# Name and version of a package; any of a name or a version that is empty.
Part = tuple[str, str]


def extract(path: str, data: bytes) -> Iterator[Fact]:
    """Yield what a file tells of packages that we judge; raise ``Unreadable`` for one that is none of the four kinds,
    and at the end for one that leaves packages out.

    A statement without a justification is a ``VexSaid`` whose own is empty.
    """
    try:
        told = msgspec.json.decode(data)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        raise Unreadable("not valid JSON") from None
    if not isinstance(told, dict):
        raise Unreadable(_UNKNOWN)
    at = Place(path, 1)
    # A bill of materials has dependencies too.
    if told.get("bomFormat") == "CycloneDX":
        yield from _cyclonedx(at, told)
    elif isinstance(told.get("id"), str) and "affected" in told:
        yield from _osv(at, told)
    elif isinstance(told.get("dependencies"), list):
        yield from _pip_audit(at, told["dependencies"])
    elif isinstance(told.get("statements"), list):
        yield from _openvex(at, told["statements"])
    else:
        raise Unreadable(_UNKNOWN)


def _osv(at: Place, told: dict[str, Any]) -> Iterator[AdvisoryListed]:
    if told.get("withdrawn"):
        return
    published = _DAY.match(str(told.get("published", "")))
    unclear = False
    for row in _tables(told["affected"]):
        package = row.get("package")
        if not isinstance(package, dict) or package.get("ecosystem") != "PyPI":
            continue
        name = canonicalize_name(str(package.get("name", "")))
        if name in packages():
            affected, fixed = _affected(row)
            names = (told["id"], *_texts(told.get("aliases")))
            yield AdvisoryListed(at, name, told["id"], names, affected, fixed, published[0] if published else "", "osv")
            unclear = unclear or not affected
    if unclear:
        raise Unreadable(f"{told['id']} names no versions that can be compared")


def _affected(row: dict[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the specifier sets that are affected, with the versions that are listed beside them, and what mends."""
    affected: list[str] = []
    fixed: list[str] = []
    for one in _tables(row.get("ranges")):
        if one.get("type") == "ECOSYSTEM":
            events = _tables(one.get("events"))
            affected += _stretches(events)
            fixed += _texts([event.get("fixed") for event in events])
    known = [text for text in affected if specifiers_of(text) is not None]
    for text in _texts(row.get("versions")):
        version = version_of(text)
        if version and not any(allows(stretch, version) for stretch in known):
            known.append(f"=={version}")
    return tuple(known), tuple(text for text in fixed if version_of(text))


def _stretches(events: list[dict[str, Any]]) -> list[str]:
    """Return the specifier sets between events, which stand in any order; nothing if one cannot be compared."""
    told = [(event[kind], kind) for event in events for kind in _EVENTS if isinstance(event.get(kind), str)]
    points = [(version, _EVENTS[kind], kind, text) for text, kind in told if (version := version_of(text))]
    if len(points) < len(told):
        return []
    found: list[str] = []
    # What begins with an end began at the beginning.
    begin: str | None = ""
    for number, (_, _, kind, text) in enumerate(sorted(points)):
        if kind == "introduced":
            if not number or begin is None:
                begin = "" if text == "0" else f">={text}"
        elif begin is not None:
            found.append(",".join(filter(None, (begin, f"{'<' if kind == 'fixed' else '<='}{text}"))))
            begin = None
    return found if begin is None or not points else [*found, begin or "*"]


def _pip_audit(at: Place, rows: list[Any]) -> Iterator[AdvisoryListed]:
    skipped: set[str] = set()
    for row in _tables(rows):
        name, version = canonicalize_name(str(row.get("name", ""))), row.get("version")
        if name not in packages():
            continue
        if row.get("skip_reason"):
            skipped.add(name)
        for flaw in _tables(row.get("vulns")):
            called = flaw.get("id")
            if isinstance(version, str) and version_of(version) and isinstance(called, str):
                names = (called, *_texts(flaw.get("aliases")))
                fixed = tuple(text for text in _texts(flaw.get("fix_versions")) if version_of(text))
                yield AdvisoryListed(at, name, called, names, (f"=={version}",), fixed, "", "pip-audit")
    if skipped:
        first, *others = sorted(skipped)
        more = f" and {len(others)} more packages" if others else ""
        raise Unreadable(f"pip-audit passed over {first}{more}")


def _openvex(at: Place, rows: list[Any]) -> Iterator[VexSaid]:
    for row in _tables(rows):
        if row.get("status") not in _CLEARED:
            continue
        flaw = row.get("vulnerability")
        names = [flaw] if isinstance(flaw, str) else []
        if isinstance(flaw, dict):
            names = [*_texts([flaw.get("name"), flaw.get("@id")]), *_texts(flaw.get("aliases"))]
        why = _texts([row.get("justification"), row.get("impact_statement"), ""])
        products = _tables(row.get("products"))
        parts = [part for product in products for part in _parts(product)] if products else [("", "")]
        for name, version in parts:
            yield VexSaid(at, tuple(names), name, version, next(filter(None, why), ""))


def _parts(product: dict[str, Any]) -> list[Part]:
    """Return the packages that a statement about a product of OpenVEX means: of its parts if it names some."""
    below = _tables(product.get("subcomponents"))
    found = [_package(_purl(part)) for part in below] if below else [_meant(_purl(product))]
    return [part for part in found if part]


def _purl(part: dict[str, Any]) -> str:
    identifiers = part.get("identifiers")
    told = [identifiers.get("purl") if isinstance(identifiers, dict) else None, part.get("@id"), ""]
    return next(filter(None, _texts(told)), "")


def _cyclonedx(at: Place, told: dict[str, Any]) -> Iterator[VexSaid]:
    rows = _tables(told.get("vulnerabilities"))
    if not any(isinstance(row.get("analysis"), dict) for row in rows):
        raise Unreadable("holds no analysis of a flaw")
    parts = _components(told)
    for row in rows:
        analysis = row.get("analysis")
        if not isinstance(analysis, dict) or analysis.get("state") not in _CLEARED:
            continue
        names = tuple(_texts([row.get("id"), *(one.get("id") for one in _tables(row.get("references")))]))
        why = next(filter(None, _texts([analysis.get("justification"), analysis.get("detail")])), "")
        for ref in _texts([part.get("ref") for part in _tables(row.get("affects"))]):
            part = _referred(ref, parts)
            if part:
                yield VexSaid(at, names, *part, why)


def _referred(ref: str, parts: dict[str, Part | None]) -> Part | None:
    """Return the package that a reference means; one into another document stands behind that one's own name."""
    tail = ref.rpartition("#")[2]
    for one in (ref, tail):
        if one in parts:
            return parts[one]
    return _meant(ref if _PURL.match(ref) else tail)


def _components(told: dict[str, Any]) -> dict[str, Part | None]:
    """Return the package that every component is, by its reference; ``None`` for one that we do not judge."""
    found: dict[str, Part | None] = {}
    left = _tables(told.get("components"))
    while left:
        one = left.pop()
        left += _tables(one.get("components"))
        ref, name, version = one.get("bom-ref"), one.get("name"), one.get("version")
        if not isinstance(ref, str):
            continue
        found[ref] = _package(str(one["purl"])) if one.get("purl") else None
        # pip-audit gives its components no address.
        if not one.get("purl") and isinstance(name, str):
            found[ref] = canonicalize_name(name), version if isinstance(version, str) else ""
    return found


def _meant(text: str) -> Part | None:
    """Return the package of our index that an identifier means, any for one of a whole product, else ``None``."""
    return _package(text) or (("", "") if text and _PRODUCT.match(text) else None)


def _package(text: str) -> Part | None:
    """Return name and version that a package URL of our index tells, ``None`` for anything else."""
    found = _PURL.match(text)
    return (canonicalize_name(found["name"]), unquote(found["version"] or "")) if found else None


def _tables(value: object) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _texts(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []
