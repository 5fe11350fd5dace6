"""Facts about the packages a project depends on, and about the runtimes it names."""

from __future__ import annotations

from pytest_datahygiene.facts.fact import Fact


class PackageRequired(Fact, frozen=True, gc=False):
    """A distribution that a project declares or locks.

    ``name`` is normalised (PEP 503). ``specifier`` is the PEP 440 specifier set (``>=3,<4``); ``version`` is
    the exact version of a lock or a ``==`` pin, else empty. ``locked`` is true for a lock file. ``released`` is the
    upload day (ISO 8601) where the lock file carries one. ``marker`` is the PEP 508 condition under which it is
    installed, ``group`` the extra or the dependency group that it belongs to. ``through`` are the packages that pull it
    in, from one that the project asks for itself to the nearest, where a lock tells.
    """

    name: str
    specifier: str = ""
    version: str = ""
    locked: bool = False
    released: str = ""
    marker: str = ""
    group: str = ""
    through: tuple[str, ...] = ()


class ListNamed(Fact, frozen=True, gc=False):
    """A file of requirements that another file names; ``path`` starts at the project's root."""

    path: str


class RuntimeNamed(Fact, frozen=True, gc=False):
    """A runtime that a project runs on: ``product`` as the catalog calls it.

    ``version`` is as far as it is told (``3.8`` or ``3.8.19``), else ``specifier`` says what is allowed. ``tells`` is
    what names it, in plain words; ``running`` for the one that the run itself was made with, ``system`` then is the
    distribution that it comes from and its version, empty for one of its own.
    """

    product: str
    version: str = ""
    specifier: str = ""
    tells: str = ""
    running: bool = False
    system: tuple[str, str] = ("", "")


class ReleasesListed(Fact, frozen=True, gc=False):
    """The releases of a package as an index told of them in this run: versions with their days, those taken back."""

    name: str
    versions: dict[str, str]
    yanked: tuple[str, ...]
    asked: str


class AdvisoryListed(Fact, frozen=True, gc=False):
    """An advisory that the user handed in. ``affected`` are specifier sets, any of which counts; ``source`` is the file
    that told of it. ``aliases`` hold its own name too."""

    name: str
    called: str
    aliases: tuple[str, ...]
    affected: tuple[str, ...]
    fixed: tuple[str, ...]
    published: str
    source: str


class VexSaid(Fact, frozen=True, gc=False):
    """A statement that a product is not affected by a flaw, with its justification; of any version if none is told."""

    flaws: tuple[str, ...]
    name: str
    version: str
    justification: str
