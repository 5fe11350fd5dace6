"""Facts about the packages a project depends on."""

from __future__ import annotations

from pytest_datahygiene.facts.fact import Fact


class PackageRequired(Fact, frozen=True, gc=False):
    """A distribution that a project declares or locks.

    ``name`` is normalised (PEP 503). ``specifier`` is the PEP 440 specifier set (``>=3,<4``); ``version`` is
    the exact version of a lock or a ``==`` pin, else empty. ``locked`` is true for a lock file. ``released`` is the
    upload day (ISO 8601) where the lock file carries one. ``marker`` is the PEP 508 condition under which it is
    installed, ``group`` the extra or the dependency group that it belongs to.
    """

    name: str
    specifier: str = ""
    version: str = ""
    locked: bool = False
    released: str = ""
    marker: str = ""
    group: str = ""
