"""``python -m pytest_datahygiene``."""

from __future__ import annotations

import sys

from pytest_datahygiene.cli import main

sys.exit(main())
