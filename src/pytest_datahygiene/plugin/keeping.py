"""What a project keeps, as tests ask for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pytest

from pytest_datahygiene.catalog.taxonomy import types
from pytest_datahygiene.config import near
from pytest_datahygiene.findings.mask import show

if TYPE_CHECKING:
    from pytest_datahygiene.findings.holding import Holding
    from pytest_datahygiene.findings.report import Incomplete


class Kept:
    """Rows of the inventory: ``datahygiene.inventory().of("health").assert_only_in("clinic.Record")``.

    Assertions fail too where files could not be read, unless ``allow-incomplete`` is set: what is in them is not known.
    """

    def __init__(self, rows: Sequence[Holding], unreadable: Sequence[Incomplete] = ()) -> None:
        self.rows = tuple(rows)
        self._unreadable = tuple(unreadable)

    def of(self, *names: str) -> Kept:
        """Return the rows of these kinds of data (``us_ssn``) or categories (``health``); raise ``pytest.UsageError``
        for a name that is neither."""
        known = {*types(), *(row.category for row in types().values())}
        for name in names:
            if name not in known:
                slip = near(name, known)
                raise pytest.UsageError(f"no kind of data and no category is called {name!r}{slip}")
        return Kept([row for row in self.rows if {row.label, row.category} & {*names}], self._unreadable)

    def at(self, place: str) -> Kept:
        """Return the rows of one place, written as the inventory does or with more of its module."""
        return Kept([row for row in self.rows if row.is_at(place)], self._unreadable)

    def assert_only_in(self, *places: str) -> Kept:
        """Fail with the rows that are anywhere else; return these rows for more to be asserted."""
        __tracebackhide__ = True
        self._assert([row for row in self.rows if not any(map(row.is_at, places))], "kept elsewhere")
        return self

    def assert_protected(self) -> Kept:
        """Fail with the rows that nothing protects; return these rows for more to be asserted."""
        __tracebackhide__ = True
        self._assert([row for row in self.rows if not row.is_protected], "not protected")
        return self

    def _assert(self, rows: list[Holding], fault: str) -> None:
        __tracebackhide__ = True
        lines = [
            f"{row.path}:{row.line} {row.title} in {row.store} {row.place}, {row.field}: {fault} ({row.protection})"
            for row in rows
        ]
        lines += [f"{path} source-unreadable: {cause}" for path, cause in self._unreadable]
        if lines:
            raise AssertionError("\n".join(map(show, lines)))
