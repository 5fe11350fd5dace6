"""Facts that the flow floor adds by looking at the whole project."""

from __future__ import annotations

from typing import Literal

import msgspec

from pytest_datahygiene.facts.fact import Fact
from pytest_datahygiene.place import Place


class FieldNamed(Fact, frozen=True, gc=False):
    """A field of the final schema that outlives the request, and whose name means something.

    ``label`` is the kind of data that it means here. ``sealed`` names the protection that the declaration tells of,
    ``looks`` what it only looks protected by. ``types`` are the dotted names in the declaration. ``store`` is the
    framework that keeps it.
    """

    owner: str
    name: str
    label: str
    store: str
    sealed: str = ""
    looks: str = ""
    types: tuple[str, ...] = ()


class FieldFilled(Fact, frozen=True, gc=False):
    """A function puts something into a column that is declared under a name that means something.

    ``field`` is where the column is declared, ``owner`` and ``name`` are what it is called. ``how`` is what was done to
    the data just before (``encrypted``, ``tokenised``, ``hashed``, ``masked``, ``""`` for nothing), ``looks`` what it
    only looks protected by. ``by`` is the dotted name of what did it, ``function`` where. ``always`` tells that the
    class itself does it, whoever fills the field.
    """

    field: Place
    owner: str
    name: str
    label: str
    how: str
    looks: str
    by: str
    function: str
    always: bool = False


class FieldKept(Fact, frozen=True, gc=False):
    """A field of the final schema that outlives the request.

    ``label`` is the kind of data its name means here. ``sealed`` names the protection, whatever it comes from, empty
    when it is in clear; ``looks`` is what it only looks protected by. ``store`` is the framework that keeps it.
    """

    owner: str
    name: str
    label: str
    store: str
    sealed: str = ""
    looks: str = ""


class PasswordGuarded(Fact, frozen=True, gc=False):
    """A place where a new password is judged, with all that is known to judge it.

    ``subject`` names the guard for the reader, ``kind`` is ``setting``, ``field``, ``check`` or ``set``. ``least`` is
    the shortest accepted length in characters (0: any length), ``classes`` the character classes that it forces.
    ``unknown`` names what more it may demand than is known: ``length``, ``classes``. ``empty`` is true when nothing at
    all is demanded, not even that the password is not a common one. ``measured`` is where the length is asked for,
    when that is elsewhere than ``at``. ``witness`` is the weakest password that passes all that is known, ``""`` where
    none could be made. ``most`` is the longest password that passes, ``None`` where none is refused for its length as
    far as is known; ``refused`` are characters, of those people use, that no password may hold. ``said`` is how many
    characters a message asks for, 0 if none does.
    """

    subject: str
    kind: str
    least: int = 0
    classes: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    empty: bool = False
    measured: Place | None = None
    witness: str = ""
    most: int | None = None
    refused: str = ""
    said: int = 0


class Step(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """One station of the way that data took."""

    at: Place
    says: str


class DataReached(Fact, frozen=True, gc=False):
    """Labelled data arrives where it leaves or stays.

    ``label`` is the kind of data, ``group`` as what it is followed (``card``, ``secret``, ``personal``) and ``name``
    the name under which it set out. ``kind`` is the kind of sink (``log``, ``session``, ``db`` …) as the catalog has
    them, or ``digest`` for a hash without a key; ``sink`` its name, ``column`` the name under which it is kept there
    and ``place`` the table or the collection, if they are known. ``within`` is true when it goes as part of something
    larger. ``sealed`` is how it was protected on the way (``encrypted``, ``hashed``, ``tokenised``, ``masked``), ``""``
    for data in clear. ``steps``
    lead from the source to the sink, both included.
    """

    label: str
    group: str
    name: str
    kind: str
    sink: str
    column: str
    within: bool
    sealed: str
    steps: tuple[Step, ...]
    place: str = ""

    def is_clear(self, group: str, *kinds: str) -> bool:
        """Tell whether this is data of a group that arrives in clear at a sink of one of some kinds."""
        return not self.sealed and self.group == group and self.kind in kinds


class DigestWeak(Fact, frozen=True, gc=False):
    """A hash guards something that it does not protect.

    ``where`` is the function or setting, ``guards`` what it is for (``password``, ``guessable``, ``secret``; ``key``
    for a password that becomes one, ``outdated`` for a way to keep passwords that is not advised any more), ``title``
    the hash, ``why`` its fault and ``better`` what to use. ``about`` names the finding whatever the lines; ``sure`` is
    false where only the function's name tells what is hashed.
    """

    where: str
    guards: str
    title: str
    why: str
    better: str
    about: str
    sure: bool


class KeyDerived(Fact, frozen=True, gc=False):
    """A key is made of a passphrase in a way that is too quick, or the same for everybody: ``where`` does what ``says``
    tells, ``help`` is what to do instead."""

    where: str
    says: str
    help: str
    about: str


class CodeLasting(Fact, frozen=True, gc=False):
    """A one-time code is kept in ``name``, and nothing beside it says when it ends."""

    name: str


class PackageHeld(Fact, frozen=True, gc=False):
    """A requirement that keeps a known package from its newest release.

    ``by`` says how: the release is over a year old (``age``), or an upper bound blocks updates (``cap``). ``required``
    is how people wrote it: name and specifier. ``version`` is the newest release that it allows, ``years`` its age in
    full years, ``between`` the number of releases after it. ``kept_out`` is the first of these and ``since`` its day,
    ``newest`` the last and ``of`` its day, ``known`` the day on which that was so.
    """

    by: Literal["age", "cap"]
    name: str
    required: str
    pinned: bool
    locked: bool
    version: str
    years: int
    between: int
    kept_out: str
    since: str
    newest: str
    of: str
    known: str
    through: tuple[str, ...] = ()


class PackageFlawed(Fact, frozen=True, gc=False):
    """A requirement of a known package that has published flaws, the surest and most recent first.

    ``kind`` is that of the first, ``published`` its day or month. ``fixed`` is the first release without any, if there
    is one; ``replacement`` what to use where none is planned (``no_fix``).
    """

    name: str
    required: str
    version: str
    flaws: tuple[str, ...]
    kind: str
    published: str
    fixed: str
    no_fix: bool
    replacement: tuple[str, ...]
    unsure: bool
    through: tuple[str, ...] = ()


class Misused(Fact, frozen=True, gc=False):
    """Something of a library is used in a way that does not protect; ``rule`` is the name of the rule that tells so.

    ``where`` is what does it, in words; ``says`` what it does and ``help`` what to do instead. ``severity`` and
    ``confidence`` are empty where they are the rule's.
    """

    rule: str
    id: str
    where: str
    says: str
    help: str
    about: str
    severity: str = ""
    confidence: str = ""


class SecretDrawn(Fact, frozen=True, gc=False):
    """A secret is made of what can be guessed. ``secret`` is how the code names it, ``maker`` what drew it; ``sure``
    tells whether the value itself says so, and not just the function around it."""

    secret: str
    maker: str
    function: str
    owner: str
    sure: bool
