"""``datahygiene data``: how old the shipped facts about releases are, and a newer snapshot of them."""

from __future__ import annotations

import os
import time

from pytest_datahygiene.cli.output import emit, note

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace


def run(options: Namespace) -> int:
    """Print what was done; return 3 if packages could not be asked for, else 0."""
    return _update(options.output) if options.what == "update" else _show()


def _show() -> int:
    from pytest_datahygiene.catalog import packages, releases
    from pytest_datahygiene.catalog.place import refreshed

    table, known = releases.dates(), packages.known()
    own = os.path.exists(refreshed())
    emit(
        f"release days: {table.snapshot} ({len(table.packages)} packages, {table.source})\n"
        f"packages and advisories: {known.snapshot}; complete until {known.advisories_complete_until}\n"
        f"fetched snapshot: {refreshed() if own else 'none; `datahygiene data update` fetches one'}\n"
    )
    return 0


def _update(path: str) -> int:
    from pytest_datahygiene.engine.refreshing import refresh
    from pytest_datahygiene.errors import UsageError
    from pytest_datahygiene.index.settings import chosen

    try:
        made = refresh(chosen(os.getcwd(), os.environ), time.strftime("%Y-%m-%d"), path)
    except OSError as error:
        raise UsageError(
            f"{path or 'the snapshot'} cannot be written: {(error.strerror or 'unknown').lower()}"
        ) from None
    for failure in made.failures:
        note(f"datahygiene: {failure.name}: {failure.cause}")
    if made.asked:
        emit(f"{made.path}: {made.asked} packages as of today, {made.kept} as they were known before\n")
    else:
        note("datahygiene: nothing could be asked for, so the snapshot stays as it is")
    return 3 if made.failures else 0
