"""Facts about addresses."""

from __future__ import annotations

from typing import Literal

from pytest_datahygiene.facts.fact import Fact

How = Literal["path", "query", "link"]


class UrlHolds(Fact, frozen=True, gc=False):
    """A value stands in an address under a name.

    ``how`` tells where: in the ``path`` of a route, in the ``query`` that is read, in a ``link`` that is made.
    """

    name: str
    how: How
    function: str = ""
