"""``datahygiene check``: judge files and print what was found."""

from __future__ import annotations

import sys

from pytest_datahygiene.cli.output import colored, emit, note
from pytest_datahygiene.cli.project import choose
from pytest_datahygiene.engine import check
from pytest_datahygiene.errors import UsageError
from pytest_datahygiene.reports import render

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from pytest_datahygiene.findings.report import Report


def run(options: Namespace) -> int:
    """Print the report and return the exit code."""
    root, config = choose(options)
    report = check(
        root,
        options.paths,
        config,
        today=options.today or "",
        excerpts=options.format == "full",
        online=options.online,
    )
    if not report.rules:
        raise UsageError("no rule is left to run; see what `datahygiene config show` says of only and ignore")
    emit(render(report, options.format, color=colored(options.color)))
    for line in report.notes:
        note(f"datahygiene: {line}")
    if options.statistics:
        note(_statistics(report))
    return report.exit_code(allow_incomplete=config.allow_incomplete)


def _statistics(report: Report) -> str:
    counts = {
        "files seen": report.seen,
        "read": report.read,
        "parsed": report.parsed,
        "from cache": report.from_cache,
        **report.counters,
        "modules": len(sys.modules),
    }
    return ", ".join(f"{name} {number}" for name, number in counts.items())
