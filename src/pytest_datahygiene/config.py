"""Settings: what a project or a caller may choose, with the defaults.

Light to import: TOML and its checking are loaded only where a project has settings.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from types import MappingProxyType

from pytest_datahygiene.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

LEVELS = ("minimal", "default", "strict")
OWN = "own"
_FILE = "pyproject.toml"
_LARGEST = 8 << 20
_NOTHING: Mapping[str, tuple[str, ...]] = MappingProxyType({})
_UNDECLARED: Mapping[str, Mapping[str, str]] = MappingProxyType({})
# Of any number: nobody means a larger one, and the system calls behind them take none.
_MOST = 1 << 40
# Types as msgspec names them, and as whoever writes TOML does.
_OURS = {
    "`array`": "an array",
    "`bool`": "true or false",
    "`int`": "a number",
    "`object`": "a table",
    "`str`": "a string",
}


class Config:
    """The settings of a run. One attribute is one key of ``[tool.datahygiene]`` (with ``-`` for ``_``).

    ``password_min_length``, in characters, and ``password_classes`` are the policy of the profile ``own``. ``only`` and
    ``ignore`` name families or rules; ``exclude`` holds patterns of ``.gitignore`` syntax. The sizes are bytes, above
    which a file is named instead of read. ``jobs`` is the most workers, 0 for one a processor. ``cache_dir`` is
    absolute, ``""`` for the user's. ``sources`` are functions that give data, by its kind, ``sinks`` those that take
    it away, by the kind of place, ``sanitizers`` those that make it harmless, all dotted; ``providers`` are the
    packages and hosts of payment providers. ``prove`` names validators, ``module:function`` or ``module:Class.field``,
    that pytest's door may run. ``advisories`` and ``vex`` are files and folders with more advisories and with
    statements about them; ``require_fresh_data`` wants the days of releases to be new.
    ``inventory`` is what people declare of places, fields, kinds of data and categories.
    ``origins`` tells who chose a setting that is no default.
    """

    profile: str = "article"
    password_min_length: int = 0
    password_classes: tuple[str, ...] = ()
    level: str = "default"
    only: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    sources: Mapping[str, tuple[str, ...]] = _NOTHING
    sinks: Mapping[str, tuple[str, ...]] = _NOTHING
    sanitizers: tuple[str, ...] = ()
    providers: tuple[str, ...] = ()
    prove: tuple[str, ...] = ()
    inventory: Mapping[str, Mapping[str, str]] = _UNDECLARED
    advisories: tuple[str, ...] = ()
    vex: tuple[str, ...] = ()
    require_fresh_data: bool = False
    max_source_size: int = 2 << 20
    max_data_size: int = 8 << 20
    cache_dir: str = ""
    no_cache: bool = False
    jobs: int = 0
    require_reason: bool = True
    pytest: bool = False
    allow_incomplete: bool = False

    def __init__(self, **given: object) -> None:
        self.origins: dict[str, str] = {}
        self._take(given, "")

    def changed(self, origin: str, **given: object) -> Config:
        """Return these settings with others in their place, chosen by ``origin``: a file or an option."""
        made = Config(**{name: getattr(self, name) for name in settings()})
        made.origins = dict(self.origins)
        made._take(given, origin)
        return made

    def _take(self, given: dict[str, object], origin: str) -> None:
        for name, value in given.items():
            if name not in Config.__annotations__:
                raise TypeError(f"no setting is called {name!r}")
            setattr(self, name, value)
            if origin:
                self.origins[name] = origin


DEFAULT = Config()


def settings() -> tuple[str, ...]:
    """Return the names of all settings, as attributes of ``Config``."""
    return tuple(Config.__annotations__)


def key(name: str) -> str:
    """Return how a setting is written in TOML."""
    return name.replace("_", "-")


def near(name: str, known: Iterable[str]) -> str:
    """Return the end of a message about a slip: ``; did you mean 'cards'?``, or nothing if nothing is like it."""
    from difflib import get_close_matches

    found = get_close_matches(name, sorted(known), n=1)
    return f"; did you mean {found[0]!r}?" if found else ""


def find_root(start: str) -> str:
    """Return the nearest folder from ``start`` up with ``.git`` or our table in ``pyproject.toml``, ``""`` if none."""
    folder = os.path.abspath(start)
    while True:
        if os.path.lexists(os.path.join(folder, ".git")) or _has_table(os.path.join(folder, _FILE)):
            return folder
        above = os.path.dirname(folder)
        if above == folder:
            return ""
        folder = above


def load(root: str, option: str = "") -> Config:
    """Return the settings of the project at ``root``.

    They are those of its ``pyproject.toml``, of the file that ``option`` names, or the defaults if it is ``none``.
    Raise ``UsageError`` that names the file and the slip.
    """
    if option == "none":
        return Config()
    path = option or os.path.join(root, _FILE)
    if not option and not os.path.lexists(path):
        return Config()
    origin = option or _FILE
    try:
        data = _bytes(path)
    except OSError as error:
        raise UsageError(f"{origin}: {(error.strerror or 'cannot be read').lower()}") from None
    table = _table(data, origin) if _may_hold_table(data) else None
    if table is not None:
        return convert(table, origin=origin, root=root)
    if option:
        raise UsageError(f"{origin}: holds no table [tool.datahygiene]")
    return Config()


def convert(table: dict[str, object], *, origin: str, root: str = "") -> Config:
    """Return the settings in a table; raise ``UsageError`` that names ``origin`` and the slip."""
    made = _typed(table, origin)
    _check_values(made, origin)
    _check_cache_dir(made, origin, root)
    return made


def check_profile(config: Config) -> None:
    """Raise ``UsageError`` unless the profile that is chosen says what it asks for."""
    origin = config.origins.get("profile", "settings")
    if config.profile == OWN:
        if not config.password_min_length:
            raise UsageError(f"{origin}: profile {OWN!r} needs the setting 'password-min-length'")
        return
    from pytest_datahygiene.catalog import passwords

    known = (*passwords.policies(), OWN)
    if config.profile not in known:
        raise UsageError(f"{origin}: no password profile is called {config.profile!r}{near(config.profile, known)}")


def _bytes(path: str) -> bytes:
    """Return a file's bytes without waiting at a pipe; one too large to be meant is an ``OSError``."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0))
    with open(handle, "rb") as file:
        data = file.read(_LARGEST + 1) or b""
    if len(data) > _LARGEST:
        raise OSError(0, f"larger than {_LARGEST} bytes")
    return data


