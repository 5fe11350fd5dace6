"""What the caller asked for, as facts and as seeds."""

from __future__ import annotations

from typing import Literal

from pytest_datahygiene.catalog import seeds
from pytest_datahygiene.config import Config
from pytest_datahygiene.source.vocabulary import Seeds

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pytest_datahygiene.facts import Fact, OwnNamed


Purpose = Literal["", "everything", "crypto"]


def seeds_of(config: Config, purpose: Purpose = "") -> Seeds:
    """Return the words that make a file worth parsing: those of the catalog, and the names of the project's own
    functions that give data or take it away; for the purpose ``everything`` also those of data that may well be kept,
    for ``crypto`` those of sound cryptography."""
    names = [name for given in (config.sources, config.sinks) for listed in given.values() for name in listed]
    return Seeds(seeds.lines(), level=purpose or config.level, followed=names)


def own(config: Config) -> OwnNamed:
    """Return what the project says of its own functions."""
    from pytest_datahygiene.facts import OwnNamed, Place

    sources, sinks = (
        tuple((kind, name) for kind, names in given.items() for name in names)
        for given in (config.sources, config.sinks)
    )
    return OwnNamed(Place("", 0), sources, sinks, config.sanitizers, config.providers)


def wishes(config: Config, day: str) -> list[Fact]:
    """Return what the caller asked for; ``day`` is an ISO 8601 day."""
    from pytest_datahygiene.catalog.passwords import policy
    from pytest_datahygiene.facts import LevelChosen, Place, PolicyChosen, RunDay

    nowhere = Place("", 0)
    if config.profile == "own":
        title, least, classes = "own", config.password_min_length, config.password_classes
    else:
        title, least, classes = policy(config.profile)
    return [
        RunDay(nowhere, day),
        PolicyChosen(nowhere, config.profile, title, least, classes),
        LevelChosen(nowhere, config.level),
        own(config),
    ]
