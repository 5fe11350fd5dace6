"""Packages that a project declares in ``pyproject.toml`` or in a ``Pipfile``."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from pytest_datahygiene.errors import Unreadable
from pytest_datahygiene.extract.requirements import pinned, required, written
from pytest_datahygiene.extract.toml import Path, load
from pytest_datahygiene.facts import Fact, ListNamed, PackageRequired, Place, RuntimeNamed

# Where lists of PEP 508 requirements stand; ``*`` is any key.
_LISTS: tuple[Path, ...] = (
    ("build-system", "requires"),
    ("project", "dependencies"),
    ("project", "optional-dependencies", "*"),
    ("dependency-groups", "*"),
    ("tool", "hatch", "envs", "*", "dependencies"),
    ("tool", "hatch", "envs", "*", "extra-dependencies"),
    ("tool", "pdm", "dev-dependencies", "*"),
    ("tool", "uv", "dev-dependencies"),
    ("tool", "uv", "constraint-dependencies"),
    ("tool", "uv", "override-dependencies"),
)
_POETRY: tuple[Path, ...] = (
    ("tool", "poetry", "dependencies"),
    ("tool", "poetry", "dev-dependencies"),
    ("tool", "poetry", "group", "*", "dependencies"),
)
# What stands between two clauses: a comma, or a blank before the next operator.
_AND = re.compile(r",|(?<=[\w*])\s(?=\s*[<>=!~^])")
# Tables of a Pipfile that hold no packages.
_PIPFILE_OTHERS = frozenset({"source", "requires", "pipenv", "scripts"})

# Where it stands, the extra or the group, the name of the package (empty: the value is a whole requirement), the value.
Entry = tuple[Path, str, str, Any]


def extract(path: str, text: str) -> Iterator[Fact]:
    """Yield one ``PackageRequired`` a requirement; raise ``Unreadable`` for broken TOML or a broken requirement."""
    data, lines = load(text)
    bad: list[int] = []
    entries = _pipfile(data) if path.lower().endswith("pipfile") else _pyproject(data)
    for where, group, name, value in entries:
        # A table under its own header has no line, its keys have.
        at = Place(path, lines.get(where) or lines.get((*where, "version"), 1))
        try:
            yield _constrained(name, value, at, group) if name else required(value, at, group=group)
        except ValueError:
            bad.append(at.line)
    for where, specifier, tells in _pythons(data):
        yield RuntimeNamed(Place(path, lines.get(where, 1)), "python", specifier=specifier, tells=tells)
    for where, name in _lists(data):
        yield ListNamed(
            Place(path, lines.get(where, 1)), posixpath.normpath(posixpath.join(posixpath.dirname(path), name))
        )
    if bad:
        raise Unreadable(f"line {min(bad)} is not a requirement")


def _pythons(data: dict[str, Any]) -> Iterator[tuple[Path, str, str]]:
    """Yield where the versions of Python are told on which the project runs, which they are, and what tells them."""
    for where, found in _matching(data, ("project", "requires-python")):
        if isinstance(found, str):
            yield where, found, "requires-python"
    for where, found in _matching(data, ("tool", "poetry", "dependencies", "python")):
        with suppress(ValueError):
            yield where, written(_specifiers(str(found))), "its Python"
    for key in ("python_version", "python_full_version"):
        for where, found in _matching(data, ("requires", key)):
            yield where, f"=={found}" + (".*" if key == "python_version" else ""), "its Python"


def _lists(data: dict[str, Any]) -> Iterator[tuple[Path, str]]:
    """Yield the files that setuptools reads requirements from."""
    dynamic = ("tool", "setuptools", "dynamic")
    for pattern in ((*dynamic, "dependencies", "file"), (*dynamic, "optional-dependencies", "*", "file")):
        for where, found in _matching(data, pattern):
            for name in found if isinstance(found, list) else [found]:
                if isinstance(name, str):
                    yield where, name


def _pyproject(data: dict[str, Any]) -> Iterator[Entry]:
    for pattern in _LISTS:
        for where, found in _matching(data, pattern):
            if isinstance(found, list):
                group = _group(pattern, where)
                yield from (((*where, i), group, "", value) for i, value in enumerate(found) if isinstance(value, str))
    for pattern in _POETRY:
        for where, found in _matching(data, pattern):
            yield from (entry for entry in _table(where, found, _group(pattern, where)) if entry[2] != "python")


def _pipfile(data: dict[str, Any]) -> Iterator[Entry]:
    for key, found in data.items():
        if key not in _PIPFILE_OTHERS:
            yield from _table((key,), found, "" if key == "packages" else key)


def _group(pattern: Path, where: Path) -> str:
    """Return the key that a pattern leaves open: the name of the extra or the group."""
    return str(where[pattern.index("*")]) if "*" in pattern else ""


def _table(where: Path, table: object, group: str) -> Iterator[Entry]:
    """Yield the entries of ``name = constraint``, where several constraints may stand in a list."""
    for name, value in table.items() if isinstance(table, dict) else ():
        several = value if isinstance(value, list) else [value]
        for i, one in enumerate(several):
            yield ((*where, name, i) if isinstance(value, list) else (*where, name)), group, name, one


def _matching(data: object, pattern: Path, where: Path = ()) -> Iterator[tuple[Path, object]]:
    """Yield every value at a path in which ``*`` stands for any key."""
    if not pattern:
        yield where, data
        return
    if isinstance(data, dict):
        for key in list(data) if pattern[0] == "*" else [pattern[0]]:
            if key in data:
                yield from _matching(data[key], pattern[1:], (*where, key))


def _constrained(name: str, value: object, at: Place, group: str) -> PackageRequired:
    """Return the fact of a package under poetry's or pipenv's constraint; raise ``ValueError`` if it is none."""
    marker = ""
    if isinstance(value, dict):
        marker = str(value.get("markers") or "")
        python = _specifiers(str(value.get("python") or "*"))
        marker = marker or " and ".join(f"python_version {clause.operator} '{clause.version}'" for clause in python)
        value = value.get("version", "*")
    if not isinstance(value, str):
        raise ValueError("not a constraint")
    specifiers = _specifiers(value)
    return PackageRequired(
        at, canonicalize_name(name), written(specifiers), pinned(specifiers), marker=marker, group=group
    )


def _specifiers(constraint: str) -> SpecifierSet:
    """Return poetry's constraint in the words of PEP 440; alternatives (``||``) count as no bound."""
    if "|" in constraint:
        return SpecifierSet()
    try:
        return SpecifierSet(",".join(_clause(part) for part in _AND.split(constraint)))
    except (InvalidSpecifier, InvalidVersion) as error:
        raise ValueError("not a constraint") from error


def _clause(part: str) -> str:
    """Return one of poetry's clauses in the words of PEP 440: ``^1.2`` is ``>=1.2,<2``, a bare version is exact."""
    part = part.strip()
    if part in ("", "*"):
        return ""
    if part[0] == "^":
        return _below(part[1:], _caret)
    if part[0] == "~" and not part.startswith("~="):
        return _below(part[1:], lambda release: min(1, len(release) - 1))
    if part[0].isalnum():
        return f"=={part}"
    return part if part[0] != "=" or part.startswith("==") else f"={part}"


def _below(version: str, place: Callable[[tuple[int, ...]], int]) -> str:
    """Return the range from a version to the next one that is greater at ``place(release)``."""
    version = version.strip().removesuffix(".*")
    release = Version(version).release
    at = place(release)
    upper = ".".join(map(str, [*release[:at], release[at] + 1]))
    return f">={version},<{upper}"


def _caret(release: tuple[int, ...]) -> int:
    """Return the place that a caret holds: the first that is not zero."""
    return next((i for i, part in enumerate(release) if part), len(release) - 1)
