"""``datahygiene crypto``: what the project encrypts, hashes and signs with, and where."""

from __future__ import annotations

from pytest_datahygiene.cli.output import emit, note
from pytest_datahygiene.cli.project import choose
from pytest_datahygiene.engine.bill import bill
from pytest_datahygiene.reports.crypto import render

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace


def run(options: Namespace) -> int:
    """Print the bill; return 3 if files could not be read, else 0."""
    root, config = choose(options)
    made = bill(root, options.paths, config)
    emit(render(made, options.format))
    for path, cause in made.unreadable:
        note(f"{path}: source-unreadable: {cause}")
    for line in made.notes:
        note(f"datahygiene: {line}")
    return 3 if made.unreadable and not config.allow_incomplete else 0
