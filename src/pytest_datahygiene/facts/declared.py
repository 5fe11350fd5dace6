"""Facts about fields: what a class, a table or a form declares."""

from __future__ import annotations

from pytest_datahygiene.facts.fact import Fact


class FieldDeclared(Fact, frozen=True, gc=False):
    """A column, document key, form field or model attribute.

    ``owner`` is the class or table, ``name`` the field. ``framework`` says who reads the declaration (``django``,
    ``sqlalchemy``, ``sql``, ``wtforms`` …). ``types`` holds the dotted names of every type and call in the
    declaration, outermost first, so that a wrapper which encrypts can be told from the type it wraps. ``stored`` is
    true when the value outlives the request. ``least`` and ``most`` bound the text's length in characters; ``open``
    says that a bound or a validator is there whose value is not known; ``pattern`` is the regular expression it must
    match; ``checks`` are the dotted names of the validators attached to it. ``step`` is true for a migration, which
    says what happened to the schema and not what it is now. ``bases`` are the dotted names of the owner's bases.
    ``said`` is how many characters its help or its messages ask for, 0 if they ask for none.
    """

    owner: str
    name: str
    framework: str
    stored: bool = False
    types: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    pattern: str | None = None
    checks: tuple[str, ...] = ()
    open: bool = False
    step: bool = False
    bases: tuple[str, ...] = ()
    said: int = 0


class FieldDropped(Fact, frozen=True, gc=False):
    """A migration removes a field; an empty ``name`` means the whole of ``owner``."""

    owner: str
    name: str = ""


class KeyWritten(Fact, frozen=True, gc=False):
    """Code puts something under a constant key into an attribute: ``self.answers["phone"] = number``.

    ``owner`` is the class around it, ``holder`` what the attribute is of (``self``, ``profile``).
    """

    owner: str
    holder: str
    attribute: str
    key: str


class ClassDeclared(Fact, frozen=True, gc=False):
    """A class of the project that other classes or fields may build on.

    ``name`` is qualified within the file (``Order.Meta``), ``bases`` are dotted as far as the imports tell, ``calls``
    are the dotted names called anywhere in its body, ``methods`` the names of its functions, ``fields`` those that are
    annotated, in order, ``table`` whether it is declared with ``table=True``. ``model`` is the dotted name of the class
    whose fields it takes over, ``only`` those it names (none: all), ``without`` those it leaves out: what ``Meta`` of a
    form or a serializer says. ``made`` are its attributes that are objects, each with the dotted name of its class:
    some are descriptors. ``data`` tells that it is there for its fields: a dataclass, a named tuple. Its place is that
    of the statement at the margin which holds it.
    """

    name: str
    bases: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    table: bool = False
    fields: tuple[str, ...] = ()
    model: str = ""
    only: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    made: tuple[tuple[str, str], ...] = ()
    data: bool = False
