"""What the stages of one run share."""

from __future__ import annotations

from copy import copy
from functools import cached_property
from typing import TYPE_CHECKING

from pytest_datahygiene.config import Config
from pytest_datahygiene.engine.memory import Memory
from pytest_datahygiene.engine.wishes import Purpose, seeds_of
from pytest_datahygiene.findings.report import Report
from pytest_datahygiene.source.tree import DiskTree

if TYPE_CHECKING:
    from pytest_datahygiene.engine.workers import Worker
    from pytest_datahygiene.source.vocabulary import Seeds


class Run:
    """A report to be filled, the files, what earlier runs found, the settings, the seeds, and the workers once there
    are some.

    ``purpose`` asks for more than the rules object to, ``everything`` for all declared data, ``crypto`` for all that
    encrypts, hashes or signs; what is read for it is kept apart.
    """

    def __init__(self, report: Report, tree: DiskTree, config: Config, *, purpose: Purpose = "") -> None:
        self.report = report
        self.tree = tree
        self.config = config
        self.memory = Memory(report.root, config, purpose)
        self.crew: list[Worker] = []
        self.purpose = purpose

    @cached_property
    def words(self) -> Seeds:
        """The words that make a file worth parsing; a run over unchanged files does without."""
        return seeds_of(self.config, self.purpose)

    @property
    def everything(self) -> bool:
        """Whether all declared data is asked for."""
        return self.purpose == "everything"

    def aside(self) -> Run:
        """Return this run with a report of its own: what it does is not counted."""
        other = copy(self)
        other.report = Report(self.report.root, self.report.rules)
        return other

    def close(self) -> None:
        """End the workers, and write what is new."""
        for worker in self.crew:
            worker.close()
        # What was read before somebody stopped the run need not be read again.
        self.report.notes.extend(filter(None, [self.memory.close()]))
