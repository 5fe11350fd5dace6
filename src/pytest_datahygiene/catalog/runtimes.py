"""Until when the lines of releases of Python, OpenSSL and Django are mended."""

from __future__ import annotations

from functools import cache

from pytest_datahygiene.catalog.packages import Cycle, known
from pytest_datahygiene.catalog.versions import allows, shuts_out, version_of

_TITLES = {"python": "Python", "openssl": "OpenSSL", "django": "Django"}


def title(product: str) -> str:
    """Return a runtime's name as people write it."""
    return _TITLES.get(product, product)


def ended(product: str, version: str, specifier: str, day: str) -> Cycle | None:
    """Return the line of releases that a version belongs to, or the last one that a range allows, if it has ended on a
    day (ISO 8601); ``None`` while a line is alive, and for what is not known."""
    cycle = _of_version(product, version) if version else _of_range(product, specifier)
    return cycle if cycle and cycle.eol < day else None


def mended(product: str, cycle: str, distribution: str, version: str, day: str) -> bool:
    """Tell whether a distribution mends a line of releases on a day, though it has ended."""
    return any(
        (one.product, one.cycle, one.id) == (product, cycle, distribution)
        and version.split(".")[: one.version.count(".") + 1] == one.version.split(".")
        and day <= one.until
        for one in known().mended
    )


def living(product: str, day: str) -> Cycle | None:
    """Return the newest line of releases that is mended on a day."""
    alive = [cycle for cycle in _cycles(product) if cycle.eol >= day and (not cycle.release or cycle.release <= day)]
    return alive[-1] if alive else None


@cache
def _cycles(product: str) -> list[Cycle]:
    """Return the lines of a product, the oldest first."""
    found = [cycle for cycle in known().eol if cycle.product == product]
    return sorted(found, key=lambda cycle: _parts(cycle.cycle))


def _of_version(product: str, version: str) -> Cycle | None:
    parts = _parts(version)
    fitting = [cycle for cycle in _cycles(product) if parts[: len(_parts(cycle.cycle))] == _parts(cycle.cycle)]
    if fitting:
        return fitting[-1]
    # Older than all that are listed: as old as the first at the least; a bare major number says nothing else.
    first = _cycles(product)[:1]
    return first[0] if first and parts and parts < _parts(first[0].cycle) and len(parts) > 1 else None


def _of_range(product: str, specifier: str) -> Cycle | None:
    """Return the newest line that a range with an upper bound allows."""
    cycles = _cycles(product)
    newest = version_of(f"{cycles[-1].cycle}.999") if cycles else None
    if newest is None or not shuts_out(specifier, newest):
        return None
    inside = [
        cycle
        for cycle in cycles
        if any(allows(specifier, version_of(f"{cycle.cycle}.{patch}")) for patch in ("0", "5", "20", "999"))
    ]
    # What allows none of them is older than all.
    return inside[-1] if inside else cycles[0] if not allows(specifier, newest) else None


def _parts(version: str) -> tuple[int, ...]:
    """Return the numbers of a version up to the first part that is none: ``1.1.1w`` is 1, 1, 1."""
    found: list[int] = []
    for part in version.split("."):
        digits = part[: len(part) - len(part.lstrip("0123456789"))]
        if not digits:
            break
        found.append(int(digits))
        if digits != part:
            break
    return tuple(found)
