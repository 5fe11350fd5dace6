"""The way that data took, as a finding tells it."""

from __future__ import annotations

from pytest_datahygiene.catalog.labels import kind
from pytest_datahygiene.facts import DataReached
from pytest_datahygiene.findings.finding import Step


def what(reached: DataReached) -> str:
    """Return how a message names the data: under which name it set out, and what that means."""
    return f"{reached.name} ({kind(reached.label).title.lower()})"


def steps(reached: DataReached) -> tuple[Step, ...]:
    """Return the stations: the source, the steps between, the sink."""
    last = len(reached.steps) - 1
    return tuple(
        Step(step.at, "source" if index == 0 else "sink" if index == last else "step", step.says)
        for index, step in enumerate(reached.steps)
    )
