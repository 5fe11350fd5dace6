"""What earlier runs found out, opened only when that is cheaper than looking again."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

from pytest_datahygiene import __version__
from pytest_datahygiene.config import Config
from pytest_datahygiene.engine.digests import digest
from pytest_datahygiene.findings.mask import may_hold_card
from pytest_datahygiene.source.tree import Entry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pytest_datahygiene.engine.cache import Cache
    from pytest_datahygiene.extract.reading import Reading
    from pytest_datahygiene.findings.report import Report

# Where the code and the data lie on which an outcome depends.
_ROOMS = (
    "catalog catalog/compiled catalog/data extract extract/python extract/python/coding extract/python/frameworks"
    " extract/python/lowering extract/records facts findings flow flow/running flow/taint flow/witness source"
).split()

# Other people's code on which a reading depends.
_PARSERS = ("libcst", "packaging", "sqlglot", "tomli", "yaml")


# Under which the paths of the source files are kept.
_SOURCES = digest(b"sources")


class Memory:
    """Readings by file and by content, to be made before files are looked at.

    Importing sqlite and decoding facts wait until they pay. ``purpose`` keeps apart what is read for other questions.
    """

    def __init__(self, root: str, config: Config, purpose: str = "") -> None:
        self._config = config
        self._path = "" if config.no_cache else _file(config.cache_dir or _folder(), root, purpose)
        self._began = time.time_ns()
        self._cache: Cache | None = None

    def open(self) -> Cache:
        """Return the cache, opened on first use."""
        if self._cache is None:
            from pytest_datahygiene.engine.cache import Cache

            self._cache = Cache(self._path, _analyser(self._config), self._began)
        return self._cache

    @property
    def is_open(self) -> bool:
        """Whether what is found out is kept, for this run at the least."""
        return self._cache is not None

    def sources(self) -> list[str] | None:
        """Return the paths of the source files that the last run over everything met, ``None`` if there was none."""
        body = self.open().body(_SOURCES)
        return None if body is None else list(filter(None, body.decode().split("\0")))

    def keep_sources(self, paths: list[str]) -> None:
        """Keep the paths of the source files."""
        self.open().keep(_SOURCES, "\0".join(path for path in paths if not _is_number(path)).encode())

    @property
    def folder(self) -> str:
        """The folder of what is kept, ``""`` when nothing is."""
        return os.path.dirname(self._path)

    @property
    def exists(self) -> bool:
        """Whether an earlier run kept something."""
        return bool(self._path) and os.path.exists(self._path)

    def unchanged(self, entry: Entry) -> list[Reading] | None:
        """Return what is in a file that was not touched since it was read, ``None`` if it was or is not known."""
        if self._cache is None:
            return None
        known = self._cache.known(*entry)
        if known is None:
            return None
        key, empty = known
        if empty:
            return []
        reading = self._decoded(key)
        return None if reading is None else [reading]

    def recall(self, entry: Entry, data: bytes, asked: Sequence[str] = ()) -> Reading | None:
        """Return what was found in these bytes at this path before, when the same functions were asked for."""
        reading = self._decoded(self._key(entry, data, asked))
        if reading is not None and not asked:
            self.open().remember(*entry, self._key(entry, data), empty=False)
        return reading

    def keep(self, entry: Entry, data: bytes, reading: Reading, asked: Sequence[str] = ()) -> None:
        """Keep what was found, unless the file's own name is nothing to be kept."""
        if _is_number(entry.path):
            return
        import msgspec

        key = self._key(entry, data, asked)
        self.open().keep(key, msgspec.msgpack.encode(reading))
        if not asked:
            self.open().remember(*entry, key, empty=False)

    def identity(self, entries: list[Entry], asked: str) -> bytes:
        """Return what tells this run from any other, ``b""`` unless every file is known."""
        if self._cache is None:
            return b""
        parts = [asked.encode("utf-8", "surrogateescape")]
        for entry in entries:
            known = self._cache.known(*entry)
            if known is None:
                return b""
            parts += (os.fsencode(entry.path), known[0])
        return digest(*parts)

    def outcome(self, identity: bytes) -> bytes | None:
        """Return what was kept of the same run before."""
        return self.open().body(identity) if identity else None

    def restore(self, identity: bytes, report: Report) -> bool:
        """Fill a report with the outcome of the same run before; return false when there was none."""
        body = self.outcome(identity)
        if body is None:
            return False
        if body == b"clean":
            return True
        from pytest_datahygiene.engine.verdict import unpack

        return unpack(body, report)

    def keep_outcome(self, identity: bytes, report: Report) -> None:
        """Keep the outcome of a run."""
        if identity:
            from pytest_datahygiene.engine.verdict import pack

            self.open().keep(identity, pack(report))

    def keep_nothing(self, entry: Entry) -> None:
        """Keep that there is nothing in a file, if the cache is open anyway."""
        if self._cache is not None and not _is_number(entry.path):
            self._cache.remember(*entry, b"", empty=True)

    def close(self) -> str:
        """Write what is new; return why that failed, or ``""``."""
        if self._cache is None:
            return ""
        self._cache.close()
        return "" if self._config.no_cache else self._cache.note

    def _decoded(self, key: bytes) -> Reading | None:
        body = self.open().body(key)
        if body is None:
            return None
        import msgspec

        from pytest_datahygiene.extract.reading import Reading

        try:
            return msgspec.msgpack.decode(body, type=Reading)
        except msgspec.MsgspecError:
            return None

    def _key(self, entry: Entry, data: bytes, asked: Sequence[str] = ()) -> bytes:
        return digest(os.fsencode(entry.path), data, *(name.encode() for name in sorted(asked)))


def _is_number(path: str) -> bool:
    """Tell whether a path holds a card number."""
    if not may_hold_card(path):
        return False
    from pytest_datahygiene.findings.mask_cards import without_cards

    return without_cards(path) != path


def _folder() -> str:
    """Return the folder of the user's caches, ``DATAHYGIENE_CACHE_DIR`` if that is set."""
    named = os.environ.get("DATAHYGIENE_CACHE_DIR")
    if named:
        return named
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or os.path.expanduser("~\\AppData\\Local")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return os.path.join(base, "datahygiene")


def _file(folder: str, root: str, purpose: str) -> str:
    ending = f"-{purpose}.sqlite" if purpose else ".sqlite"
    return os.path.join(folder, digest(os.fsencode(root)).hex() + ending)


def _analyser(config: Config) -> str:
    """Return what tells this analyser from every other: its version, its files, its parser, what it thinks worth
    parsing."""
    from importlib.machinery import PathFinder

    package = os.path.dirname(os.path.dirname(__file__))
    stamps = []
    families = (entry.name for entry in os.scandir(os.path.join(package, "rules")) if entry.is_dir())
    for folder in (*_ROOMS, *(f"rules/{family}" for family in families)):
        for entry in _files(os.path.join(package, folder)):
            found = entry.stat()
            stamps.append(f"{entry.name}:{found.st_mtime_ns}:{found.st_size}")
    parsers = (PathFinder.find_spec(name) for name in _PARSERS)
    stamps.extend(str(os.stat(one.origin).st_mtime_ns) for one in parsers if one and one.origin)
    return "|".join((__version__, config.level, repr((config.sources, config.sinks)), *sorted(stamps)))


def _files(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return [entry for entry in found if entry.is_file()]
    except FileNotFoundError:
        return []
