"""Requirements that keep a project from the newest releases of the packages that guard its data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from pytest_datahygiene.catalog.packages import lowest_on_purpose, packages, runs_today
from pytest_datahygiene.catalog.releases import Behind, History, given_up, history
from pytest_datahygiene.catalog.runtimes import ended
from pytest_datahygiene.facts import Fact, FactBase, PackageHeld, PackageRequired, ReleasesListed, RunDay

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

READS: tuple[type[Fact], ...] = (PackageRequired,)
ADDS: tuple[type[Fact], ...] = (PackageHeld,)


def run(facts: FactBase) -> Iterator[Fact]:
    """Yield what is held back; of a lock only what the project's own requirements do not hold back already."""
    today = facts.one(RunDay).day
    listed = {one.name: History(one.versions, one.yanked, one.asked) for one in facts.of(ReleasesListed)}
    required = sorted(facts.of(PackageRequired), key=lambda one: one.locked)
    own = asked_for(required)
    told: set[tuple[str, str]] = set()
    for one in required:
        row = packages().get(one.name)
        if row is None or row.status == "lookalike" or given_up(one.name, today):
            continue
        # Of what has ended, the end is told.
        if (
            ended(one.name, one.version, one.specifier, today)
            or lowest_on_purpose(one.at.path, one.group)
            or not runs_today(one.marker, today)
        ):
            continue
        known = listed.get(one.name) or history(one.name)
        found = _held(one, known, today) if known else None
        folder = one.at.path.rpartition("/")[0]
        if found and not (one.locked and (one.name, folder) in told):
            told.add((one.name, folder) if not one.locked else ("", ""))
            yield msgspec.structs.replace(found, through=() if (one.name, folder) in own else one.through)


def asked_for(required: Iterable[PackageRequired]) -> set[tuple[str, str]]:
    """Return the packages that a project asks for itself, with the folder in which it does.

    A lock of Poetry or PDM does not know them: nobody pulls them in, whatever else needs them too.
    """
    return {(one.name, one.at.path.rpartition("/")[0]) for one in required if not one.locked and not one.through}


def _held(one: PackageRequired, known: History, today: str) -> PackageHeld | None:
    # The day of a release does not depend on the index, and one may have dropped it.
    shipped = history(one.name) if not known.released(one.version) else None
    released = one.released or (shipped.released(one.version) if shipped else "")
    behind = known.behind(one.version, one.specifier, released, today)
    if behind:
        return _fact("age", one, behind)
    capped = None if one.version else known.capped(one.specifier, today)
    return _fact("cap", one, capped) if capped else None


def _fact(by: Literal["age", "cap"], one: PackageRequired, found: Behind) -> PackageHeld:
    return PackageHeld(
        one.at,
        by,
        one.name,
        f"{one.name}{one.specifier}",
        bool(one.version),
        one.locked,
        found.version,
        found.age,
        found.between,
        found.kept_out,
        found.since,
        found.newest,
        found.of,
        found.known,
        one.through,
    )
