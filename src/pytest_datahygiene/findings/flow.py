"""Findings about data that arrives somewhere, with the way that it took."""

from __future__ import annotations

from pytest_datahygiene.catalog.labels import kind
from pytest_datahygiene.facts import DataReached
from pytest_datahygiene.findings.finding import Finding, Step


def arrived(reached: DataReached, says: str, help: str) -> Finding:  # noqa: A002  # as the finding calls it
    """Return the finding that data ``says`` (``goes into the log``), named before it, at the place where it arrives."""
    return Finding(
        at=reached.at,
        says=f"{reached.name} ({kind(reached.label).title.lower()}) {says}",
        help=help,
        about=f"{reached.name} {reached.sink}",
        label=reached.label,
        flow=_steps(reached),
    )


def _steps(reached: DataReached) -> tuple[Step, ...]:
    last = len(reached.steps) - 1
    return tuple(
        Step(step.at, "source" if index == 0 else "sink" if index == last else "step", step.says)
        for index, step in enumerate(reached.steps)
    )
