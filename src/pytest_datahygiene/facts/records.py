"""Facts about records that lie in data files."""

from __future__ import annotations

from pytest_datahygiene.facts.fact import Fact


class RecordsSeen(Fact, frozen=True, gc=False):
    """Records of people in a data file: never their values.

    ``name`` is the table, the key or the model, ``labels`` the kinds of data whose values look real in at least one
    record, ``count`` how many different records there are and ``real`` how many of them look real. The place is that
    of the first one that does.
    """

    name: str
    labels: tuple[str, ...]
    count: int
    real: int
