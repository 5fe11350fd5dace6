"""The log of our own faults: where it happened, never with what values."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import traceback

from pytest_datahygiene import __version__
from pytest_datahygiene.findings.mask import show


def write_log(error: Exception) -> str:
    """Write the log where only its owner can read it, and return its path, or the fault itself if that fails."""
    lines = traceback.format_exception(error)
    text = "".join(f"{show(line)}\n" for line in [_about(), *"".join(lines).splitlines()])
    try:
        handle, path = tempfile.mkstemp(prefix="datahygiene-", suffix=".log")
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(text)
    except OSError:
        return f"this: {lines[-1].strip()}"
    return path


def _about() -> str:
    return f"datahygiene {__version__}, Python {platform.python_version()}, {sys.platform}"
