"""Facts about calls into the libraries that the catalog knows."""

from __future__ import annotations

from pytest_datahygiene.facts.fact import Fact


class CallMade(Fact, frozen=True, gc=False):
    """A call whose target the imports resolve.

    ``name`` is dotted (``hashlib.md5``). ``arguments`` are the positional ones and ``keywords`` the named ones, each
    as a constant, as the dotted name it resolves to, or as its source words (``user.email``), so that a rule can read
    the intent. ``function`` and ``owner`` enclose the call; ``target`` is the variable, key or attribute that takes
    the result.
    """

    name: str
    arguments: tuple[str, ...] = ()
    keywords: tuple[tuple[str, str], ...] = ()
    function: str = ""
    owner: str = ""
    target: str = ""
