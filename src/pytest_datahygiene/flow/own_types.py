"""Types of fields that the project made itself: whether the values they write are encrypted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from pytest_datahygiene.catalog.encryption import OWN_TYPE, homemade, looks, seals, write_hooks
from pytest_datahygiene.facts import ClassDeclared, FieldNamed
from pytest_datahygiene.flow.taint.paths import last_name
from pytest_datahygiene.flow.taint.program import module_of

# Classes of one name; with more of them the name says nothing.
_FEW = 3
# Calls that leave a value what it is.
_HARMLESS = frozenset("super str strip encode decode isinstance process_bind_param get_prep_value __init__".split())


class OwnTypes:
    """Answers from the classes that were read."""

    def __init__(self, classes: Iterable[ClassDeclared]) -> None:
        self._named: dict[str, list[ClassDeclared]] = defaultdict(list)
        for row in classes:
            self._named[last_name(row.name)].append(row)

    def verdict(self, types: Iterable[str], path: str) -> tuple[str, str] | None:
        """Return what protects a field of these types, and what it only looks protected by; ``None`` unless one of
        them is the project's own and is known to do something, or nothing, to values."""
        for name in types:
            row = self.find(name, path)
            if row is not None:
                bases, methods, calls = self._whole(row, frozenset())
                library = seals(bases)
                if library:
                    return library, ""
                if homemade(bases, methods):
                    hidden = looks(calls)
                    if seals(calls):
                        return OWN_TYPE, ""
                    if hidden or (seals((name,)) and _HARMLESS.issuperset(map(last_name, calls))):
                        return "", hidden or "left as it was"
        return None

    def asked(self, fields: Iterable[FieldNamed]) -> Iterator[str]:
        """Yield the dotted names of the classes that are not known and that the types of fields, or their bases,
        are."""
        for field in fields:
            for name in field.types:
                yield from self._missing(name, field.at.path, frozenset())

    def _missing(self, name: str, path: str, seen: frozenset[str]) -> Iterator[str]:
        row = self.find(name, path)
        if row is None:
            if last_name(name)[:1].isupper():
                yield name if "." in name else f"{module_of(path)}.{name}"
        elif row.name not in seen:
            for base in row.bases:
                yield from self._missing(base, row.at.path, seen | {row.name})

    def find(self, name: str, path: str) -> ClassDeclared | None:
        """Return the class that a dotted name means in the file at ``path``."""
        listed = self._named.get(last_name(name), [])
        module = name.rpartition(".")[0]
        fits = [row for row in listed if _is_from(row.at.path, module, path)]
        return fits[0] if fits and len(listed) <= _FEW else None

    def _whole(
        self, row: ClassDeclared, seen: frozenset[str]
    ) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
        """Return what a class and those of the project that it builds on inherit, define and call.

        A hook that is written anew does what it says itself, unless it hands on.
        """
        bases, methods, calls = row.bases, row.methods, row.calls
        anew = not write_hooks().isdisjoint(methods) and "super" not in calls
        for base in row.bases:
            above = self.find(base, row.at.path)
            if above is not None and above.name not in seen:
                more = self._whole(above, seen | {row.name})
                bases, methods = bases + more[0], methods + more[1]
                calls = calls if anew else calls + more[2]
        return bases, methods, calls


def _is_from(home: str, module: str, path: str) -> bool:
    """Tell whether a class of the file ``home`` may be one that the file at ``path`` names in a module."""
    if not module:
        return home == path
    own = module_of(home)
    # A package may hand on what one of its modules defines.
    last = module.strip(".").rpartition(".")[2]
    return own == module or own.endswith("." + module.strip(".")) or last in own.split(".")
