"""Lock files as the real tools wrote them, held against what these tools say of them (``locks/tools/README.md``)."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pytest_datahygiene.extract import lockfiles, requirements
from pytest_datahygiene.facts import PackageRequired

TOOLS = Path(__file__).parent / "locks" / "tools"


class Lock(NamedTuple):
    """A lock file, what its tool lists, and how it pulls packages in, where it tells all of that.

    ``versionless`` are packages from a URL or a folder, whose version the file does not hold or is no release of an
    index; ``absent`` those of a folder of the project, which are no packages of others.
    """

    path: str
    listed: str
    tree: str = ""
    versionless: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()


BY_URL, LOCAL = ("blinker",), ("local-pkg",)
# Whose trees name every parent.
WHOLE = [
    Lock("uv/uv.lock", "listed", "tree", BY_URL, LOCAL),
    Lock("uv/tool.py.lock", "listed-tool", "tree-tool"),
    Lock("uv/requirements.txt", "listed", "tree", absent=LOCAL),
    Lock("poetry2/poetry.lock", "listed", "tree", BY_URL, LOCAL),
    Lock("poetry2-source/poetry.lock", "listed", "tree", absent=LOCAL),
    Lock("poetry18/poetry.lock", "listed", "tree", BY_URL, LOCAL),
    Lock("piptools/requirements.txt", "listed", "tree", absent=LOCAL),
    Lock("piptools/dev.txt", "listed-dev", "tree-dev"),
    Lock("piptools/requirements-pyproject.txt", "listed-requirements-pyproject", "tree-requirements-pyproject"),
    Lock("piptools/requirements-hashes.txt", "listed-requirements-hashes", "tree-requirements-hashes"),
    Lock("piptools/requirements-line.txt", "listed-requirements-line", "tree-requirements-line", absent=LOCAL),
]
# Whose trees know what is installed on Linux alone.
PARTIAL = [
    Lock("pdm/pdm.lock", "listed", "tree", BY_URL, LOCAL),
    Lock("pdm/pylock.toml", "listed-pylock", "tree"),
]
# That do not tell why a package is in them.
FLAT = [
    Lock("uv/pylock.toml", "listed", "", BY_URL, LOCAL),
    Lock("pdm/requirements-dev-postal.txt", "listed-pylock"),
    # Pipenv knows neither name nor version of what comes from a URL or a folder.
    Lock("pipenv/Pipfile.lock", "listed", absent=BY_URL + LOCAL),
    Lock("pip/pylock.toml", "listed", "", BY_URL, (*LOCAL, "shop")),
    Lock("hatch/pylock.toml", "listed-uvenv", "", BY_URL, LOCAL),
]
ALL = [*WHOLE, *PARTIAL, *FLAT]


def by_path(locks: list[Lock]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("lock", locks, ids=[lock.path for lock in locks])


def read(lock: Lock) -> tuple[list[PackageRequired], list[str]]:
    """Return the facts of a lock file, and its lines."""
    text = (TOOLS / f"{lock.path}.txt").read_text(encoding="utf-8")
    reader = requirements if lock.path.endswith(".txt") else lockfiles
    found = reader.extract(lock.path.rpartition("/")[2], text)
    return [fact for fact in found if isinstance(fact, PackageRequired)], text.split("\n")


def data(lock: Lock, name: str) -> Any:
    return json.loads((TOOLS / lock.path).with_name(f"{name}.json").read_text(encoding="utf-8"))


def tree(lock: Lock) -> dict[str, list[str]]:
    """Return the parents of every package."""
    return {**data(lock, lock.tree)}


def own(lock: Lock) -> set[str]:
    """Return what the project asks for itself: its folders are part of it."""
    return {
        name
        for name, parents in tree(lock).items()
        if not parents or any(parent.startswith(("shop", "-r ")) or parent in LOCAL for parent in parents)
    }


@by_path(ALL)
def test_what_is_read_is_what_the_tool_lists(lock: Lock) -> None:
    want = {
        (name, "" if name in lock.versionless else version)
        for name, version in data(lock, lock.listed)
        if name not in lock.absent
    }
    assert {(fact.name, fact.version) for fact in read(lock)[0]} == want


@by_path(ALL)
def test_no_package_is_told_twice(lock: Lock) -> None:
    found = [(fact.name, fact.version) for fact in read(lock)[0]]
    # Pipenv locks each group by itself, and so two of them may hold a package.
    twice = {"packaging"} if lock.path.startswith("pipenv") else set()
    assert {name for name, version in found if found.count((name, version)) > 1} == twice


@by_path(ALL)
def test_every_fact_stands_on_the_line_of_its_name(lock: Lock) -> None:
    facts, lines = read(lock)
    for fact in facts:
        line = re.sub(r"[-_.]+", "-", lines[fact.at.line - 1].lower())
        assert re.search(rf"(?<![\w-]){re.escape(fact.name)}(?![\w-])", line), (fact.name, fact.at.line)


@by_path(ALL)
def test_a_release_is_pinned(lock: Lock) -> None:
    locked = not lock.path.endswith(".txt")
    for fact in read(lock)[0]:
        # A URL that names a release is a pin without a bound.
        assert fact.specifier == (f"=={fact.version}" if fact.version and fact.name not in BY_URL else "")
        assert fact.locked is locked


@by_path(WHOLE)
def test_what_others_pull_in_has_its_whole_way(lock: Lock) -> None:
    parents, asked = tree(lock), own(lock)
    ways = {fact.name: fact.through for fact in read(lock)[0]}
    pulled = {name: way for name, way in ways.items() if name not in asked}
    assert all(pulled.values())
    for name, way in pulled.items():
        assert way[0] in asked, f"{name} comes from what the project asks for"
        for parent, child in pairwise((*way, name)):
            assert parent in parents[child]


@by_path([lock for lock in WHOLE if not lock.path.startswith("poetry")])
def test_what_the_project_asks_for_itself_came_by_no_way(lock: Lock) -> None:
    """Poetry's lock knows nothing of the project."""
    asked = own(lock)
    assert {fact.name for fact in read(lock)[0] if not fact.through} == asked - {*lock.absent}


