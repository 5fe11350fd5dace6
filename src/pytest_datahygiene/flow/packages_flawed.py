"""Requirements that have published flaws: those of the catalog, those that the user hands in, less what is told to be
without effect."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pytest_datahygiene.catalog.packages import Advisory, advisories_against, lowest_on_purpose, mended, packages
from pytest_datahygiene.catalog.releases import history
from pytest_datahygiene.facts import AdvisoryListed, Fact, FactBase, PackageFlawed, PackageRequired, VexSaid

if TYPE_CHECKING:
    from collections.abc import Iterator

READS: tuple[type[Fact], ...] = (PackageRequired,)
ADDS: tuple[type[Fact], ...] = (PackageFlawed,)


def run(facts: FactBase) -> Iterator[Fact]:
    """Yield the requirements that have flaws."""
    handed: dict[str, list[Advisory]] = defaultdict(list)
    for listed in facts.of(AdvisoryListed):
        handed[listed.name].append(_advisory(listed))
    said = facts.of(VexSaid)
    for one in facts.of(PackageRequired):
        if one.name not in packages() or lowest_on_purpose(one.at.path, one.group):
            continue
        found = [
            advisory
            for advisory in advisories_against(one.name, one.version, one.specifier, tuple(handed[one.name]))
            if not any(_clears(statement, one, advisory) for statement in said)
        ]
        if found:
            yield _flawed(one, found)


def _flawed(one: PackageRequired, found: list[Advisory]) -> PackageFlawed:
    known = history(one.name)
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
        one.through,
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


def _clears(said: VexSaid, one: PackageRequired, advisory: Advisory) -> bool:
    """Tell whether a statement says that a requirement is not affected by a flaw."""
    return (
        said.name in ("", one.name)
        and said.version in ("", one.version)
        and not {advisory.id, *advisory.aliases}.isdisjoint(said.flaws)
    )
