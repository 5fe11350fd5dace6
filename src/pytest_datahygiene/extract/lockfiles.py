"""Packages out of ``poetry.lock``, ``uv.lock``, ``pdm.lock``, ``pylock.toml`` (PEP 751), ``Pipfile.lock``, ``Pipfile``.

What comes from the project itself, from a folder or from a repository is no release: it has no fact or no version.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import msgspec
from packaging.utils import canonicalize_name

from pytest_datahygiene.errors import Unreadable
from pytest_datahygiene.extract import pyproject
from pytest_datahygiene.extract.requirements import chained
from pytest_datahygiene.extract.toml import load
from pytest_datahygiene.extract.value_lines import Path, in_json
from pytest_datahygiene.facts import Fact, PackageRequired, Place

_NAME = re.compile(r"[A-Za-z0-9][\w.-]*")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
# Keys and kinds of source that say: a folder of this project. Then those that say: from elsewhere than an index.
_HERE = frozenset({"editable", "virtual", "directory", "path", "file"})
_ELSEWHERE = frozenset({"git", "url", "vcs", "archive", "hg", "svn", "bzr"})


def extract(path: str, text: str) -> Iterator[Fact]:
    """Yield one ``PackageRequired`` a locked package; raise ``Unreadable`` for a file that is broken."""
    name = path.rpartition("/")[2].lower()
    readers = {"pipfile.lock": _json_lock, "pipfile": pyproject.extract}
    return readers.get(name, _toml_lock)(path, text)


def _toml_lock(path: str, text: str) -> Iterator[Fact]:
    data, lines = load(text)
    key = "packages" if "lock-version" in data and "packages" in data else "package"
    packages = data.get(key, [])
    if not isinstance(packages, list):
        raise Unreadable("its packages are not a list")
    found: list[PackageRequired] = []
    rows = [row for row in packages if isinstance(row, dict) and isinstance(row.get("name"), str)]
    plain = {_release(row) for row in rows if not _is_with_extras(row)}
    for i, package in enumerate(packages):
        if not (isinstance(package, dict) and isinstance(package.get("name"), str)):
            continue
        if not (_is_with_extras(package) and _release(package) in plain):
            at = Place(path, lines.get((key, i, "name"), 1))
            found += _locked(at, package["name"], package, _released(package), _marker(package))
    yield from chained(found, _parents(rows, data.get("manifest")))


def _is_with_extras(package: dict[str, Any]) -> bool:
    """Tell whether a row is pdm's second one for a package, which it locks once more with the extras in use."""
    return isinstance(package.get("extras"), list)


def _release(package: dict[str, Any]) -> tuple[str, str]:
    return package["name"], str(package.get("version"))


def _parents(rows: list[dict[str, Any]], manifest: object) -> dict[str, set[str]]:
    """Return by which packages each is pulled in; none for what the project itself asks for, where the lock has it.

    ``manifest`` is what uv asks for without a project, such as for a script.
    """
    parents: dict[str, set[str]] = {}
    own = {*_names(manifest.get("requirements"))} if isinstance(manifest, dict) else set()
    for row in rows:
        name = canonicalize_name(row["name"])
        is_project = not (set(row) | _kinds(row.get("source"))).isdisjoint(_HERE)
        for asked in _asked(row):
            if is_project:
                own.add(asked)
            elif asked != name:
                parents.setdefault(asked, set()).add(name)
    return {name: listed for name, listed in parents.items() if name not in own}


def _asked(row: dict[str, Any]) -> Iterator[str]:
    """Yield what a package asks for, its extras and groups included: uv lists of the extras those that are in use."""
    yield from _names(row.get("dependencies"))
    for key in ("optional-dependencies", "dev-dependencies"):
        for table in row[key].values() if isinstance(row.get(key), dict) else ():
            yield from _names(table)
    tool = row.get("tool")
    pdm = tool.get("pdm") if isinstance(tool, dict) else None
    # PEP 751 leaves the list to tools.
    yield from _names(pdm.get("dependencies") if isinstance(pdm, dict) else None)


def _names(table: object) -> Iterator[str]:
    """Yield the names in a list of dependencies: tables of uv and of PEP 751, poetry's keys, pdm's requirements."""
    for one in table if isinstance(table, (dict, list)) else ():
        told = one.get("name") if isinstance(one, dict) else one
        found = _NAME.match(told) if isinstance(told, str) else None
        if found:
            yield canonicalize_name(found[0])


def _json_lock(path: str, text: str) -> Iterator[Fact]:
    data, lines = _load_json(text)
    for group, packages in data.items():
        if group == "_meta" or not isinstance(packages, dict):
            continue
        for name, package in packages.items():
            if isinstance(package, dict):
                at = Place(path, lines.get((group, name), 1))
                yield from _locked(at, name, package, "", str(package.get("markers") or ""))


def _locked(at: Place, name: str, package: dict[str, Any], released: str, marker: str) -> Iterator[PackageRequired]:
    version = package.get("version")
    kinds = set(package) | _kinds(package.get("source"))
    if kinds & _HERE:
        return
    if not isinstance(version, str) or kinds & _ELSEWHERE:
        yield PackageRequired(at, canonicalize_name(name), locked=True, marker=marker)
        return
    version = version.removeprefix("==")
    yield PackageRequired(at, canonicalize_name(name), f"=={version}", version, True, released, marker)


def _kinds(source: object) -> set[str]:
    """Return the kind of source: poetry names it, uv makes it the key."""
    if not isinstance(source, dict):
        return set()
    return {str(source["type"])} if "type" in source else set(source)


def _released(package: dict[str, Any]) -> str:
    """Return the day on which the first file of a release was uploaded, or nothing."""
    files = package.get("wheels")
    files = [*(files if isinstance(files, list) else ()), package.get("sdist")]
    times = (file.get("upload-time") for file in files if isinstance(file, dict))
    days = [time.isoformat() if isinstance(time, dt.datetime) else time for time in times]
    return min((day[:10] for day in days if isinstance(day, str) and _DAY.match(day)), default="")


def _marker(package: dict[str, Any]) -> str:
    """Return the condition under which a package is installed; several forks of a lock are alternatives."""
    for key in ("marker", "markers"):
        if isinstance(package.get(key), str):
            return str(package[key])
    forks = package.get("resolution-markers")
    if isinstance(forks, list) and all(isinstance(fork, str) for fork in forks):
        return " or ".join(f"({fork})" for fork in forks)
    return ""


def _load_json(text: str) -> tuple[dict[str, Any], dict[Path, int]]:
    text = text.removeprefix("\ufeff")
    try:
        data = msgspec.json.decode(text)
        lines = dict(in_json(text))
    except msgspec.DecodeError as error:
        place = re.search(r"byte (\d+)", str(error))
        line = text.encode("utf-8", "surrogatepass")[: int(place[1])].count(b"\n") + 1 if place else 0
        raise Unreadable("not valid JSON" + (f": line {line}" if line else "")) from None
    except Unreadable:
        raise
    except Exception as error:  # noqa: BLE001  # the boundary of a file: whatever its reader raises is named
        raise Unreadable(f"not readable as JSON: {type(error).__name__}") from None
    if not isinstance(data, dict):
        raise Unreadable("not a lock file: no table at the top")
    return data, lines
