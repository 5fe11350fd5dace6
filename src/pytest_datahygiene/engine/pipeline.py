"""A run, from the files to the report, in the order that reads and parses least."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pytest_datahygiene import rules
from pytest_datahygiene.config import DEFAULT, Config, find_root, near
from pytest_datahygiene.engine import gathering
from pytest_datahygiene.engine.run import Run
from pytest_datahygiene.errors import UsageError
from pytest_datahygiene.findings.report import Report

if TYPE_CHECKING:
    from pytest_datahygiene.facts import RuntimeNamed
    from pytest_datahygiene.rules.api import Rule


# So few files of a project that is new to us are looked at faster than sqlite is imported.
_FEW = 12


def check(
    root: str,
    paths: Sequence[str] = (),
    config: Config = DEFAULT,
    *,
    today: str = "",
    excerpts: bool = False,
    online: bool = False,
    running: bool = False,
) -> Report:
    """Judge the files below ``root``, or those of ``paths``.

    The rest of the project is understood too where only some of its files are judged: what is reported is what stands
    in them or passes through them. A root that nothing marks as a project's has no rest.
    ``today`` is an ISO 8601 day, the clock's when empty. ``excerpts`` adds the source lines of the findings, masked;
    ``online`` asks the package index for the days of releases, the only way by which a run opens connections.
    ``running`` judges the interpreter too that runs this.
    Raise ``UsageError`` for a rule or family that does not exist, and for advisories and statements that do not.
    """
    names = selected(config)
    report = Report(os.path.realpath(root), tuple(names))
    _find_handed_in(report.root, config)
    # Which files matter is told by the rules only when some are left out: loading them costs more than a small run.
    chosen = _load(names) if config.only or config.ignore else None
    tree = gathering.tree_of(report.root, config, _needed(chosen) if chosen is not None else None)
    run = Run(report, tree, config)
    memory = run.memory
    try:
        entries = gathering.entries(report, tree, paths)
        if len(entries) > _FEW or memory.exists or gathering.worth_remembering(run, entries):
            memory.open()
        around = gathering.around(tree, entries, memory) if paths and find_root(report.root) == report.root else []
        every = [*entries, *around]
        day = today or time.strftime("%Y-%m-%d")
        focus = [entry.path for entry in entries] if around else []
        asked = repr(
            (sys.version if running else "", names, sorted(vars(config).items()), day, report.unreadable, focus)
        )
        asked += _snapshot()
        told = online or config.advisories or config.vex or config.require_fresh_data
        # What others tell may be something else the next time.
        identity = b"" if told else memory.identity(every, asked)
        if identity and memory.restore(identity, report):
            report.from_cache = report.seen
        else:
            readings = gathering.gather(run, entries)
            if not paths:
                gathering.note_sources(entries, memory)
            if around:
                readings += gathering.gather(run.aside(), around)
            if _follows(chosen) and any(one.follows or (len(every) > 1 and one.keeps) for one in readings):
                from pytest_datahygiene.engine import following

                readings = following.follow(run, readings, every)
            if readings or running:
                readings += gathering.gather_lists(run, readings, every)
                from pytest_datahygiene.engine import judging, supplying

                rules_of = chosen or _load(names)
                whole = bool(not paths or around or _covers(paths, report.root))
                folder = memory.folder if online else ""
                more = (
                    supplying.supplied(report, readings, config, day, online=online, folder=folder)
                    if _asks(rules_of)
                    else []
                )
                more += _running(report.root) if running else []
                judging.judge(report, readings, rules_of, config, more, today=day, focus=frozenset(focus), whole=whole)
            report.unreadable.sort()
            memory.keep_outcome(b"" if told else memory.identity(every, asked), report)
    finally:
        run.close()
    if excerpts and report.findings:
        from pytest_datahygiene.engine.excerpts import add_excerpts

        add_excerpts(report)
    return report


def _covers(paths: Sequence[str], root: str) -> bool:
    return any(os.path.realpath(path) == root for path in paths)


def _find_handed_in(root: str, config: Config) -> None:
    """Raise ``UsageError`` for what is not there, also where no file asks for it: a slip must not pass for clean."""
    for setting in ("advisories", "vex"):
        for name in getattr(config, setting):
            if not os.path.exists(os.path.join(root, name)):
                origin = config.origins.get(setting, "settings")
                raise UsageError(f"{origin}: no such file or folder: {name!r}")


def selected(config: Config) -> list[str]:
    """Return the names of the rules that a config chooses, sorted; raise ``UsageError`` for an unknown name."""
    families = rules.families()
    known = {*families, *families.values()}
    for setting in ("only", "ignore"):
        for name in getattr(config, setting):
            if name not in known:
                origin = config.origins.get(setting, setting)
                raise UsageError(f"{origin}: no rule or family is called {name!r}{near(name, known)}")
    only, ignored = set(config.only), set(config.ignore)
    return sorted(
        name
        for name, family in families.items()
        if (not only or {name, family} & only) and not {name, family} & ignored
    )


def _load(names: list[str]) -> dict[str, Rule]:
    return {name: rules.load(name) for name in names}


def _follows(chosen: dict[str, Rule] | None) -> bool:
    """Tell whether one of the rules asks where data goes."""
    return chosen is None or "FunctionLowered" in _needed(chosen)


def _snapshot() -> str:
    """Return what tells the user's own snapshot of release days from any other, without loading it."""
    from pytest_datahygiene.catalog.place import refreshed

    try:
        return str(os.stat(refreshed()).st_mtime_ns)
    except OSError:
        return ""


def _running(root: str) -> list[RuntimeNamed]:
    from pytest_datahygiene.engine.running import running

    return running(root)


def _asks(chosen: dict[str, Rule]) -> bool:
    """Tell whether one of the rules judges packages."""
    return "PackageRequired" in _needed(chosen)


def _needed(chosen: dict[str, Rule]) -> frozenset[str]:
    """Return the names of the extracted facts that the rules need, those behind the flow passes included."""
    from pytest_datahygiene import flow

    return frozenset(kind.__name__ for kind in flow.needed({kind for rule in chosen.values() for kind in rule.reads}))
