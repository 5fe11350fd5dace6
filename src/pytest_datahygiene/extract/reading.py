"""What comes back from reading a file."""

from __future__ import annotations

import msgspec

from pytest_datahygiene.facts import CallMade, Extracted, FieldDeclared, FunctionCoded, FunctionLowered, KeyWritten


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
    def keeps(self) -> bool:
        """Whether it declares what is kept, whose types other files may define."""
        return any(isinstance(fact, FieldDeclared) and fact.stored and not fact.step for fact in self.facts)

    @property
    def follows(self) -> bool:
        """Whether data may be followed from this file: a function handles some, or a form takes some in."""
        return any(
            isinstance(fact, (FunctionCoded, FunctionLowered, KeyWritten))
            or (isinstance(fact, CallMade) and (fact.returned or fact.given))
            or (isinstance(fact, FieldDeclared) and not (fact.stored or fact.step))
            for fact in self.facts
        )
