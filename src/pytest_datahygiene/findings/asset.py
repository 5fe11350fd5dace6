"""What a project uses to encrypt, hash and sign: the rows of its bill of cryptography."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from pytest_datahygiene.findings.report import Incomplete
    from pytest_datahygiene.place import Place


class Asset(NamedTuple):
    """An algorithm, a protocol or a library, with the places where it stands.

    ``name`` is as people write it, with its size (``RSA-3072``). ``primitive``, ``set``, ``mode``, ``padding`` and
    ``curve`` are what CycloneDX calls them, ``""`` where they are not told. ``version`` is that of a protocol or of a
    library. ``functions`` are what is done with it (``encrypt``, ``sign``, …).
    """

    kind: Literal["algorithm", "protocol", "library"]
    name: str
    primitive: str = ""
    set: str = ""
    mode: str = ""
    padding: str = ""
    curve: str = ""
    version: str = ""
    functions: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()


class Bill:
    """The bill of cryptography of the project at ``root``, and the files that could not be read for it."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.assets: list[Asset] = []
        self.unreadable: list[Incomplete] = []
        self.notes: list[str] = []
