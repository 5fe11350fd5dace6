"""Where the user's own snapshot of release days lies; light, since every run asks when it was written."""

from __future__ import annotations

import os
import sys

FILE = "release_dates.json"


def refreshed() -> str:
    """Return the path of the snapshot that ``datahygiene data update`` writes; ``DATAHYGIENE_DATA_DIR`` may set it."""
    named = os.environ.get("DATAHYGIENE_DATA_DIR")
    if not named and sys.platform == "win32":
        named = os.path.join(os.environ.get("LOCALAPPDATA") or os.path.expanduser("~\\AppData\\Local"), "datahygiene")
    base = os.environ.get("XDG_DATA_HOME") or os.path.expanduser("~/.local/share")
    return os.path.join(named or os.path.join(base, "datahygiene"), FILE)
