"""The bill of cryptography of a project."""

from __future__ import annotations

import os
from collections.abc import Sequence

from pytest_datahygiene.config import DEFAULT, Config
from pytest_datahygiene.engine import gathering
from pytest_datahygiene.engine.run import Run
from pytest_datahygiene.findings.asset import Bill
from pytest_datahygiene.findings.report import Incomplete, Report


def bill(root: str, paths: Sequence[str] = (), config: Config = DEFAULT) -> Bill:
    """Return what the project at ``root``, or the part of it in ``paths``, encrypts, hashes and signs with, whether a
    rule objects to it or not."""
    from pytest_datahygiene.engine import following
    from pytest_datahygiene.facts import FactBase
    from pytest_datahygiene.flow.assets import assets

    report = Report(os.path.realpath(root), ())
    made = Bill(report.root)
    needed = frozenset({"AttributeSet", "CallMade", "PackageRequired", "SettingAssigned"})
    tree = gathering.tree_of(report.root, config, needed)
    run = Run(report, tree, config, purpose="crypto")
    try:
        run.memory.open()
        entries = gathering.entries(report, tree, paths)
        readings = following.follow(run, gathering.gather(run, entries), entries)
    finally:
        run.close()
    made.assets = assets(FactBase(fact for reading in readings for fact in reading.facts))
    causes = [Incomplete(one.path, one.cause) for one in readings if one.cause]
    made.unreadable, made.notes = sorted([*report.unreadable, *causes]), report.notes
    return made
