"""Facts kept between runs: one sqlite file a project, safe to delete, to damage and to share.

Nothing read back is trusted: every row carries a digest of itself, and a row that does not fit is made anew. The file
holds no source text and no literals of it.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from typing import NamedTuple

from pytest_datahygiene.engine.digests import digest

# A file that changed this shortly before it was noted (in nanoseconds) may change again within the clock's grain.
_RACY = 2_000_000_000
# Seconds to wait for another run that writes.
_PATIENCE = 2
# Rows of facts that may outlive their files before they are thrown away.
_SPARE = 200
_SCHEMA = """
create table if not exists meta (analyser text primary key) without rowid;
create table if not exists file (
    path blob primary key, size integer, mtime integer, ctime integer, key blob, empty integer, seal blob
) without rowid;
create table if not exists facts (key blob primary key, body blob) without rowid;
"""


class _Row(NamedTuple):
    """What a file was like: its size, its times of change, under which key its facts are, whether it has none."""

    path: bytes
    size: int
    mtime: int
    ctime: int
    key: bytes
    empty: int

    def seal(self) -> bytes:
        """Return what tells a whole row from a damaged one."""
        return digest(repr(tuple(self)).encode())


class Cache:
    """What earlier runs found out about files, kept in the file ``path`` (``""``: nothing is kept).

    ``began`` is the time in nanoseconds before which all files were looked at. ``note`` says why it does without.
    """

    def __init__(self, path: str, analyser: str, began: int) -> None:
        self.note = ""
        self._damaged = False
        self._began = began
        self._files: dict[bytes, tuple[_Row, object]] = {}
        self._new_files: dict[bytes, _Row] = {}
        self._new_facts: dict[bytes, bytes] = {}
        self._path = path
        self._analyser = analyser
        self._db = self._open(os.path.dirname(path)) if path else None

    def _open(self, where: str) -> sqlite3.Connection | None:
        for attempt in ("open", "make anew"):
            try:
                os.makedirs(where, mode=0o700, exist_ok=True)
                self._claim(where, anew=attempt == "make anew")
                return self._load(sqlite3.connect(self._path, timeout=_PATIENCE, isolation_level=None))
            except (OSError, sqlite3.Error) as error:
                self._files.clear()
                self.note = f"cache not used: {error}"
                if _is_busy(error):
                    break
        return None

    def _claim(self, where: str, *, anew: bool) -> None:
        """Make sure that the file is there and ours alone; raise ``PermissionError`` when others may write it."""
        if anew:
            self._discard()
        handle = os.open(self._path, os.O_CREAT | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0), 0o600)
        try:
            if hasattr(os, "getuid"):
                _check_owner(os.stat(where), os.fstat(handle), where)
                os.fchmod(handle, 0o600)
        finally:
            os.close(handle)

    def _load(self, db: sqlite3.Connection) -> sqlite3.Connection:
        try:
            db.executescript(_SCHEMA)
            if [row for (row,) in db.execute("select analyser from meta")] != [self._analyser]:
                db.executescript("begin immediate; delete from meta; delete from file; delete from facts;")
                db.execute("insert into meta values (?)", (self._analyser,))
                db.execute("commit")
            for *row, seal in db.execute("select path, size, mtime, ctime, key, empty, seal from file"):
                self._files[row[0]] = _Row(*row), seal
        except sqlite3.Error:
            db.close()
            raise
        self.note = ""
        return db

    def known(self, path: str, size: int, mtime: int, ctime: int) -> tuple[bytes, bool] | None:
        """Return the key of an unchanged file and whether it holds no facts, or ``None``."""
        name = os.fsencode(path)
        row = self._new_files.get(name)
        if row is None:
            row, seal = self._files.get(name, (None, b""))
            if row is None or row[1:4] != (size, mtime, ctime) or seal != row.seal():
                return None
        return (row.key, bool(row.empty)) if row[1:4] == (size, mtime, ctime) else None

    def body(self, key: bytes) -> bytes | None:
        """Return what was kept under a key, if it is whole."""
        if key in self._new_facts:
            return self._new_facts[key]
        if self._db is None:
            return None
        try:
            row = self._db.execute("select body from facts where key = ?", (key,)).fetchone()
        except sqlite3.Error:
            return None
        if row is None or not isinstance(row[0], bytes):
            return None
        body = row[0][16:]
        return body if row[0][:16] == digest(key, body) else None

    def keep(self, key: bytes, body: bytes) -> None:
        """Keep facts under a key."""
        self._new_facts[key] = body

    def remember(self, path: str, size: int, mtime: int, ctime: int, key: bytes, *, empty: bool) -> None:
        """Note what a file was like, unless it was so fresh that it may have changed unseen since."""
        if self._began - mtime > _RACY:
            name = os.fsencode(path)
            self._new_files[name] = _Row(name, size, mtime, ctime, key, int(empty))

    def close(self) -> None:
        """Write what is new, in one go; when another run holds the file, it will write the same."""
        if self._db is None:
            return
        try:
            if self._new_files or self._new_facts:
                self._write(self._db)
        except sqlite3.Error as error:
            if not _is_busy(error):
                self.note = f"cache not written: {error}"
                self._damaged = not isinstance(error, sqlite3.OperationalError)
        finally:
            self._db.close()
            if self._damaged:
                self._discard()

    def _discard(self) -> None:
        """Throw a damaged file away, so that the next run makes it anew."""
        for ending in ("", "-journal", "-wal", "-shm"):
            try:
                os.unlink(self._path + ending)
            except FileNotFoundError:
                continue

    def _write(self, db: sqlite3.Connection) -> None:
        db.execute("begin immediate")
        files = [(*row, row.seal()) for row in self._new_files.values()]
        db.executemany("insert or replace into file values (?, ?, ?, ?, ?, ?, ?)", files)
        facts = [(key, digest(key, body) + body) for key, body in self._new_facts.items()]
        db.executemany("insert or replace into facts values (?, ?)", facts)
        # What no file is made of any more goes when there is more of it than of the rest.
        rows, used = db.execute(
            "select (select count(*) from facts), (select count(*) from file where not empty)"
        ).fetchone()
        if rows > _SPARE + 2 * used:
            db.execute("delete from facts where key not in (select key from file)")
        db.execute("commit")


def _check_owner(folder: os.stat_result, file: os.stat_result, where: str) -> None:
    """Raise ``PermissionError`` when somebody else may have written what is in the cache."""
    if folder.st_uid != os.getuid() or file.st_uid != os.getuid():
        raise PermissionError(f"{where} belongs to somebody else")
    if folder.st_mode & 0o022 and not folder.st_mode & stat.S_ISVTX:
        raise PermissionError(f"others may write to {where}")


def _is_busy(error: Exception) -> bool:
    """Tell whether another run holds the file."""
    return isinstance(error, sqlite3.OperationalError) and "locked" in str(error)
