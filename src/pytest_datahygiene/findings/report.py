"""The outcome of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pytest_datahygiene import __version__

if TYPE_CHECKING:
    from pytest_datahygiene.findings.judged import Judged


class Incomplete(NamedTuple):
    """A file that was not understood, or not wholly, and why in plain words."""

    path: str
    cause: str


class Report:
    """What a run found and what it did not look at. ``root`` is an absolute path; ``rules`` are the names of those
    that ran.

    ``seen``, ``read``, ``parsed`` and ``from_cache`` count files; ``counters`` hold further work, exact on any machine.
    """

    def __init__(self, root: str, rules: tuple[str, ...]) -> None:
        self.version = __version__
        self.root = root
        self.rules = rules
        self.seen = 0
        self.read = 0
        self.parsed = 0
        self.from_cache = 0
        self.silenced = 0
        self.findings: list[Judged] = []
        self.unreadable: list[Incomplete] = []
        self.notes: list[str] = []
        self.counters: dict[str, int] = {}

    def exit_code(self, *, allow_incomplete: bool = False) -> int:
        """Return 1 for findings, 3 when nothing was found but not all was understood, else 0."""
        if self.findings:
            return 1
        return 3 if self.unreadable and not allow_incomplete else 0
