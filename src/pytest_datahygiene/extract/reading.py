"""What comes back from reading a file."""

from __future__ import annotations

import msgspec

from pytest_datahygiene.facts import Extracted, FunctionLowered


class Work(msgspec.Struct, array_like=True):
    """What reading a file cost: trees built, characters parsed, trees whose positions were computed."""

    trees: int = 0
    parsed: int = 0
    positions: int = 0


class Reading(msgspec.Struct, array_like=True):
    """The facts of a file, and in plain words why they may not be all (``""`` when they are)."""

    path: str
    facts: list[Extracted]
    cause: str
    work: Work

    @property
    def follows(self) -> bool:
        """Whether data is followed out of this file."""
        return any(isinstance(fact, FunctionLowered) for fact in self.facts)
