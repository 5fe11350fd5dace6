"""Which indexes a project is installed from: the settings of pip and of uv, as these tools read them.

pip: https://pip.pypa.io/en/stable/topics/configuration/ and uv: https://docs.astral.sh/uv/concepts/indexes/, read on
2026-11-26. ``trusted-host`` is left out on purpose: no certificate goes unchecked here.
"""

from __future__ import annotations

import configparser
import os
import re
import sys
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit, urlunsplit

DEFAULT = "https://pypi.org/simple/"
_TRUE = frozenset({"1", "t", "true", "y", "yes", "on"})


class Index(NamedTuple):
    """An index: its address without credentials, and what to sign in with where that is told.

    ``packages`` are the normalised names that are asked of it alone; empty for all.
    """

    url: str
    user: str = ""
    password: str = ""
    packages: frozenset[str] = frozenset()

    @property
    def host(self) -> str:
        """The name of the machine: all of the address that may be shown."""
        return urlsplit(self.url).hostname or "?"

    def __repr__(self) -> str:
        return f"Index({self.host})"


class Chosen(NamedTuple):
    """The indexes in the order of asking. With ``merged`` all of them answer (pip), else the first that knows a
    package does (uv). ``proxy`` and ``cert`` are those of pip's settings."""

    indexes: tuple[Index, ...]
    merged: bool
    proxy: str = ""
    cert: str = ""


def chosen(root: str, environ: Mapping[str, str]) -> Chosen:
    """Return the indexes for the project at ``root``; uv's where it is the project's tool, else pip's."""
    project = _uv_of_project(root)
    if project is not None or os.path.exists(os.path.join(root, "uv.lock")):
        return _uv([project or {}, *_uv_of_user(environ)], environ)
    return _pip(environ)


def index(url: str, environ: Mapping[str, str], name: str = "", packages: frozenset[str] = frozenset()) -> Index | None:
    """Return the index at an address, ``None`` unless a web server answers there: a folder tells no upload times.

    Neither tool fills in variables, and a project's file could send what they hold to whom it likes.
    """
    try:
        parts = urlsplit(url.strip())
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return None
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return None
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    plain = urlunsplit((parts.scheme, f"{host}{port}", parts.path.rstrip("/") + "/", parts.query, ""))
    variable = "UV_INDEX_" + re.sub(r"[^A-Z0-9]", "_", name.upper())
    # Only in an address are they written with percent signs.
    user = unquote(parts.username or "") or (name and environ.get(f"{variable}_USERNAME")) or ""
    password = unquote(parts.password or "") or (name and environ.get(f"{variable}_PASSWORD")) or ""
    return Index(plain, user, password, packages)


def _pip(environ: Mapping[str, str]) -> Chosen:
    # What is said of the command outweighs what is said of all, in whichever file.
    told: dict[str, dict[str, str]] = {"global": {}, "install": {}}
    for path in _pip_files(environ):
        parser = configparser.RawConfigParser()
        try:
            parser.read(path, encoding="utf-8")
        except (configparser.Error, UnicodeDecodeError):
            continue
        for section, values in told.items():
            if parser.has_section(section):
                values.update((key.replace("_", "-"), value) for key, value in parser.items(section))
    said = {**told["global"], **told["install"]}
    for key in ("index-url", "extra-index-url", "no-index", "proxy", "cert"):
        value = environ.get("PIP_" + key.upper().replace("-", "_"))
        if value:
            said[key] = value
    if said.get("no-index", "").lower() in _TRUE:
        return Chosen((), merged=True)
    urls = [said.get("index-url") or DEFAULT, *said.get("extra-index-url", "").split()]
    found = tuple(one for url in urls if (one := index(url, environ)))
    return Chosen(found, True, said.get("proxy", ""), said.get("cert", ""))


def _pip_files(environ: Mapping[str, str]) -> Iterator[str]:
    """Yield pip's files of settings, the weakest first."""
    named = environ.get("PIP_CONFIG_FILE", "")
    if named == os.devnull:
        return
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        yield os.path.join(environ.get("PROGRAMDATA", "C:\\ProgramData"), "pip", "pip.ini")
        yield os.path.join(home, "pip", "pip.ini")
        yield os.path.join(environ.get("APPDATA", home), "pip", "pip.ini")
    else:
        for folder in environ.get("XDG_CONFIG_DIRS", "/etc/xdg").split(":"):
            yield os.path.join(folder, "pip", "pip.conf")
        yield "/etc/pip.conf"
        yield os.path.join(home, ".pip", "pip.conf")
        yield os.path.join(home, "Library", "Application Support", "pip", "pip.conf")
        yield os.path.join(environ.get("XDG_CONFIG_HOME") or os.path.join(home, ".config"), "pip", "pip.conf")
    prefix = environ.get("VIRTUAL_ENV") or sys.prefix
    yield os.path.join(prefix, "pip.ini" if sys.platform == "win32" else "pip.conf")
    if named:
        yield named


