"""The answer of an index about one package (PEP 691, with the upload times of PEP 700)."""

from __future__ import annotations

import re
from typing import NamedTuple

import msgspec
from packaging.utils import (
    InvalidSdistFilename,
    InvalidWheelFilename,
    canonicalize_name,
    parse_sdist_filename,
    parse_wheel_filename,
)

from pytest_datahygiene.errors import Unreadable

_DAY = re.compile(r"\d{4}-\d\d-\d\d(?=T|$)")


class Release(NamedTuple):
    """A release, and the day (UTC, ISO 8601) on which the first of its files was uploaded."""

    version: str
    day: str
    yanked: bool = False


class Listing(NamedTuple):
    """The releases of a package, by the normalised name that was asked for, and the host that told of them."""

    name: str
    releases: tuple[Release, ...]
    host: str = ""


class _File(msgspec.Struct, rename="kebab"):
    filename: str
    upload_time: str | None = None
    # A text says why.
    yanked: bool | str = False


class _Meta(msgspec.Struct, rename="kebab"):
    api_version: str


class _Page(msgspec.Struct):
    meta: _Meta
    name: str
    files: list[_File]


def listing(name: str, body: bytes, host: str = "") -> Listing:
    """Return what a page tells of a package; raise ``Unreadable`` if it is none, or knows no upload times."""
    try:
        page = msgspec.json.decode(body, type=_Page)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        raise Unreadable("answered with something that is no package page (PEP 691)") from None
    if not page.meta.api_version.startswith("1."):
        raise Unreadable("speaks another version of the protocol than 1.x (PEP 691)")
    if canonicalize_name(page.name) != name:
        raise Unreadable("answered with another package")
    days: dict[str, str] = {}
    standing: set[str] = set()
    undated = False
    for file in page.files:
        version = _version(name, file.filename)
        found = _DAY.match(file.upload_time or "")
        if not version:
            continue
        undated = undated or not found
        if found:
            days[version] = min(found[0], days.get(version, found[0]))
        if not file.yanked:
            standing.add(version)
    if undated:
        raise Unreadable("gives no upload times (PEP 700)")
    return Listing(name, tuple(Release(one, day, one not in standing) for one, day in sorted(days.items())), host)


def _version(name: str, filename: str) -> str:
    """Return the version that a file is of, nothing for a kind of file that no installer takes any more."""
    try:
        if filename.endswith(".whl"):
            told, version, _, _ = parse_wheel_filename(filename)
        else:
            told, version = parse_sdist_filename(filename)
    except (InvalidWheelFilename, InvalidSdistFilename):
        return ""
    return str(version) if told == name else ""
