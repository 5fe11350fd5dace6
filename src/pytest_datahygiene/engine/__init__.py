"""The only conductor: from a tree and a config to a report."""

from __future__ import annotations

from pytest_datahygiene.engine.pipeline import check

__all__ = ["check"]
