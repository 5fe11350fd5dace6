"""Answers of indexes, kept for an hour, and longer to be asked for by their tag."""

from __future__ import annotations

import hashlib
import os
import re
import threading
import time
from typing import NamedTuple

import msgspec

from pytest_datahygiene.index.fetching import LARGEST
from pytest_datahygiene.index.listing import Release, day_of
from pytest_datahygiene.index.settings import Index

# Seconds for which an answer counts without being asked for again.
_FRESH = 3600
_TAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e]*"')


class _Page(msgspec.Struct):
    """An answer as it is written; ``asked`` in seconds since 1970."""

    asked: float
    etag: str
    releases: list[tuple[str, str, bool]]


class Kept(NamedTuple):
    """An answer that was kept. ``etag`` is ``""`` where the index gave none that can be asked with."""

    releases: tuple[Release, ...]
    etag: str
    is_fresh: bool


class Shelf:
    """Where answers are kept; nowhere if ``folder`` is empty."""

    def __init__(self, folder: str) -> None:
        self._folder = folder

    def kept(self, name: str, index: Index) -> Kept | None:
        """Return what an index told before, ``None`` if that is not known or cannot be read."""
        if not self._folder:
            return None
        try:
            with open(self._path(name, index), "rb") as file:
                page = msgspec.json.decode(file.read(LARGEST), type=_Page)
        except (OSError, msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            return None
        if not all(day_of(day) == day for _, day, _ in page.releases):
            return None
        etag = page.etag if _TAG.fullmatch(page.etag) else ""
        is_fresh = 0 <= time.time() - page.asked < _FRESH
        return Kept(tuple(Release(*one) for one in page.releases), etag, is_fresh)

    def keep(self, name: str, index: Index, etag: str, releases: tuple[Release, ...]) -> None:
        """Keep what an index told just now."""
        if not self._folder:
            return
        path = self._path(name, index)
        page = _Page(time.time(), etag, [(one.version, one.day, one.yanked) for one in releases])
        try:
            os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
            beside = f"{path}.{os.getpid()}.{threading.get_ident()}"
            with open(beside, "wb") as file:
                file.write(msgspec.json.encode(page))
            os.replace(beside, path)
        except OSError:
            # What cannot be kept is asked for again.
            return

    def _path(self, name: str, index: Index) -> str:
        # Two users of one index may be told different things.
        where = hashlib.sha256(f"{index.user}@{index.url}".encode()).hexdigest()[:16]
        return os.path.join(self._folder, "index", where, f"{name}.json")
