"""The answer of an index about one package (PEP 691, with the upload times of PEP 700)."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

import msgspec
from packaging.utils import canonicalize_name

from pytest_datahygiene.catalog.versions import version_of
from pytest_datahygiene.errors import Unreadable

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?=T|$)")
# Characters; no file system takes a longer name.
_LONGEST = 255
# What installers take.
_SOURCES = (".tar.gz", ".zip")


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
    """Return what a page tells of a package; raise ``Unreadable`` if it is none, or knows no upload times.

    Local builds (``1.0+cpu``) count as the release that they are built from.
    """
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
    for file in page.files:
        version = _version(name, file.filename)
        if not version:
            continue
        day = day_of(file.upload_time or "")
        if not day:
            raise Unreadable("gives no upload times (PEP 700)")
        days[version] = min(day, days.get(version, day))
        if not file.yanked:
            standing.add(version)
    # Its day may have begun before ours.
    if max(days.values(), default="") > str(dt.datetime.now(dt.timezone.utc).date() + dt.timedelta(days=1)):
        raise Unreadable("gives upload times that are yet to come")
    return Listing(name, tuple(Release(one, day, one not in standing) for one, day in sorted(days.items())), host)


def day_of(text: str) -> str:
    """Return the day (ISO 8601) of a time, nothing for a text that begins with none."""
    found = _DAY.match(text)
    try:
        return dt.date.fromisoformat(found[0]).isoformat() if found else ""
    except ValueError:
        return ""


def _version(name: str, filename: str) -> str:
    """Return the version that a file is of, nothing for a kind of file that no installer takes any more."""
    if len(filename) > _LONGEST:
        return ""
    if filename.endswith(".whl"):
        parts = filename.split("-")
        told, text = parts[:2] if len(parts) in (5, 6) else ("", "")
    else:
        ending = next((one for one in _SOURCES if filename.endswith(one)), None)
        told, _, text = filename.removesuffix(ending).rpartition("-") if ending else ("", "", "")
    version = version_of(text)
    return str(version) if version and canonicalize_name(told) == name else ""
