"""Processor time of commands, their children included."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from statistics import median, quantiles
from typing import NamedTuple


class Command(NamedTuple):
    """A command line, where it runs, and the exit codes that mean it did its work. ``env`` adds to the environment."""

    argv: Sequence[str]
    cwd: str
    codes: tuple[int, ...] = (0,)
    env: dict[str, str] | None = None


class Pair(NamedTuple):
    """The seconds of processor time that two commands took in runs that alternated, by turns."""

    ours: list[float]
    theirs: list[float]

    @property
    def ratio(self) -> float:
        """The median of the ratios, one for each turn."""
        return median(self.ratios)

    @property
    def ratios(self) -> list[float]:
        """Ours by theirs, turn by turn."""
        return [mine / other for mine, other in zip(self.ours, self.theirs, strict=True)]

    @property
    def extra(self) -> float:
        """What ours takes more, in seconds: by the faster quarter of the runs, since a busy machine only ever adds."""
        return quantiles(self.ours, n=4)[0] - quantiles(self.theirs, n=4)[0]


def seconds(command: Command) -> float:
    """Return the user and system time of a command and of all that it waited for; raise ``SystemExit`` if it failed."""
    quiet = subprocess.DEVNULL
    environment = {**os.environ, **(command.env or {})}
    process = subprocess.Popen(command.argv, cwd=command.cwd, env=environment, stdin=quiet, stdout=quiet, stderr=quiet)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in command.codes:
        raise SystemExit(f"{' '.join(command.argv)} ended with {process.returncode}")
    return used.ru_utime + used.ru_stime


def pair(ours: Command, theirs: Command, turns: int, *, warm: bool = True) -> Pair:
    """Run two commands in turn; ``warm`` runs each once before it counts, so that nothing waits for the disk."""
    if warm:
        seconds(ours), seconds(theirs)
    times = [(seconds(ours), seconds(theirs)) for _ in range(turns)]
    return Pair([mine for mine, _ in times], [other for _, other in times])