class _Row(NamedTuple):
    url: str
    name: str = ""
    is_default: bool = False
    is_explicit: bool = False


def _uv(tables: list[dict[str, Any]], environ: Mapping[str, str]) -> Chosen:
    if environ.get("UV_NO_INDEX", "").lower() in _TRUE or any(table.get("no-index") is True for table in tables):
        return Chosen((), merged=False)
    rows = [*_rows_of_environment(environ), *(row for table in tables for row in _rows(table))]
    default = next((row for row in rows if row.is_default), _Row(DEFAULT))
    pinned = _pinned(tables[0])
    found: list[Index | None] = []
    for row in (*(row for row in rows if not row.is_default), default):
        names = pinned.get(row.name, frozenset()) if row.name else frozenset()
        if names:
            # What names one package's index outweighs the order.
            found.append(index(row.url, environ, row.name, names))
        if not row.is_explicit:
            found.append(index(row.url, environ, row.name))
    strategies = [environ.get("UV_INDEX_STRATEGY"), *(table.get("index-strategy") for table in tables)]
    strategy = next((one for one in strategies if one), "first-index")
    return Chosen(tuple(one for one in found if one), merged=strategy != "first-index")


def _rows_of_environment(environ: Mapping[str, str]) -> Iterator[_Row]:
    for word in environ.get("UV_INDEX", "").split():
        yield _named(word)
    default = environ.get("UV_DEFAULT_INDEX") or environ.get("UV_INDEX_URL") or ""
    if default:
        yield _named(default)._replace(is_default=True)
    yield from map(_Row, environ.get("UV_EXTRA_INDEX_URL", "").split())


def _named(word: str) -> _Row:
    """Return what ``name=address`` or an address alone tells."""
    name, sign, url = word.partition("=")
    return _Row(url, name) if sign and "/" not in name else _Row(word)


def _rows(table: dict[str, Any]) -> Iterator[_Row]:
    listed = table.get("index")
    for row in listed if isinstance(listed, list) else ():
        if isinstance(row, dict) and isinstance(row.get("url"), str):
            yield _Row(row["url"], str(row.get("name", "")), row.get("default") is True, row.get("explicit") is True)
    yield from map(_Row, _texts(table.get("extra-index-url")))
    yield from (_Row(url, is_default=True) for url in _texts(table.get("index-url")))


def _pinned(table: dict[str, Any]) -> dict[str, frozenset[str]]:
    """Return the packages that uv takes from an index of one name."""
    from packaging.utils import canonicalize_name

    found: dict[str, set[str]] = {}
    sources = table.get("sources")
    for package, rows in sources.items() if isinstance(sources, dict) else ():
        for row in rows if isinstance(rows, list) else [rows]:
            if isinstance(row, dict) and isinstance(row.get("index"), str):
                found.setdefault(row["index"], set()).add(canonicalize_name(package))
    return {name: frozenset(names) for name, names in found.items()}


def _texts(value: object) -> list[str]:
    listed = value if isinstance(value, list) else [value]
    return [one for one in listed if isinstance(one, str)]


def _uv_of_project(root: str) -> dict[str, Any] | None:
    """Return uv's table of a project: ``uv.toml`` outweighs ``pyproject.toml``; ``None`` without either."""
    own = _toml(os.path.join(root, "uv.toml"))
    project = _toml(os.path.join(root, "pyproject.toml"))
    tool = project.get("tool") if project else None
    table = tool.get("uv") if isinstance(tool, dict) else None
    table = table if isinstance(table, dict) else None
    if own is None:
        return table
    return {**own, "sources": (table or {}).get("sources")}


def _uv_of_user(environ: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    base = environ.get("XDG_CONFIG_HOME") or os.path.join(os.path.expanduser("~"), ".config")
    for path in (environ.get("UV_CONFIG_FILE", ""), os.path.join(base, "uv", "uv.toml"), "/etc/uv/uv.toml"):
        table = _toml(path) if path else None
        if table is not None:
            yield table


def _toml(path: str) -> dict[str, Any] | None:
    """Return a file of settings, ``None`` where there is none that can be read: its own tool says what is wrong."""
    import tomli

    try:
        with open(path, "rb") as file:
            return tomli.load(file)
    except (OSError, ValueError, RecursionError):
        return None
