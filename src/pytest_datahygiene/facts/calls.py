"""Facts about calls into the libraries that the catalog knows."""

from __future__ import annotations

from pytest_datahygiene.facts.fact import Fact


class CallMade(Fact, frozen=True, gc=False):
    """A call whose target the imports resolve.

    ``name`` is dotted (``hashlib.md5``). ``arguments`` are the positional ones and ``keywords`` the named ones, each
    as a constant, as the dotted name it resolves to, or as its source words (``user.email``), so that a rule can read
    the intent. ``function`` and ``owner`` enclose the call; ``target`` is the variable, key or attribute that takes
    the result. Where the catalog knows more, ``kind`` is that of its row and ``given`` what each role is worth, as
    ``extract/python/values.py`` writes it; ``own`` is a function of the project. ``goes`` are the names under which the
    result goes on in the function, ``returned`` whether it leaves it, ``sent`` whether a call that asks another service
    is given it. ``then`` are the methods that are called on what was made.
    """

    name: str
    arguments: tuple[str, ...] = ()
    keywords: tuple[tuple[str, str], ...] = ()
    function: str = ""
    owner: str = ""
    target: str = ""
    kind: str = ""
    given: tuple[tuple[str, str], ...] = ()
    goes: tuple[str, ...] = ()
    returned: bool = False
    sent: bool = False
    then: tuple[str, ...] = ()


class AttributeSet(Fact, frozen=True, gc=False):
    """An attribute, or a key of a table, that chooses how a library works is set to ``value``, as
    ``extract/python/values.py`` writes it; ``kind`` is that of its row in the catalog."""

    name: str
    kind: str
    value: str
    function: str = ""
    owner: str = ""
