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
    """Return the index at an address, ``None`` unless a web server answers there: a folder tells no upload times."""
    url = re.sub(r"\$\{(\w+)\}", lambda found: environ.get(found[1], found[0]), url.strip())
    try:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return None
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return None
    plain = urlunsplit((parts.scheme, f"{parts.hostname}{port}", parts.path.rstrip("/") + "/", parts.query, ""))
    variable = "UV_INDEX_" + re.sub(r"[^A-Z0-9]", "_", name.upper())
    user = parts.username or (name and environ.get(f"{variable}_USERNAME")) or ""
    password = parts.password or (name and environ.get(f"{variable}_PASSWORD")) or ""
    return Index(plain, unquote(user), unquote(password), packages)


def _pip(environ: Mapping[str, str]) -> Chosen:
    told: dict[str, str] = {}
    for path in _pip_files(environ):
        parser = configparser.RawConfigParser()
        try:
            parser.read(path, encoding="utf-8")
        except (configparser.Error, UnicodeDecodeError):
            continue
        for section in ("global", "install"):
            if parser.has_section(section):
                told.update((key.replace("_", "-"), value) for key, value in parser.items(section))
    for key in ("index-url", "extra-index-url", "no-index", "proxy", "cert"):
        value = environ.get("PIP_" + key.upper().replace("-", "_"))
        if value:
            told[key] = value
    if told.get("no-index", "").lower() in ("1", "true", "yes", "on"):
        return Chosen((), merged=True)
    urls = [told.get("index-url") or DEFAULT, *told.get("extra-index-url", "").split()]
    found = tuple(one for url in urls if (one := index(url, environ)))
    return Chosen(found, True, told.get("proxy", ""), told.get("cert", ""))


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


def _uv(tables: list[dict[str, Any]], environ: Mapping[str, str]) -> Chosen:
    rows: list[tuple[str, str, bool, bool]] = []
    for word in environ.get("UV_INDEX", "").split():
        name, sign, url = word.partition("=")
        rows.append((url, name, False, False) if sign and "/" not in name else (word, "", False, False))
    default = environ.get("UV_DEFAULT_INDEX") or environ.get("UV_INDEX_URL") or ""
    if default:
        name, sign, url = default.partition("=")
        default, name = (url, name) if sign and "/" not in name else (default, "")
        rows.append((default, name, True, False))
    rows += [(url, "", False, False) for url in environ.get("UV_EXTRA_INDEX_URL", "").split()]
    for table in tables:
        if table.get("no-index") is True:
            return Chosen((), merged=False)
        for row in table.get("index") or ():
            if isinstance(row, dict) and isinstance(row.get("url"), str):
                name = str(row.get("name", ""))
                rows.append((row["url"], name, row.get("default") is True, row.get("explicit") is True))
        rows += [(url, "", False, False) for url in _texts(table.get("extra-index-url"))]
        rows += [(url, "", True, False) for url in _texts(table.get("index-url"))]
    pinned = _pinned(tables[0])
    ordered = [row for row in rows if not row[2]] + ([row for row in rows if row[2]] or [(DEFAULT, "", True, False)])[
        :1
    ]
    found = []
    for url, name, _, explicit in ordered:
        names = pinned.get(name, frozenset())
        if names or not explicit:
            # What names one package's index outweighs the order.
            one = index(url, environ, name, names if explicit else frozenset())
            found += [one] if one else []
    return Chosen(tuple(found), merged=False)


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
