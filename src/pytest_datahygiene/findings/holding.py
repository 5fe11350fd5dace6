"""What a project keeps or hands on: the rows of its inventory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from pytest_datahygiene.findings.report import Incomplete

State = Literal["protected", "only looks protected", "in clear", "in clear, ordinary", "not told"]

# What only people know. It is declared in the settings or left open, never guessed.
DECLARED = ("subject", "purpose", "retention", "legal-basis", "recipients")
OPEN = "to be declared"
# Modules that every application has one of: the folder says more.
MODULES = frozenset(
    "models model tables table schemas schema entities entity documents orm db database __init__".split()
)


class Way(NamedTuple):
    """A station on the way that data takes to where it is kept."""

    path: str
    line: int
    says: str


class Holding(NamedTuple):
    """One kind of data at one place.

    ``label``, ``title`` and ``category`` are the catalog's. ``store`` is the kind of place (``table``, ``collection``,
    ``log``, ``cache``, ``session`` …), ``place`` its name, ``field`` the column, key or variable. ``protection`` says
    in words what ``state`` grades. ``refs`` are laws and standards as the catalog has them (``GDPR:art.9``).
    ``declared`` holds what is declared of it, one value for each of ``DECLARED``, ``""`` where nothing is.
    """

    label: str
    title: str
    category: str
    store: str
    place: str
    field: str
    protection: str
    state: State
    path: str
    line: int
    ways: tuple[Way, ...] = ()
    refs: tuple[str, ...] = ()
    declared: tuple[str, ...] = ("",) * len(DECLARED)

    @property
    def is_protected(self) -> bool:
        """Whether whoever copies the place cannot read the data."""
        return self.state == "protected"

    def is_at(self, place: str, field: str = "") -> bool:
        """Tell whether it is at a place, named with as much of its module as whoever names it cares for, and in that
        field if one is given."""
        if not place or field not in ("", self.field):
            return False
        module = self.path.rsplit(".", 1)[0].replace("/", ".")
        owner = self.place.rpartition(".")[2]
        full = _telling(f"{module}.{owner}" if self.store in ("table", "collection") else self.place)
        wanted = _telling(place)
        return place == self.place or full[-len(wanted) :] == wanted

    @property
    def subject(self) -> str:
        """Whose data it is, ``""`` where neither the names nor the settings tell."""
        return self.declared[0]

    def said(self) -> dict[str, str]:
        """Return what is declared of it, with what is open said so."""
        return {name: value or OPEN for name, value in zip(DECLARED, self.declared, strict=True)}


def _telling(dotted: str) -> list[str]:
    """Return the parts of a name without those that every application has: ``clinic.models.Record``."""
    *modules, owner = dotted.split(".")
    return [*(part for part in modules if part not in MODULES), owner]


class Inventory:
    """The rows of a project whose root is ``root`` (an absolute path), in the order of kinds and places, the files that
    could not be read, and ``notes`` about the settings."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.rows: list[Holding] = []
        self.unreadable: list[Incomplete] = []
        self.notes: list[str] = []
