"""What goes to the terminal: the report to stdout, notes to stderr."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO


def prepare() -> None:
    """Make both streams take any text, whatever the locale."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def emit(text: str) -> None:
    """Write the report. A reader who has seen enough and left is no error."""
    _write(sys.stdout, text)


def note(text: str) -> None:
    """Write a line beside the report, masked."""
    from pytest_datahygiene.findings.mask import show

    _write(sys.stderr, show(text) + "\n")


def colored(choice: str) -> bool:
    """Tell whether the report is coloured: ``always``, ``never``, or as the environment and the terminal say."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def _write(stream: TextIO, text: str) -> None:
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        # What is still buffered would fail once more when Python exits.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
