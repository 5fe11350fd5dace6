"""Versions, and the ranges that specifiers allow (PEP 440). What does not parse allows nothing and is no version."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from packaging.specifiers import Specifier, SpecifierSet
    from packaging.version import Version

# A range with more clauses was not written by a person; comparing it costs the square of their number.
_MOST_CLAUSES = 30


@cache
def version_of(text: str) -> Version | None:
    """Return a version without its local part, or ``None`` for a text that is none."""
    from packaging.version import Version

    try:
        return Version(Version(text).public)
    except ValueError:
        return None


@cache
def specifiers_of(text: str) -> SpecifierSet | None:
    """Return a set of specifiers (``*`` and an empty text allow everything), or ``None`` for a text that is none."""
    from packaging.specifiers import SpecifierSet

    try:
        return SpecifierSet("" if text == "*" else text) if text.count(",") < _MOST_CLAUSES else None
    except ValueError:
        return None


def allows(specifier: str, version: Version | None) -> bool:
    """Tell whether a specifier set takes a version, pre-releases included."""
    specifiers = specifiers_of(specifier)
    return version is not None and specifiers is not None and specifiers.contains(version, prereleases=True)


def covers(outer: Iterable[str], inner: str) -> bool:
    """Tell whether every version that ``inner`` allows is allowed by one of ``outer``, without a list of releases.

    Between two neighbouring bounds all versions fare alike, so one of each stretch and every bound itself are proof.
    """
    outer = tuple(outer)
    probes = sorted({probe for text in (*outer, inner) for probe in _probes(text)})
    inside = [probe for probe in probes if allows(inner, probe)]
    return bool(inside) and all(any(allows(text, probe) for text in outer) for probe in inside)


def floor(specifier: str) -> Version | None:
    """Return the greatest lower bound of a specifier set, if it has one."""
    clauses = specifiers_of(specifier) or ()
    lower = [_bounds(clause)[0] for clause in clauses if clause.operator in (">=", ">", "==", "~=", "===")]
    return max(lower, default=None)


def shuts_out(specifier: str, version: Version) -> bool:
    """Tell whether an upper bound of a specifier set lies below a version."""
    clauses = specifiers_of(specifier) or ()
    upper = (clause for clause in clauses if clause.operator in ("<", "<=", "==", "~=", "==="))
    return any(not clause.contains(version, prereleases=True) and _bounds(clause)[0] <= version for clause in upper)


def series(version: Version) -> tuple[int, ...]:
    """Return the line of releases that a version belongs to: its first two numbers."""
    return (version.epoch, *(*version.release, 0)[:2])


def _probes(specifier: str) -> Iterator[Version]:
    """Yield the bounds of a specifier set, and a version just above each."""
    from packaging.version import Version

    for bound in (Version("0"), *(b for clause in specifiers_of(specifier) or () for b in _bounds(clause))):
        yield bound
        yield Version(f"{bound.epoch}!" + ".".join(map(str, (*bound.release, 0, 0, 0, 1))))


def _bounds(clause: Specifier) -> tuple[Version, ...]:
    """Return the versions at which a clause changes its mind, the lower one first."""
    from packaging.version import Version

    wild = clause.version.endswith(".*")
    version = version_of(clause.version.removesuffix(".*")) or Version("0")
    kept = len(version.release) - (0 if wild else 1)
    if not wild and (clause.operator != "~=" or not kept):
        return (version,)
    after = (*version.release[: kept - 1], version.release[kept - 1] + 1)
    return version, Version(f"{version.epoch}!" + ".".join(map(str, after)))
