"""The failures that a door turns into a message and an exit code."""

from __future__ import annotations


class DataHygieneError(Exception):
    """Anything this package raises on purpose."""


class UsageError(DataHygieneError):
    """The caller asked for something that cannot be done: a slip in an option or a setting."""


class CatalogError(DataHygieneError):
    """A row of our own catalog is wrong: names the file, the row and the cause."""


class Unreadable(DataHygieneError):
    """A file that could not be understood; ``str(error)`` is the cause in plain words, without the path."""