def _may_hold_table(data: bytes) -> bool:
    """Tell whether our table may be in TOML, however its name is quoted; our distribution's name is not it."""
    return data.count(b"datahygiene") > data.count(b"-datahygiene") + data.count(b"_datahygiene")


def _has_table(path: str) -> bool:
    try:
        data = _bytes(path)
        return _may_hold_table(data) and _table(data, path) is not None
    except (OSError, UsageError):
        return False


def _table(data: bytes, origin: str) -> dict[str, object] | None:
    import tomli

    try:
        tool = tomli.loads(data.decode("utf-8")).get("tool", {})
    except UnicodeDecodeError:
        raise UsageError(f"{origin}: not UTF-8, which TOML must be") from None
    except Exception as error:  # noqa: BLE001  # hostile TOML has other ways to fail than the parser's own
        raise UsageError(f"{origin}: not valid TOML: {error}") from None
    table = tool.get("datahygiene") if isinstance(tool, dict) else None
    if table is not None and not isinstance(table, dict):
        raise UsageError(f"{origin}: tool.datahygiene must be a table")
    return table


def _typed(table: dict[str, object], origin: str) -> Config:
    """Return the settings in a table if each has the type that ``Config`` gives it."""
    from typing import get_type_hints

    hints = {key(name): hint for name, hint in get_type_hints(Config).items()}
    for name in sorted(table):
        if name not in hints:
            raise UsageError(f"{origin}: unknown setting {name!r}{near(name, hints)}")
    given = {name.replace("-", "_"): _value(table[name], hints[name], f"{origin}: {name!r}") for name in sorted(table)}
    return Config().changed(origin, **given)


