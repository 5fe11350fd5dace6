"""When releases of the known packages came out: the snapshot that is shipped, or one that the user fetched since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from typing import TYPE_CHECKING

import msgspec

from pytest_datahygiene.catalog import store
from pytest_datahygiene.catalog.packages import Day, Name, Row, packages
from pytest_datahygiene.catalog.place import FILE, refreshed
from pytest_datahygiene.catalog.versions import allows, shuts_out, version_of
from pytest_datahygiene.errors import CatalogError, UsageError

if TYPE_CHECKING:
    from packaging.version import Version

YEAR = dt.timedelta(days=365)
# A release that was replaced so soon, and by nothing since, is as good as its successor.
_SOON = dt.timedelta(days=60)
# Nobody can follow every release at once.
_QUARTER = dt.timedelta(days=90)


class Dated(Row, frozen=True):
    """All releases of a package that the index knew on the day ``asked``, each with the day of its first upload."""

    asked: Day
    versions: dict[str, Day]
    yanked: frozenset[str] = frozenset()


class Dates(Row, frozen=True):
    """The whole file; ``snapshot`` is the day on which it was gathered, ``source`` says where."""

    schema_version: int
    snapshot: Day
    source: str
    packages: dict[Name, Dated]


class Behind(msgspec.Struct, frozen=True, gc=False):
    """A requirement that is held back at ``version``, which is ``age`` full years old.

    ``between`` counts the releases after it, up to ``newest`` with its day ``of``; ``kept_out`` is the first of them
    and ``since`` its day. ``known`` is the day on which that was so.
    """

    version: str
    age: int
    between: int
    kept_out: str
    since: str
    newest: str
    of: str
    known: str


class History:
    """The releases of one package, as an index knew them on the day ``asked``."""

    def __init__(self, versions: Mapping[str, str], yanked: Iterable[str], asked: str) -> None:
        self._yanked = frozenset(yanked)
        self._listed = versions
        self.asked = asked

    @cached_property
    def _days(self) -> dict[Version, str]:
        return {version: day for text, day in self._listed.items() if (version := version_of(text))}

    @cached_property
    def _standing(self) -> list[Version]:
        """The releases that an installer takes unless it is told to, in the order of their versions."""
        plain = sorted(version for version in self._days if str(version) not in self._yanked)
        return [version for version in plain if not version.is_prerelease] or plain

    @property
    def newest(self) -> tuple[str, str] | None:
        """The newest release that was not taken back, and its day."""
        return self._said(self._standing[-1]) if self._standing else None

    def released(self, version: str) -> str:
        """Return the day of a release, or nothing if it is not known."""
        found = version_of(version)
        return self._days.get(found, "") if found else ""

    def behind(self, version: str, specifier: str, uploaded: str, today: str) -> Behind | None:
        """Return how far a pin (``version``), else an upper bound (``specifier``) holds the package back, if over a
        year. ``uploaded`` is the day that a lock file gives for its version."""
        found = self._held(version, specifier, uploaded, today)
        if found is None or _between(found[1], today) <= YEAR or self._is_near(found[1], today):
            return None
        return found[0]

    def capped(self, specifier: str, today: str) -> Behind | None:
        """Return how an upper bound blocks updates: newer releases have been out for long, and none came inside it
        since."""
        found = self._held("", specifier, "", today)
        if found is None:
            return None
        held, day = found
        stuck = day < held.since and _between(held.since, today) > _QUARTER
        return held if stuck and _between(day, today) <= YEAR else None

    def _held(self, version: str, specifier: str, uploaded: str, today: str) -> tuple[Behind, str] | None:
        if not self._standing:
            return None
        last = self._standing[-1]
        exact = version_of(version)
        if version:
            day = _day(uploaded) or self.released(version)
        else:
            inside = [one for one in self._standing if allows(specifier, one)] if shuts_out(specifier, last) else []
            exact = inside[-1] if inside else None
            day = self._days[exact] if exact else ""
        if exact is None or exact >= last or not day:
            return None
        later = [one for one in self._standing if one > exact]
        newest, of = self._said(last)
        kept_out, since = self._said(later[0] if version else next(one for one in later if shuts_out(specifier, one)))
        age = _between(day, today).days // 365
        return Behind(version or str(exact), age, len(later), kept_out, since, newest, of, self.asked), day

    def _is_near(self, day: str, today: str) -> bool:
        """Tell whether a package rests, and little is lost with the release before its last."""
        _, last = self._said(self._standing[-1])
        return _between(last, min(today, self.asked)) > YEAR and _between(day, last) <= _SOON

    def _said(self, version: Version) -> tuple[str, str]:
        return str(version), self._days[version]


def history(name: str) -> History | None:
    """Return the releases of a package as the snapshot knows them, ``None`` if it does not."""
    row = dates().packages.get(name)
    return History(row.versions, row.yanked, row.asked) if row else None


@cache
def dates() -> Dates:
    """Return what is known: of each package the newer row, the shipped one or the user's own.

    Raise ``CatalogError`` naming the row that is wrong, ``UsageError`` naming the user's snapshot if that is broken.
    """
    table, own = shipped(), fetched()
    newer = {
        name: row
        for name, row in (own.packages if own else {}).items()
        if name not in table.packages or row.asked >= table.packages[name].asked
    }
    if not (own and newer):
        return table
    latest = max(own, table, key=lambda one: one.snapshot)
    return Dates(table.schema_version, latest.snapshot, latest.source, {**table.packages, **newer})


@cache
def shipped() -> Dates:
    """Return the snapshot that came with this version; raise ``CatalogError`` naming the row that is wrong."""
    return decode(store.raw(FILE))


def fetched() -> Dates | None:
    """Return the snapshot that the user fetched, ``None`` if there is none; raise ``UsageError`` if it is broken."""
    path = refreshed()
    try:
        with open(path, "rb") as file:
            table = msgspec.json.decode(file.read(), type=Dates)
        if table.schema_version != shipped().schema_version:
            raise CatalogError(f"its schema is {table.schema_version}, not {shipped().schema_version}")
        _check(table)
        _check_days(table)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise UsageError(f"{path}: {(error.strerror or 'cannot be read').lower()}") from None
    except (CatalogError, msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: {error}; delete it, or run `datahygiene data update`") from None
    return table


def decode(packed: bytes) -> Dates:
    """Return a packed file; raise ``CatalogError`` for a wrong row."""
    table = store.decode(FILE, packed, Dates)
    try:
        _check(table)
    except CatalogError as error:
        raise CatalogError(f"{FILE}: {error}") from None
    return table


def _check(table: Dates) -> None:
    """Raise ``CatalogError`` naming the package whose row cannot be."""
    for name, row in table.packages.items():
        if not row.yanked <= row.versions.keys():
            raise CatalogError(f"package {name}: a release was taken back that is not in its list")


def _check_days(table: Dates) -> None:
    """Raise ``CatalogError`` for a day such as the thirtieth of February; what is shipped was looked at before."""
    if not _day(table.snapshot):
        raise CatalogError(f"there is no {table.snapshot}")
    for name, row in table.packages.items():
        wrong = [day for day in {row.asked, *row.versions.values()} if not _day(day)]
        if wrong:
            raise CatalogError(f"package {name}: there is no {wrong[0]}")


def given_up(name: str, today: str) -> bool:
    """Tell whether nobody mends a package any more; one that was superseded may still get releases for a while."""
    row = packages().get(name)
    if row is None or row.status != "superseded":
        return row is not None and row.status in ("abandoned", "deprecated")
    known = history(name)
    newest = known.newest if known else None
    return not (known and newest) or _between(newest[1], min(today, known.asked)) > YEAR


def _between(day: str, today: str) -> dt.timedelta:
    return dt.date.fromisoformat(today) - dt.date.fromisoformat(day)


def _day(text: str) -> str:
    """Return an ISO 8601 day, or nothing for a text that is none."""
    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError:
        return ""
