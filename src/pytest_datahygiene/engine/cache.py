"""Facts kept between runs: one sqlite file a project, safe to delete, to damage and to share.

Nothing read back is trusted: every row carries a digest of itself, and a row that does not fit is made anew. The file
holds no source text and no literals of it.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import time
from hashlib import blake2b

# A file that changed this shortly before it was noted (in nanoseconds) may change again within the clock's grain.
_RACY = 2_000_000_000
# Rows of facts that may outlive their files before they are thrown away.
_SPARE = 200
_SCHEMA = """
create table if not exists meta (analyser text primary key) without rowid;
create table if not exists file (path text primary key, size integer, mtime integer, key blob, empty integer) without
rowid; create table if not exists facts (key blob primary key, body blob) without rowid;
"""


def folder() -> str:
    """Return the folder of the user's caches, ``DATAHYGIENE_CACHE_DIR`` if that is set."""
    named = os.environ.get("DATAHYGIENE_CACHE_DIR")
    if named:
        return named
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or os.path.expanduser("~\\AppData\\Local")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return os.path.join(base, "datahygiene")


def digest(*parts: bytes) -> bytes:
    """Return sixteen bytes that tell these parts from any others."""
    made = blake2b(digest_size=16)
    for part in parts:
        made.update(len(part).to_bytes(8, "big"))
        made.update(part)
    return made.digest()


class Cache:
    """What earlier runs found out about files, kept in the folder ``where`` (``""``: nothing is kept).

    ``note`` says why it does without.
    """

    def __init__(self, where: str, root: str, analyser: str) -> None:
        self.note = ""
        self._files: dict[str, tuple[int, int, bytes, int]] = {}
        self._new_files: dict[str, tuple[int, int, bytes, int]] = {}
        self._new_facts: dict[bytes, bytes] = {}
        self._path = os.path.join(where, digest(os.fsencode(root)).hex() + ".sqlite")
        self._analyser = analyser
        self._db = self._open(where)

    def _open(self, where: str) -> sqlite3.Connection | None:
        if not where:
            return None
        for attempt in ("open", "make anew"):
            try:
                os.makedirs(where, mode=0o700, exist_ok=True)
                if hasattr(os, "getuid") and os.stat(where).st_uid != os.getuid():
                    self.note = f"cache not used: {where} belongs to somebody else"
                    return None
                if attempt == "make anew":
                    os.unlink(self._path)
                os.close(os.open(self._path, os.O_CREAT | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0), 0o600))
                return self._load(sqlite3.connect(self._path, timeout=2, isolation_level=None))
            except (OSError, sqlite3.Error, TypeError) as error:
                self._files.clear()
                self.note = f"cache not used: {error}"
        return None

    def _load(self, db: sqlite3.Connection) -> sqlite3.Connection:
        db.executescript(_SCHEMA)
        if [row for (row,) in db.execute("select analyser from meta")] != [self._analyser]:
            db.executescript("begin immediate; delete from meta; delete from file; delete from facts;")
            db.execute("insert into meta values (?)", (self._analyser,))
            db.execute("commit")
        for path, size, mtime, key, empty in db.execute("select path, size, mtime, key, empty from file"):
            self._files[path] = (int(size), int(mtime), bytes(key), int(empty))
        self.note = ""
        return db

    def known(self, path: str, size: int, mtime: int) -> tuple[bytes, bool] | None:
        """Return the key of an unchanged file and whether it holds no facts, or ``None``."""
        row = self._new_files.get(path) or self._files.get(path)
        return (row[2], bool(row[3])) if row and row[:2] == (size, mtime) else None

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

    def remember(self, path: str, size: int, mtime: int, key: bytes, *, empty: bool) -> None:
        """Note what a file was like, unless it is so fresh that it may still change unseen."""
        if time.time_ns() - mtime > _RACY:
            self._new_files[path] = (size, mtime, key, int(empty))

    def close(self) -> None:
        """Write what is new, in one go; when another run holds the file, it will write the same."""
        if self._db is None:
            return
        try:
            if self._new_files or self._new_facts:
                self._write(self._db)
        except (sqlite3.Error, UnicodeEncodeError) as error:
            self.note = f"cache not written: {error}"
        finally:
            self._db.close()

    def _write(self, db: sqlite3.Connection) -> None:
        db.execute("begin immediate")
        files = [(path, *row) for path, row in self._new_files.items()]
        db.executemany("insert or replace into file values (?, ?, ?, ?, ?)", files)
        facts = [(key, digest(key, body) + body) for key, body in self._new_facts.items()]
        db.executemany("insert or replace into facts values (?, ?)", facts)
        # What no file is made of any more goes when there is more of it than of the rest.
        rows, used = db.execute(
            "select (select count(*) from facts), (select count(*) from file where not empty)"
        ).fetchone()
        if rows > _SPARE + 2 * used:
            db.execute("delete from facts where key not in (select key from file)")
        db.execute("commit")