def _value(value: object, hint: type, where: str) -> object:
    import msgspec

    try:
        return msgspec.convert(value, hint)
    except msgspec.ValidationError as error:
        said = str(error).replace("Expected", "expected").replace(" - at", " at")
        for theirs, ours in _OURS.items():
            said = said.replace(theirs, ours)
        raise UsageError(f"{where}: {said}") from None


def _check_values(made: Config, origin: str) -> None:
    """Raise ``UsageError`` for a value of the right type that means nothing."""
    from pytest_datahygiene.catalog.passwords import CLASSES

    if "profile" in made.origins:
        check_profile(made)
    if made.level not in LEVELS:
        slip = near(made.level, LEVELS)
        raise UsageError(f"{origin}: 'level' is {made.level!r}, not one of {', '.join(LEVELS)}{slip}")
    for name in made.password_classes:
        if name not in CLASSES:
            slip = near(name, CLASSES)
            raise UsageError(f"{origin}: 'password-classes' knows no {name!r}, only {', '.join(CLASSES)}{slip}")
    if {"sources", "sinks", "sanitizers"} & made.origins.keys():
        _check_kinds(made, origin)
    _check_declared(made, origin)
    for name, least in (("max_source_size", 1), ("max_data_size", 1), ("jobs", 0), ("password_min_length", 0)):
        if getattr(made, name) < least:
            raise UsageError(f"{origin}: {key(name)!r} must be {least} or more")
        if getattr(made, name) > _MOST:
            raise UsageError(f"{origin}: {key(name)!r} must be {_MOST} or less")
    for name in ("password_min_length", "password_classes"):
        if getattr(made, name) and made.profile != OWN:
            raise UsageError(f"{origin}: {key(name)!r} holds only with profile = {OWN!r}")


def _check_declared(made: Config, origin: str) -> None:
    """Raise ``UsageError`` for something that an inventory has no column for."""
    from pytest_datahygiene.findings.holding import DECLARED

    for about, given in made.inventory.items():
        for name in given:
            if name not in DECLARED:
                raise UsageError(f"{origin}: 'inventory' for {about!r} knows no {name!r}{near(name, DECLARED)}")


def _check_kinds(made: Config, origin: str) -> None:
    """Raise ``UsageError`` for a kind of data or of sink that nothing follows, and for what is no name."""
    from pytest_datahygiene.catalog.sinks import kinds
    from pytest_datahygiene.catalog.taxonomy import group_of, types

    for setting in ("sources", "sinks", "sanitizers"):
        given = getattr(made, setting)
        listed = given if isinstance(given, tuple) else [name for names in given.values() for name in names]
        for name in listed:
            if not all(part.isidentifier() for part in name.split(".")):
                raise UsageError(f"{origin}: {setting!r} holds {name!r}, which is no dotted name")
    labels = {label for label in types() if group_of(label, "strict")}
    for setting, given, known in (("sources", made.sources, labels), ("sinks", made.sinks, kinds())):
        for name in given:
            if name not in known:
                raise UsageError(f"{origin}: {setting!r} knows no {name!r}{near(name, known)}")


def _check_cache_dir(made: Config, origin: str, root: str) -> None:
    """Make the cache folder absolute; a project may not have us write outside itself."""
    if made.cache_dir:
        if "\0" in made.cache_dir:
            raise UsageError(f"{origin}: 'cache-dir' holds a null character")
        home = os.path.realpath(root)
        folder = os.path.realpath(os.path.join(home, made.cache_dir))
        if os.path.commonpath([home, folder]) != home:
            raise UsageError(f"{origin}: 'cache-dir' must lie inside the project; --cache-dir may go anywhere")
        made.cache_dir = folder
