"""The inventory of a project: what is kept where, with what people declared of it."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from typing import Any

from pytest_datahygiene import __version__
from pytest_datahygiene.config import DEFAULT, Config
from pytest_datahygiene.engine import gathering
from pytest_datahygiene.engine.run import Run
from pytest_datahygiene.findings.holding import DECLARED, Holding, Inventory, Way
from pytest_datahygiene.findings.report import Incomplete, Report
from pytest_datahygiene.source.tree import Entry

# Raised when a row changes its form.
_FORM = 1


def inventory(root: str, paths: Sequence[str] = (), config: Config = DEFAULT) -> Inventory:
    """Return what the project at ``root``, or the part of it in ``paths``, keeps and hands on, whether a rule objects
    to it or not."""
    report = Report(os.path.realpath(root), ())
    made = Inventory(report.root)
    tree = gathering.tree_of(report.root, config, None)
    run = Run(report, tree, config, purpose="everything")
    try:
        run.memory.open()
        entries = gathering.entries(report, tree, paths)
        asked = repr((__version__, _FORM, sorted(vars(config).items()), report.unreadable))
        body = run.memory.outcome(run.memory.identity(entries, asked))
        rows = _unpacked(body, report) if body is not None else None
        if rows is None:
            rows = _read(run, entries)
            identity = run.memory.identity(entries, asked)
            if identity:
                run.memory.open().keep(identity, json.dumps([rows, report.unreadable]).encode())
    finally:
        run.close()
    made.rows, made.unreadable, made.notes = _declared(rows, config.inventory), report.unreadable, report.notes
    made.notes += _unused(made.rows, config.inventory)
    return made


def _read(run: Run, entries: list[Entry]) -> list[Holding]:
    from pytest_datahygiene import flow
    from pytest_datahygiene.engine import following
    from pytest_datahygiene.engine.wishes import wishes
    from pytest_datahygiene.facts import FactBase
    from pytest_datahygiene.flow import holdings

    readings = following.follow(run, gathering.gather(run, entries), entries)
    facts = FactBase(fact for reading in readings for fact in reading.facts)
    facts.add(wishes(run.config, ""))
    flow.run(facts, set(holdings.READS))
    run.report.unreadable += [Incomplete(one.path, one.cause) for one in readings if one.cause]
    run.report.unreadable.sort()
    return holdings.holdings(facts)


def _unpacked(body: bytes, report: Report) -> list[Holding] | None:
    try:
        rows, unreadable = json.loads(body)
        found = [_row(*row) for row in rows]
        report.unreadable[:] = [Incomplete(str(path), str(cause)) for path, cause in unreadable]
    except (ValueError, TypeError):
        return None
    return found


def _row(*cells: Any) -> Holding:
    row = Holding(*cells)
    return row._replace(ways=tuple(Way(*way) for way in row.ways), refs=tuple(row.refs), declared=tuple(row.declared))


def _declared(rows: list[Holding], told: Mapping[str, Mapping[str, str]]) -> list[Holding]:
    return [row._replace(declared=_of(row, told)) for row in rows] if told else rows


def _of(row: Holding, told: Mapping[str, Mapping[str, str]]) -> tuple[str, ...]:
    """Return what is declared of a row; what says more of it wins."""
    found = dict(zip(DECLARED, row.declared, strict=True))
    for _, given in sorted((rank, about) for about in told if (rank := _rank(about, row))):
        found.update(told[given])
    return tuple(found[name] for name in DECLARED)


def _rank(about: str, row: Holding) -> int:
    """Return how much of a row a declaration is about, 0 if it is about another."""
    for rank, names in ((1, ("*",)), (2, (row.category,)), (3, (row.label,))):
        if about in names:
            return rank
    return 4 if row.is_at(about) else 5 if row.is_at(about.rpartition(".")[0], about.rpartition(".")[2]) else 0


def _unused(rows: list[Holding], told: Mapping[str, Mapping[str, str]]) -> list[str]:
    return [
        f"the settings declare {about!r}, of which nothing is kept"
        for about in told
        if about != "*" and not any(_rank(about, row) for row in rows)
    ]
