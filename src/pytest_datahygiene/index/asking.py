"""Asks indexes for the releases of packages: bounded in time, in size and in number, and remembered for an hour."""

from __future__ import annotations

import hashlib
import os
import queue
import threading
import time
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlsplit

import msgspec
import requests

from pytest_datahygiene import __version__
from pytest_datahygiene.errors import Unreadable
from pytest_datahygiene.index.listing import Listing, Release, listing
from pytest_datahygiene.index.settings import Chosen, Index

_ACCEPT = "application/vnd.pypi.simple.v1+json"
# Seconds: to be connected, between two pieces of an answer, for one package, for all of them.
_CONNECT, _PIECE, _PACKAGE, _ALL = 5.0, 10.0, 30.0, 120.0
# Bytes; the largest page of the default index has some twelve million.
_LARGEST = 64 << 20
_PIECES = 1 << 16
# More than any project has of the kind that is asked for.
_MOST = 1000
_AT_ONCE = 4
_REDIRECTS = 5
# Seconds for which an answer counts without being asked for again.
_FRESH = 3600


class Failure(NamedTuple):
    """A package whose releases could not be read, and why; no address is part of it."""

    name: str
    cause: str


class Limits(NamedTuple):
    """How long to wait, in seconds: for a connection, between two pieces, for a package, for all."""

    connect: float = _CONNECT
    piece: float = _PIECE
    package: float = _PACKAGE
    all: float = _ALL


USUAL = Limits()


class _Kept(msgspec.Struct):
    """An answer as it is kept; ``asked`` in seconds since 1970."""

    asked: float
    etag: str
    releases: list[tuple[str, str, bool]]


def ask(
    names: Iterable[str], where: Chosen, *, folder: str = "", limits: Limits = USUAL, at_once: int = _AT_ONCE
) -> tuple[list[Listing], list[Failure]]:
    """Return the releases of packages, and what could not be read.

    ``folder`` is where answers are kept, ``""`` for nowhere; ``at_once`` is the most questions at one time.
    """
    wanted = sorted(set(names))
    if not where.indexes:
        return [], [Failure(name, "no index is set up that a question could go to") for name in wanted]
    todo, done = queue.SimpleQueue[str](), queue.SimpleQueue[Listing | Failure]()
    for name in wanted[:_MOST]:
        todo.put(name)
    end = time.monotonic() + limits.all

    def work() -> None:
        asker = _Asker(where, folder, limits)
        while time.monotonic() < end:
            try:
                name = todo.get_nowait()
            except queue.Empty:
                return
            done.put(asker.one(name))

    # A server may keep a thread waiting for ever: none of them may keep the process.
    for _ in range(min(at_once, len(wanted))):
        threading.Thread(target=work, daemon=True).start()
    answers: dict[str, Listing | Failure] = {}
    while len(answers) < min(len(wanted), _MOST):
        try:
            answer = done.get(timeout=max(0.0, end - time.monotonic()))
        except queue.Empty:
            break
        answers[answer.name] = answer
    found = [answers.get(name) or Failure(name, "there was no time left to ask for it") for name in wanted]
    return [one for one in found if isinstance(one, Listing)], [one for one in found if isinstance(one, Failure)]


