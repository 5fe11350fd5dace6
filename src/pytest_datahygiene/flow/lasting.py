"""One-time codes that are kept where nothing says when they end."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pytest_datahygiene.catalog.factors import factors
from pytest_datahygiene.catalog.labels import label_of
from pytest_datahygiene.catalog.words import words
from pytest_datahygiene.facts import CodeLasting, Fact, FactBase, FieldDeclared
from pytest_datahygiene.flow.password_places import hidden

if TYPE_CHECKING:
    from collections.abc import Iterator

READS: tuple[type[Fact], ...] = (FieldDeclared,)
ADDS: tuple[type[Fact], ...] = (CodeLasting,)

_CODES = frozenset({"one_time_code", "password_reset_token"})


def run(facts: FactBase) -> Iterator[Fact]:
    """Yield the stored codes with no field beside them for a time."""
    classes: dict[tuple[str, str], list[FieldDeclared]] = defaultdict(list)
    for field in facts.of(FieldDeclared):
        if field.stored and not (field.step or hidden(field.at.path)):
            classes[field.at.path, field.owner].append(field)
    for fields in classes.values():
        codes = [field for field in fields if label_of(field.name) in _CODES]
        if codes and not any(_tells_end(field, codes) for field in fields):
            yield from (CodeLasting(field.at, f"{field.owner}.{field.name}") for field in codes)


def _tells_end(field: FieldDeclared, codes: list[FieldDeclared]) -> bool:
    """Tell whether a field says when a code beside it ends: by its own name, or as the time of a row that is one."""
    own = {*words(field.name)}
    if own & factors().ends:
        return True
    about = {word for code in codes for word in words(code.name)}
    row = label_of(field.owner.rsplit(".", 1)[-1]) in _CODES or not about.isdisjoint(words(field.owner))
    return bool(own & factors().times) and (row or bool(own & about))
