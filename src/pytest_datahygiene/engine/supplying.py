"""What others tell for one run: release days of an index, advisories and statements that the user hands in."""

from __future__ import annotations

import datetime as dt
import os
import stat
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pytest_datahygiene.catalog import releases
from pytest_datahygiene.catalog.packages import packages
from pytest_datahygiene.catalog.place import FILE
from pytest_datahygiene.errors import Unreadable
from pytest_datahygiene.extract.advisories import extract
from pytest_datahygiene.facts import Fact, PackageRequired, Place, ReleasesListed, VexSaid
from pytest_datahygiene.findings.report import Incomplete, Report

if TYPE_CHECKING:
    from pytest_datahygiene.config import Config
    from pytest_datahygiene.extract.reading import Reading

# Days after which the snapshot is too old: to be called fresh, to be used without a word.
_FRESH, _SILENT = 30, 90
_LARGEST = 64 << 20
# Of what nobody looks after no newer release is waited for.
_PASSED_OVER = frozenset({"abandoned", "deprecated", "lookalike"})


def supplied(
    report: Report, readings: Iterable[Reading], config: Config, today: str, *, online: bool, folder: str
) -> list[Fact]:
    """Return the facts that others tell, noting in the report what could not be had.

    ``online`` lets the index be asked; ``folder`` is where answers are kept, ``""`` for nowhere.
    """
    required: dict[str, PackageRequired] = {}
    for reading in readings:
        for fact in reading.facts:
            if isinstance(fact, PackageRequired) and fact.name in packages():
                required.setdefault(fact.name, fact)
    facts = [*_handed_in(report, config)]
    if online:
        facts += _listed(report, required, today, folder)
    elif required:
        _say_age(report, config, required, today)
    return facts


def _listed(report: Report, required: dict[str, PackageRequired], today: str, folder: str) -> Iterator[Fact]:
    from pytest_datahygiene.index.asking import ask
    from pytest_datahygiene.index.settings import chosen

    names = _judged(required)
    found, failures = ask(names, chosen(report.root, os.environ), folder=folder)
    for one in found:
        versions = {release.version: release.day for release in one.releases}
        yanked = tuple(release.version for release in one.releases if release.yanked)
        yield ReleasesListed(Place("", 0), one.name, versions, yanked, today)
    for failure in failures:
        where = required[failure.name].at.path
        report.unreadable.append(Incomplete(where, f"the releases of {failure.name} are not known: {failure.cause}"))


def _judged(required: Iterable[str]) -> list[str]:
    """Return exactly the packages whose releases are judged, so that no other name leaves the house."""
    rows = (packages()[name] for name in required)
    return [row.name for row in rows if row.on_index and row.status not in _PASSED_OVER]


def _say_age(report: Report, config: Config, required: Iterable[str], today: str) -> None:
    known = releases.dates().packages
    # A snapshot may hold rows that an index would not renew.
    days = [known[name].asked for name in _judged(required) if name in known]
    if not days:
        return
    day = min(days)
    age = (dt.date.fromisoformat(today) - dt.date.fromisoformat(day)).days
    more = "`datahygiene data update` fetches newer ones, `--online` asks your index"
    if config.require_fresh_data and age > _FRESH:
        report.unreadable.append(Incomplete(FILE, f"the release days are of {day}, {age} days old; {more}"))
    elif age > _SILENT:
        report.notes.append(f"the release days of packages are of {day}, {age} days old; {more}")


def _handed_in(report: Report, config: Config) -> Iterator[Fact]:
    for name in (*config.advisories, *config.vex):
        place = os.path.join(report.root, name)
        for path in _files(place, report):
            try:
                for fact in extract(path, _bytes(path)):
                    if isinstance(fact, VexSaid) and not fact.justification.strip():
                        flaw = fact.flaws[0] if fact.flaws else "a flaw"
                        report.notes.append(f"{name}: {flaw} is said to be without effect, but not why; it counts")
                    else:
                        yield fact
            except Unreadable as error:
                report.unreadable.append(Incomplete(_shown(path, report.root), str(error)))


def _files(place: str, report: Report) -> list[str]:
    """Return a file, or the JSON files of a folder, noting in the report what cannot be looked into, and if none is."""
    if not os.path.isdir(place):
        return [place]

    def note(error: OSError) -> None:
        cause = (error.strerror or "cannot be read").lower()
        report.unreadable.append(Incomplete(_shown(error.filename, report.root), cause))

    walked = os.walk(place, onerror=note)
    found = sorted(
        os.path.join(folder, name) for folder, _, names in walked for name in names if name.endswith(".json")
    )
    if not found:
        report.unreadable.append(Incomplete(_shown(place, report.root), "holds no .json file"))
    return found


def _shown(path: str, root: str) -> str:
    """Return a path as reports show it: from the root where it lies below."""
    return os.path.relpath(path, root).replace(os.sep, "/") if path.startswith(os.path.join(root, "")) else path


def _bytes(path: str) -> bytes:
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0))
        with open(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise Unreadable("not a file")
            data = file.read(_LARGEST + 1)
    except OSError as error:
        raise Unreadable((error.strerror or "cannot be read").lower()) from None
    if len(data) > _LARGEST:
        raise Unreadable(f"larger than {_LARGEST} bytes")
    return data
