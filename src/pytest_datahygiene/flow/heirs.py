"""The classes of the project that build on another one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from pytest_datahygiene.facts import ClassDeclared
from pytest_datahygiene.flow.taint.paths import last_name

# Classes behind one another that inherit.
_DEEPEST = 3


def heirs(classes: Iterable[ClassDeclared]) -> dict[str, list[ClassDeclared]]:
    """Return the classes that build on one, by its name; those that build on them too."""
    found: dict[str, list[ClassDeclared]] = defaultdict(list)
    for row in classes:
        for base in row.bases:
            found[last_name(base)].append(row)
    for _ in range(_DEEPEST):
        for name in list(found):
            further = [heir for row in found[name] for heir in found.get(last_name(row.name), ())]
            found[name] += [heir for heir in further if heir not in found[name]]
    return found
