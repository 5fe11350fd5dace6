"""``datahygiene inventory``: what the project keeps, where, and how it is protected."""

from __future__ import annotations

from pytest_datahygiene.cli.output import colored, emit, note
from pytest_datahygiene.cli.project import choose
from pytest_datahygiene.engine.inventory import inventory
from pytest_datahygiene.reports.inventory import render

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace


def run(options: Namespace) -> int:
    """Print the inventory; return 3 if files could not be read, else 0."""
    root, config = choose(options)
    made = inventory(root, options.paths, config)
    emit(render(made, options.format, color=colored(options.color)))
    for path, cause in made.unreadable:
        note(f"{path}: source-unreadable: {cause}")
    for line in made.notes:
        note(f"datahygiene: {line}")
    return 3 if made.unreadable and not config.allow_incomplete else 0
