"""Where something stands. Light to import: a run over unchanged files needs places and nothing heavier."""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    """A stretch of a file. Lines and columns count from one; ``path`` is POSIX and relative to the root of the run."""

    path: str
    line: int
    column: int = 1
    end_line: int = 0

    @property
    def last_line(self) -> int:
        """The last line of the statement, which is the first one unless said otherwise."""
        return max(self.line, self.end_line)