class _Asker:
    """One thread's connections."""

    def __init__(self, where: Chosen, folder: str, limits: Limits) -> None:
        self._where = where
        self._folder = folder
        self._limits = limits
        self._session = requests.Session()
        self._session.max_redirects = _REDIRECTS
        self._session.headers.update({"Accept": _ACCEPT, "User-Agent": f"pytest-datahygiene/{__version__}"})
        if where.proxy:
            self._session.proxies.update({"http": where.proxy, "https": where.proxy})
        if where.cert:
            self._session.verify = where.cert

    def one(self, name: str) -> Listing | Failure:
        """Return the releases of a package, or why they are not known."""
        found: list[Listing] = []
        asked = [one for one in self._where.indexes if name in one.packages] or [
            one for one in self._where.indexes if not one.packages
        ]
        for index in asked:
            try:
                told = self._told(name, index)
            except Unreadable as error:
                return Failure(name, f"{index.host} {error}")
            found += [told] if told else []
            if told and not self._where.merged:
                break
        if not found:
            return Failure(name, f"{' and '.join(one.host for one in asked) or 'no index'} does not know it")
        releases = {one.version: one for told in reversed(found) for one in told.releases}
        return Listing(name, tuple(releases[version] for version in sorted(releases)), found[0].host)

    def _told(self, name: str, index: Index) -> Listing | None:
        """Return what one index tells, ``None`` if it does not know the package; raise ``Unreadable`` for a failure."""
        kept = self._recall(name, index)
        if kept and 0 <= time.time() - kept.asked < _FRESH:
            return _listed(name, kept, index)
        try:
            return self._asked(name, index, kept)
        except requests.exceptions.SSLError:
            raise Unreadable("has a certificate that cannot be trusted") from None
        except requests.exceptions.ProxyError:
            raise Unreadable("cannot be reached through the proxy") from None
        except requests.exceptions.Timeout:
            raise Unreadable("did not answer in time") from None
        except requests.exceptions.TooManyRedirects:
            raise Unreadable("sends the question around in circles") from None
        except (requests.exceptions.RequestException, OSError, ValueError) as error:
            raise Unreadable(f"cannot be reached ({type(error).__name__})") from None

    def _asked(self, name: str, index: Index, kept: _Kept | None) -> Listing | None:
        end = time.monotonic() + self._limits.package
        response = self._session.get(
            f"{index.url}{name}/",
            auth=(index.user, index.password) if index.user or index.password else None,
            headers={"If-None-Match": kept.etag} if kept and kept.etag else None,
            timeout=(self._limits.connect, self._limits.piece),
            stream=True,
        )
        with response:
            if urlsplit(index.url).scheme == "https" and urlsplit(response.url).scheme != "https":
                raise Unreadable("sends the question on without encryption")
            if response.status_code == requests.codes.not_modified and kept:
                self._keep(name, index, kept.etag, _listed(name, kept, index))
                return _listed(name, kept, index)
            if response.status_code in (requests.codes.not_found, requests.codes.gone):
                return None
            if response.status_code in (requests.codes.unauthorized, requests.codes.forbidden):
                raise Unreadable(f"asks for other credentials ({response.status_code})")
            if response.status_code != requests.codes.ok:
                raise Unreadable(f"answered with status {response.status_code}")
            found = listing(name, _body(response, end), index.host)
        self._keep(name, index, response.headers.get("ETag", ""), found)
        return found

    def _path(self, name: str, index: Index) -> str:
        # Two users of one index may be told different things.
        where = hashlib.sha256(f"{index.user}@{index.url}".encode()).hexdigest()[:16]
        return os.path.join(self._folder, "index", where, f"{name}.json")

    def _recall(self, name: str, index: Index) -> _Kept | None:
        try:
            with open(self._path(name, index), "rb") as file:
                return msgspec.json.decode(file.read(_LARGEST), type=_Kept) if self._folder else None
        except (OSError, msgspec.DecodeError, RecursionError):
            return None

    def _keep(self, name: str, index: Index, etag: str, found: Listing) -> None:
        if not self._folder:
            return
        path = self._path(name, index)
        kept = _Kept(time.time(), etag, [(one.version, one.day, one.yanked) for one in found.releases])
        try:
            os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
            beside = f"{path}.{os.getpid()}.{threading.get_ident()}"
            with open(beside, "wb") as file:
                file.write(msgspec.json.encode(kept))
            os.replace(beside, path)
        except OSError:
            # What cannot be kept is asked for again.
            return


def _listed(name: str, kept: _Kept, index: Index) -> Listing:
    return Listing(name, tuple(Release(*one) for one in kept.releases), index.host)


def _body(response: requests.Response, end: float) -> bytes:
    """Return an answer that comes in time and is no larger than any page; raise ``Unreadable`` otherwise."""
    body = bytearray()
    for piece in response.iter_content(_PIECES):
        body += piece
        if len(body) > _LARGEST:
            raise Unreadable(f"answered with more than {_LARGEST >> 20} MiB")
        if time.monotonic() > end:
            raise Unreadable("did not answer in time")
    return bytes(body)
