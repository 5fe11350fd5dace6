"""Functions lowered to what they do with data: edges between access paths, and calls. No opinion about any of it."""

from __future__ import annotations

import msgspec

from pytest_datahygiene.facts.fact import Fact


class Edge(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """Data goes from one access path to another at a line.

    A path is a base and the keys behind it, parted by ``/``. The base is ``p:name`` (a parameter), ``c3`` (the
    result of call 3), ``g:dotted.name`` (something global), ``o:dotted.name`` (a variable of the
    function around), ``v:name`` (what a variable's name says of its value) or,
    as a target, ``return``, ``raise`` or ``held`` (a variable that may not be used). ``c3/#`` and a name or a position
    is an argument of call 3, ``c3/#@`` its receiver, ``c3/#*`` and ``c3/#**`` what is splatted. ``*`` is any key,
    ``?`` one that is looked up and not known,
    ``^`` behind a call is what it raises,
    ``~`` says that what is inside comes along and not the thing itself.
    ``hidden`` are the components of the source that were deleted or replaced before.
    """

    source: str
    target: str
    line: int
    hidden: tuple[str, ...] = ()


class Called(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A call: what the imports make of the callee (``.name`` for a method of a local value), and where.

    ``writes`` tells whether its first argument is a constant SQL text that writes, ``columns`` what it writes to, in
    the order of its parameters (``None``: not known), ``sealed`` the columns that the text encrypts, ``table`` of what;
    ``host`` is scheme and host of a constant URL among the arguments.
    """

    callee: str
    line: int
    writes: bool = False
    columns: tuple[str, ...] | None = None
    host: str = ""
    sealed: tuple[str, ...] = ()
    table: str = ""


class FunctionLowered(Fact, frozen=True, gc=False):
    """A function, or with an empty ``name`` the statements of a module.

    ``name`` is qualified within the module. ``parameters`` come in order, with their stars; ``types`` are the dotted
    names of their annotations, ``""`` where there is none. The number of a call is its index in ``calls``.
    ``attributes`` are the names that are read of objects and nowhere as keys, ``put`` the attributes that it sets,
    ``given`` the dotted names, and in quotes the texts, of what its decorators are called with. A function inside a
    function is one of its own, called ``outer.inner``.
    """

    name: str
    owner: str = ""
    parameters: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    decorators: tuple[str, ...] = ()
    calls: tuple[Called, ...] = ()
    edges: tuple[Edge, ...] = ()
    attributes: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    put: tuple[str, ...] = ()
