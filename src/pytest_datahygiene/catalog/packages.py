"""What is known about packages that do cryptography, TLS, authentication, tokens and password hashing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Annotated, Literal

import msgspec

from pytest_datahygiene.catalog import store
from pytest_datahygiene.catalog.taxonomy import taxonomy
from pytest_datahygiene.catalog.versions import allows, covers, floor, version_of
from pytest_datahygiene.catalog.words import words
from pytest_datahygiene.errors import CatalogError

FILE = "crypto_packages.toml"
Day = Annotated[str, msgspec.Meta(pattern=r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]
DayOrMonth = Annotated[str, msgspec.Meta(pattern=r"^\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?$")]
Name = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Release = Annotated[str, msgspec.Meta(pattern=r"^\d+(\.\d+)*((a|b|rc|\.post|\.dev)\d+)*$")]
Specifiers = Annotated[str, msgspec.Meta(pattern=r"^(\*|(==|!=|<=?|>=?|~=)[\w.*]+(,(==|!=|<=?|>=?|~=)[\w.*]+)*)$")]
_NAME = re.compile(r"[A-Za-z_]+")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
Status = Literal["maintained", "stable", "superseded", "deprecated", "abandoned", "lookalike"]


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row of the catalog: a key that it does not know is an error."""


class Advisory(Row, frozen=True):
    """A published flaw. ``affected`` are alternatives; no ``fixed`` release is known when that is empty."""

    id: str
    affected: tuple[Specifiers, ...]
    kind: str
    published: DayOrMonth
    source: str
    fixed: tuple[Release, ...] = ()
    aliases: tuple[str, ...] = ()
    unsure: str = ""
    disputed: bool = False
    no_fix_planned: bool = False

    @property
    def name(self) -> str:
        """The CVE number where there is one: the name that people search for."""
        return next((name for name in (self.id, *self.aliases) if name.startswith("CVE-")), self.id)


class Package(Row, frozen=True):
    """A package; ``name`` is normalised."""

    name: Name
    imports: tuple[str, ...]
    category: str
    status: Status
    on_index: bool
    replacement: tuple[Name, ...] = ()
    note: str = ""
    unsure: str = ""
    advisory: tuple[Advisory, ...] = ()


class Cycle(Row, frozen=True):
    """A line of releases of a runtime, and the day on which it ends."""

    product: str
    cycle: str
    eol: Day
    release: Day | Literal[""] = ""
    lts: bool = False
    unsure: str = ""
    note: str = ""


class Mended(Row, frozen=True):
    """A distribution that mends a line of releases of a runtime for longer than its authors: ``id`` and ``version`` are
    those of ``/etc/os-release``."""

    id: str
    version: str
    product: str
    cycle: str
    until: Day
    source: str


class Collision(Row, frozen=True, rename={"name": "import"}):
    """An import name that several distributions provide."""

    name: str
    distributions: tuple[Name, ...]
    note: str = ""


class StandardModule(Row, frozen=True):
    """A part of the standard library that is weak for some use, or gone."""

    module: str
    replacement: tuple[str, ...] = ()
    weak_for: tuple[str, ...] = ()
    removed_in: str = ""
    accepted_when: str = ""
    note: str = ""


class Known(Row, frozen=True):
    """The whole file, with the day on which it was gathered."""

    schema_version: Literal[1]
    snapshot: Day
    advisory_database_commit_day: Day
    advisories_complete_until: Day
    lowest_version_words: frozenset[str]
    package: tuple[Package, ...]
    eol: tuple[Cycle, ...]
    mended: tuple[Mended, ...]
    import_collision: tuple[Collision, ...]
    stdlib: tuple[StandardModule, ...]


@cache
def known() -> Known:
    """Return the file; raise ``CatalogError`` naming the row that is wrong."""
    return decode(store.raw(FILE))


def decode(packed: bytes) -> Known:
    """Return a packed file; raise ``CatalogError`` for a wrong row, a name that stands twice, a fix that is no fix."""
    table = store.decode(FILE, packed, Known)
    seen: set[str] = set()
    for package in table.package:
        if package.name in seen:
            raise CatalogError(f"{FILE}: package {package.name} stands twice")
        seen.add(package.name)
        for advisory in package.advisory:
            if set(advisory.fixed) & {text.removeprefix("<=").removeprefix("==") for text in advisory.affected}:
                raise CatalogError(
                    f"{FILE}: package {package.name}: {advisory.id} names a fixed release that is affected"
                )
    return table


@cache
def packages() -> dict[str, Package]:
    """Return every package by its normalised name."""
    return {package.name: package for package in known().package}


def advisories_against(name: str, version: str, specifier: str, more: tuple[Advisory, ...] = ()) -> list[Advisory]:
    """Return the advisories, ``more`` among them, that hold for an exact version; where that is empty, for all that a
    range allows. The surest and most recent come first; disputed ones are left out."""
    exact = version_of(version)
    known = _accepted(name)
    told = {alias for advisory in known for alias in (advisory.id, *advisory.aliases)}
    # What is known already is told once.
    known += [advisory for advisory in more if told.isdisjoint((advisory.id, *advisory.aliases))]
    if not version:
        return _ranked(advisory for advisory in known if covers(advisory.affected, specifier))
    return _ranked(advisory for advisory in known if any(allows(text, exact) for text in advisory.affected))


def mended(name: str, held: str, advisories: Iterable[Advisory], newest: str) -> str:
    """Return the first release above a version or a range (``held``) that no advisory holds for, or nothing.

    ``newest`` is the newest release of the package.
    """
    least = version_of(held) or floor(held)
    named = {newest, *(text for advisory in advisories for text in advisory.fixed)}
    releases = sorted((release, text) for text in named if (release := version_of(text)))
    affected = [text for advisory in (*_accepted(name), *advisories) for text in advisory.affected]
    for release, text in releases:
        if (least is None or release > least) and not any(allows(part, release) for part in affected):
            return text
    return ""


def lowest_on_purpose(path: str, group: str) -> bool:
    """Tell whether a file or a dependency group lists the lowest versions that a library is tested with."""
    words = re.split(r"[^a-z]+", f"{path.rpartition('/')[2]} {group}".lower())
    return not known().lowest_version_words.isdisjoint(words)


def serves_nobody(path: str) -> bool:
    """Tell whether what a file asks for only runs tests or builds documentation, by its name."""
    return path.endswith(("noxfile.py", "tox.ini")) or not taxonomy().context.lowers_paths.isdisjoint(words(path))


def _accepted(name: str) -> list[Advisory]:
    package = packages().get(name)
    return [advisory for advisory in package.advisory if not advisory.disputed] if package else []


def _ranked(advisories: Iterable[Advisory]) -> list[Advisory]:
    return sorted(
        advisories, key=lambda advisory: (not advisory.unsure, advisory.published, advisory.name), reverse=True
    )


def runs_today(marker: str, day: str) -> bool:
    """Tell whether a marker may hold on a Python that is still maintained on a day."""
    words = set(_NAME.findall(_QUOTED.sub("", marker)))
    # A platform or an implementation may be anything.
    if not words or words - {"and", "or", "in", "not", "python_version", "python_full_version"}:
        return True
    living = [cycle.cycle for cycle in known().eol if cycle.product == "python" and cycle.eol >= day]
    return any(_holds(marker, python, python + patch) for python in living for patch in (".0", ".99"))


def _holds(marker: str, python: str, full: str) -> bool:
    from packaging.markers import Marker

    try:
        return Marker(marker).evaluate({"python_version": python, "python_full_version": full})
    except (ValueError, RecursionError):
        return True