@by_path(PARTIAL)
def test_ways_are_those_of_the_tool_as_far_as_it_tells(lock: Lock) -> None:
    parents = tree(lock)
    ways = {fact.name: fact.through for fact in read(lock)[0]}
    assert ways["six"] == ("python-jose", "ecdsa")
    for name, way in ways.items():
        for parent, child in pairwise((*way, name)):
            assert parent in parents.get(child, [parent])


@by_path(FLAT)
def test_a_flat_list_has_no_ways(lock: Lock) -> None:
    assert not any(fact.through for fact in read(lock)[0])


@pytest.mark.parametrize("path", ["uv/uv.lock", "uv/pylock.toml"])
def test_the_day_of_the_upload_is_kept(path: str) -> None:
    released = {fact.name: fact.released for fact in read(Lock(path, ""))[0]}
    assert released["cryptography"] == "2024-06-04"
    assert released["pyjwt"] == "2022-05-12"
    assert "" not in {day for name, day in released.items() if name not in BY_URL}


def test_forks_carry_their_markers() -> None:
    uv = {fact.version: fact.marker for fact in read(WHOLE[0])[0] if fact.name == "asgiref"}
    assert "python_full_version" in uv["3.12.1"]
    assert "python_full_version" in uv["3.13.0"]
    assert uv["3.12.1"] != uv["3.13.0"]


@pytest.mark.parametrize("path", ["poetry2/poetry.lock", "pdm/pdm.lock", "pipenv/Pipfile.lock", "uv/pylock.toml"])
def test_conditions_are_kept(path: str) -> None:
    found = {fact.name: fact.marker for fact in read(Lock(path, ""))[0]}
    assert re.fullmatch(r"sys_platform == ['\"]win32['\"]", found["pywin32"])
