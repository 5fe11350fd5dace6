"""When releases of the known packages came out, as far as the shipped snapshot tells.

Dates are days or months; a month counts as its last day where lateness would clear a package and as its first where it
would accuse one.
"""

from __future__ import annotations

import calendar
import datetime as dt
from functools import cache
from typing import TYPE_CHECKING

import msgspec

from pytest_datahygiene.catalog import store
from pytest_datahygiene.catalog.packages import Day, DayOrMonth, Name, Release, Row, packages
from pytest_datahygiene.catalog.versions import allows, series, shuts_out, version_of
from pytest_datahygiene.errors import CatalogError

if TYPE_CHECKING:
    from packaging.version import Version

FILE = "release_dates.json"
YEAR = dt.timedelta(days=365)
# A release that was replaced so soon, and by nothing since, is as good as its successor.
_SOON = dt.timedelta(days=60)


class Dated(Row, frozen=True):
    """The releases of a package, complete up to ``to`` save for ``gaps``; without ``to`` only ``latest`` is known."""

    latest: Release
    last: DayOrMonth
    src: str
    to: Day | None
    versions: dict[Release, DayOrMonth]
    gaps: str = ""


class Meta(Row, frozen=True):
    """How and when the file was gathered."""

    snapshot: Day
    precision: str
    sources: dict[str, str]
    to: str
    gaps: str
    not_covered: str


class Dates(Row, frozen=True):
    """The whole file."""

    meta: Meta
    packages: dict[Name, Dated]


class Behind(msgspec.Struct, frozen=True, gc=False):
    """A requirement that is held back at ``version``, or at an unknown one, whose age is ``age`` full years at least.

    ``kept_out`` is the first known release that it shuts out, ``newest`` the newest one and ``of`` its day or month.
    """

    version: str
    age: int
    kept_out: str
    newest: str
    of: str


@cache
def dates() -> Dates:
    """Return the file; raise ``CatalogError`` naming the row that is wrong."""
    return decode(store.raw(FILE))


def decode(packed: bytes) -> Dates:
    """Return a packed file; raise ``CatalogError`` for a wrong row, or a newest release that its list does not hold."""
    table = store.decode(FILE, packed, Dates)
    for name, row in table.packages.items():
        if row.versions.get(row.latest) != row.last:
            raise CatalogError(
                f"{FILE}: package {name}: latest {row.latest} is not in its versions with the date of last"
            )
    return table


def newest(name: str) -> tuple[str, str] | None:
    """Return the newest release of a package and its day or month, if the package is known."""
    row = dates().packages.get(name)
    return (row.latest, row.last) if row else None


def released(name: str, version: str) -> str:
    """Return the day or month of a release, or nothing if it is not known."""
    found = version_of(version)
    return next((day for release, _, day in _history(name) if release == found), "")


def given_up(name: str, today: str) -> bool:
    """Tell whether nobody mends a package any more; one that was superseded may still get releases for a while."""
    row = packages().get(name)
    if row is None or row.status != "superseded":
        return row is not None and row.status in ("abandoned", "deprecated")
    top = newest(name)
    return not top or _judged(today) - _end(top[1]) > YEAR


def behind(name: str, version: str, specifier: str, uploaded: str, today: str) -> Behind | None:
    """Return how far a pin (``version``), else an upper bound (``specifier``) holds a package back, if over a year.

    ``uploaded`` is the day that a lock file gives for its version. Nothing is returned for what is not known.
    """
    top = newest(name)
    if not top or not (last := version_of(top[0])):
        return None
    held = _pin(name, version, uploaded, last) if version else _bound(name, specifier, last)
    if not held or dt.date.fromisoformat(today) - held[1] <= YEAR:
        return None
    # A package that rests: little is lost with the release before its last.
    if _judged(today) - _end(top[1]) > YEAR and _start(top[1]) - held[1] <= _SOON:
        return None
    age = (dt.date.fromisoformat(today) - held[1]).days // 365
    return Behind(version=held[0], age=age, kept_out=held[2], newest=top[0], of=top[1])


def _judged(today: str) -> dt.date:
    """Return the day up to which packages can be judged: the snapshot knows no later release."""
    return min(dt.date.fromisoformat(today), dt.date.fromisoformat(dates().meta.snapshot))


# Version, last day on which it can have come out, first known release that is shut out.
Held = tuple[str, dt.date, str]


def _pin(name: str, version: str, uploaded: str, last: Version) -> Held | None:
    """Return what an exact version holds its package to; nothing if it is the newest or its age is not known."""
    exact = version_of(version)
    if not exact or exact >= last:
        return None
    by = _day(uploaded) or _latest_day(name, exact)
    later = next(text for release, text, _ in _history(name) if release > exact)
    return (version, by, later) if by else None


def _latest_day(name: str, exact: Version) -> dt.date | None:
    """Return the last day on which a release can have come out.

    One whose own date is unknown is older than its successors: all of them if the package's releases came in order,
    else those of its own series, for old series are mended beside new ones.
    """
    own = released(name, str(exact))
    if own:
        return _end(own)
    later = (
        _end(day)
        for release, _, day in _history(name)
        if release > exact and (_in_order(name) or series(release) == series(exact))
    )
    return min(later, default=None)


def _bound(name: str, specifier: str, last: Version) -> Held | None:
    """Return what an upper bound holds its package to; nothing without one, or if a fresh release may fit it."""
    if not shuts_out(specifier, last):
        return None
    history, row = _history(name), dates().packages[name]
    _, first, first_day = next(item for item in history if shuts_out(specifier, item[0]))
    inside = [(_end(day), text) for release, text, day in history if allows(specifier, release)]
    by, version = max(inside, default=(dt.date.min, ""))
    if _in_order(name):
        # Complete up to the first release outside: no unknown one lies between.
        whole = inside and row.to and not row.gaps and _end(first_day) <= dt.date.fromisoformat(row.to)
        return (version, by, first) if whole else ("", _end(first_day), first)
    # Old series go on beside new ones: only a year of silence within the known list tells that this one has ended.
    if inside and row.to and dt.date.fromisoformat(row.to) - by > YEAR:
        return version, by, first
    return None


@cache
def _history(name: str) -> list[tuple[Version, str, str]]:
    """Return the known releases of a package in the order of their versions, each with its day or month."""
    row = dates().packages.get(name)
    listed = row.versions.items() if row else ()
    return sorted((release, text, day) for text, day in listed if (release := version_of(text)))


@cache
def _in_order(name: str) -> bool:
    """Tell whether a package's releases came out in the order of their versions, as far as is known."""
    latest = dt.date.min
    for _, _, day in _history(name):
        if _end(day) < latest:
            return False
        latest = max(latest, _start(day))
    return True


def _start(day: str) -> dt.date:
    return dt.date.fromisoformat(day if len(day) == 10 else f"{day}-01")


def _end(day: str) -> dt.date:
    """Return a day, or the last day of a month."""
    if len(day) == 10:
        return dt.date.fromisoformat(day)
    year, month = map(int, day.split("-"))
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _day(text: str) -> dt.date | None:
    """Return an ISO 8601 day, or nothing for a text that is none."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
