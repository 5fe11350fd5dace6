"""Requirements that have published flaws: those of the catalog, those that the user hands in, less what is told to be
without effect."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import msgspec

from pytest_datahygiene.catalog.packages import Advisory, advisories_against, lowest_on_purpose, mended, packages
from pytest_datahygiene.catalog.releases import History, history
from pytest_datahygiene.catalog.versions import version_of
from pytest_datahygiene.facts import (
    AdvisoryListed,
    Fact,
    FactBase,
    PackageFlawed,
    PackageRequired,
    ReleasesListed,
    VexSaid,
)
from pytest_datahygiene.flow.packages_held import asked_for

if TYPE_CHECKING:
    from collections.abc import Iterator

READS: tuple[type[Fact], ...] = (PackageRequired,)
ADDS: tuple[type[Fact], ...] = (PackageFlawed,)


def run(facts: FactBase) -> Iterator[Fact]:
    """Yield the requirements that have flaws."""
    handed: dict[str, list[Advisory]] = defaultdict(list)
    for listed in facts.of(AdvisoryListed):
        handed[listed.name] = _with(handed[listed.name], _advisory(listed))
    said = facts.of(VexSaid)
    index = {one.name: History(one.versions, one.yanked, one.asked) for one in facts.of(ReleasesListed)}
    own = asked_for(facts.of(PackageRequired))
    for one in facts.of(PackageRequired):
        if one.name not in packages() or lowest_on_purpose(one.at.path, one.group):
            continue
        found = [
            advisory
            for advisory in advisories_against(one.name, one.version, one.specifier, tuple(handed[one.name]))
            if not any(_clears(statement, one, advisory) for statement in said)
        ]
        if found:
            through = () if (one.name, one.at.path.rpartition("/")[0]) in own else one.through
            yield _flawed(one, found, index.get(one.name) or history(one.name), through)


def _flawed(
    one: PackageRequired, found: list[Advisory], known: History | None, through: tuple[str, ...]
) -> PackageFlawed:
    newest = known.newest if known else None
    return PackageFlawed(
        one.at,
        one.name,
        f"{one.name}{one.specifier}",
        one.version,
        tuple(advisory.name for advisory in found),
        found[0].kind,
        found[0].published,
        mended(one.name, one.version or one.specifier, found, newest[0] if newest else ""),
        any(advisory.no_fix_planned for advisory in found),
        packages()[one.name].replacement,
        all(advisory.unsure for advisory in found),
        through,
    )


def _advisory(listed: AdvisoryListed) -> Advisory:
    return Advisory(
        id=listed.called,
        affected=listed.affected,
        kind="other",
        published=listed.published,
        source=listed.source,
        fixed=listed.fixed,
        aliases=listed.aliases,
    )


def _with(known: list[Advisory], new: Advisory) -> list[Advisory]:
    """Return advisories with another one: several databases tell of one flaw, and share a name for it."""
    names = {new.id, *new.aliases}
    same = [one for one in known if not names.isdisjoint((one.id, *one.aliases))]
    if not same:
        return [*known, new]
    every = [*same, new]
    joined = msgspec.structs.replace(
        same[0],
        affected=tuple(dict.fromkeys(text for one in every for text in one.affected)),
        fixed=tuple(dict.fromkeys(text for one in every for text in one.fixed)),
        aliases=tuple(dict.fromkeys(name for one in every for name in (one.id, *one.aliases))),
    )
    return [*(one for one in known if one not in same), joined]


def _clears(said: VexSaid, one: PackageRequired, advisory: Advisory) -> bool:
    """Tell whether a statement says that a requirement is not affected by a flaw; of one version for a pin to it."""
    version = version_of(said.version)
    return (
        said.name in ("", one.name)
        and (not said.version or (version is not None and version == version_of(one.version)))
        and not {advisory.id, *advisory.aliases}.isdisjoint(said.flaws)
    )
