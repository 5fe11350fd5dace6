"""Fetches a new snapshot of the release days of the known packages."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import NamedTuple

import msgspec

from pytest_datahygiene.catalog import releases
from pytest_datahygiene.catalog.packages import packages
from pytest_datahygiene.catalog.place import refreshed
from pytest_datahygiene.catalog.versions import version_of
from pytest_datahygiene.errors import UsageError
from pytest_datahygiene.index.asking import Failure, Limits, ask
from pytest_datahygiene.index.listing import Listing
from pytest_datahygiene.index.settings import Chosen

# Seconds for all packages: they are asked for one after the other, and nobody waits for a finding.
_ALL = 900.0


class Refreshed(NamedTuple):
    """What a new snapshot holds: ``asked`` packages were answered for, of ``kept`` the older rows stay."""

    path: str
    asked: int
    kept: int
    failures: list[Failure]


def refresh(where: Chosen, today: str, path: str = "") -> Refreshed:
    """Ask for every package that the catalog knows on an index, and write the answers to ``path``.

    ``today`` is an ISO 8601 day. Rows that could not be asked for stay as they are, with the day of their own.
    Raise ``OSError`` if the file cannot be written.
    """
    names = [name for name, row in packages().items() if row.on_index]
    found, failures = ask(names, where, limits=Limits(all=_ALL), at_once=1)
    before = _before()
    rows = {one.name: _row(one, today) for one in found}
    kept = {name: row for name, row in before.packages.items() if name not in rows and name in packages()}
    hosts = ", ".join(sorted({one.host for one in found})) or "nowhere"
    source = f"{hosts}: PEP 691 with upload times (PEP 700), days in UTC"
    table = releases.Dates(before.schema_version, today, source, {**kept, **rows})
    path = path or refreshed()
    if rows:
        _write(path, table)
    return Refreshed(path, len(rows), len(kept), failures)


def _before() -> releases.Dates:
    try:
        return releases.dates()
    except UsageError:
        # What is broken is what is to be replaced.
        return releases.shipped()


def _row(found: Listing, today: str) -> releases.Dated:
    known = [one for one in found.releases if version_of(one.version)]
    return releases.Dated(
        today, {one.version: one.day for one in known}, frozenset(one.version for one in known if one.yanked)
    )


def _write(path: str, table: releases.Dates) -> None:
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    plain = msgspec.to_builtins(table)
    for row in plain["packages"].values():
        row["yanked"] = sorted(row["yanked"])
    # A package a line, so that two snapshots can be compared.
    head = msgspec.json.encode({key: plain[key] for key in ("schema_version", "snapshot", "source")}).decode()[:-1]
    lines = (
        f"  {msgspec.json.encode(name).decode()}: {msgspec.json.encode(row).decode()}"
        for name, row in sorted(plain["packages"].items())
    )
    beside = f"{path}.{os.getpid()}"
    try:
        with open(beside, "w", encoding="utf-8", newline="\n") as file:
            file.write(head + ', "packages": {\n' + ",\n".join(lines) + "\n}}\n")
        os.replace(beside, path)
    except OSError:
        with suppress(OSError):
            os.remove(beside)
        raise
