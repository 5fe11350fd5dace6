"""Asks indexes for the releases of packages: bounded in time, in size and in number, and remembered for an hour."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Iterable
from typing import NamedTuple

import requests

from pytest_datahygiene.errors import Unreadable
from pytest_datahygiene.index.fetching import Fetcher
from pytest_datahygiene.index.keeping import Shelf
from pytest_datahygiene.index.listing import Listing, listing
from pytest_datahygiene.index.settings import Chosen, Index

# Seconds: to be connected, between two pieces of an answer, for one package, for all of them.
_CONNECT, _PIECE, _PACKAGE, _ALL = 5.0, 10.0, 30.0, 120.0
# More than any project has of the kind that is asked for.
_MOST = 1000
_AT_ONCE = 4


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


def ask(
    names: Iterable[str], where: Chosen, *, folder: str = "", limits: Limits = USUAL, at_once: int = _AT_ONCE
) -> tuple[list[Listing], list[Failure]]:
    """Return the releases of packages, and what could not be read.

    ``folder`` is where answers are kept, ``""`` for nowhere; ``at_once`` is the most questions at one time.
    """
    wanted = sorted(set(names))
    if not where.indexes:
        return [], [Failure(name, "no index is set up that a question could go to") for name in wanted]
    answers = _Crew(wanted[:_MOST], where, folder, limits).answers(at_once)
    found = [answers.get(name) or Failure(name, f"no time was left to ask {_hosts(where, name)}") for name in wanted]
    return [one for one in found if isinstance(one, Listing)], [one for one in found if isinstance(one, Failure)]


def _asked(where: Chosen, name: str) -> list[Index]:
    """Return the indexes that a package is asked of: that of its own where there is one."""
    own = [one for one in where.indexes if name in one.packages]
    return own or [one for one in where.indexes if not one.packages]


def _hosts(where: Chosen, name: str) -> str:
    return " and ".join(dict.fromkeys(one.host for one in _asked(where, name))) or "an index"


class _Crew:
    """The threads that ask. One that a server keeps waiting is given up, and another takes its place.

    A server that sends a byte now and then keeps a thread for ever, and no time limit of a connection ends that: so
    none of them may keep the process, and the clock is watched from outside.
    """

    def __init__(self, names: list[str], where: Chosen, folder: str, limits: Limits) -> None:
        self._where = where
        self._folder = folder
        self._limits = limits
        self._end = time.monotonic() + limits.all
        self._count = len(names)
        self._todo, self._done = queue.SimpleQueue[str](), queue.SimpleQueue[Listing | Failure]()
        self._begun: dict[str, float] = {}
        self._given_up: set[str] = set()
        for name in names:
            self._todo.put(name)

    def answers(self, at_once: int) -> dict[str, Listing | Failure]:
        """Return what was answered in time, or why it was not; nothing for what nobody could begin with."""
        for _ in range(min(at_once, self._count)):
            self._hire()
        answers: dict[str, Listing | Failure] = {}
        while len(answers) < self._count and time.monotonic() < self._end:
            try:
                answer = self._done.get(timeout=self._patience())
            except queue.Empty:
                for late in self._late(self._limits.package):
                    answers[late.name] = late
                    self._hire()
                continue
            if self._begun.pop(answer.name, None) is not None:
                answers[answer.name] = answer
        return {**answers, **{late.name: late for late in self._late(0.0)}}

    def _patience(self) -> float:
        """Return the seconds until the next thread is late, or all of them are."""
        first = min(self._begun.copy().values(), default=time.monotonic())
        return max(0.01, min(first + self._limits.package, self._end) - time.monotonic())

    def _late(self, seconds: float) -> list[Failure]:
        """Give up those that began so long ago."""
        now = time.monotonic()
        late = [name for name, since in self._begun.copy().items() if now - since >= seconds]
        self._given_up.update(late)
        for name in late:
            del self._begun[name]
        return [Failure(name, f"{_hosts(self._where, name)} did not answer in time") for name in late]

    def _hire(self) -> None:
        threading.Thread(target=self._work, daemon=True).start()

    def _work(self) -> None:
        asker = _Asker(self._where, self._folder, self._limits)
        try:
            while time.monotonic() < self._end:
                try:
                    name = self._todo.get_nowait()
                except queue.Empty:
                    return
                self._begun[name] = time.monotonic()
                self._done.put(asker.one(name))
                if name in self._given_up:
                    return
        finally:
            asker.close()


class _Asker:
    """What one thread asks with."""

    def __init__(self, where: Chosen, folder: str, limits: Limits) -> None:
        self._where = where
        self._shelf = Shelf(folder)
        self._limits = limits
        self._fetcher = Fetcher(where, limits.connect, limits.piece)

    def close(self) -> None:
        """End the connections."""
        self._fetcher.close()

    def one(self, name: str) -> Listing | Failure:
        """Return the releases of a package, or why they are not known."""
        end = time.monotonic() + self._limits.package
        found: list[Listing] = []
        for index in _asked(self._where, name):
            try:
                told = self._told(name, index, end)
            except Unreadable as error:
                return Failure(name, f"{index.host} {error}")
            except Exception as error:  # noqa: BLE001  # a thread that dies says nothing, and all would wait for it
                return Failure(name, f"{index.host} cannot be asked ({type(error).__name__})")
            found += [told] if told else []
            if told and not self._where.merged:
                break
        releases = {one.version: one for told in reversed(found) for one in told.releases}
        if not releases:
            says = "lists no release of it" if found else "does not know it"
            return Failure(name, f"{_hosts(self._where, name)} {says}")
        return Listing(name, tuple(releases[version] for version in sorted(releases)), found[0].host)

    def _told(self, name: str, index: Index, end: float) -> Listing | None:
        """Return what one index tells, ``None`` if it does not know the package; raise ``Unreadable`` for a failure."""
        kept = self._shelf.kept(name, index)
        if kept and kept.is_fresh:
            return Listing(name, kept.releases, index.host)
        answer = self._fetcher.get(name, index, kept.etag if kept else "", end)
        if answer.status == requests.codes.not_modified and kept:
            self._shelf.keep(name, index, kept.etag, kept.releases)
            return Listing(name, kept.releases, index.host)
        if answer.status in (requests.codes.not_found, requests.codes.gone):
            return None
        if answer.status in (requests.codes.unauthorized, requests.codes.forbidden):
            raise Unreadable(f"asks for other credentials ({answer.status})")
        if answer.status != requests.codes.ok:
            raise Unreadable(f"answered with status {answer.status}")
        found = listing(name, answer.body, index.host)
        if found.releases:
            self._shelf.keep(name, index, answer.etag, found.releases)
        return found
