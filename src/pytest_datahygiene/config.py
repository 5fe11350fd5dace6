"""Settings: what a project or a caller may choose, with the defaults.

Light to import: TOML and its checking are loaded only where a project has settings.
"""

from __future__ import annotations

import os

from pytest_datahygiene.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeVar

    _Table = TypeVar("_Table")

LEVELS = ("minimal", "default", "strict")
OWN = "own"
_FILE = "pyproject.toml"
_LARGEST = 8 << 20
# Types as msgspec names them, and as whoever writes TOML does.
_OURS = {
    "`array`": "an array",
    "`bool`": "true or false",
    "`int`": "a number",
    "`object`": "a table",
    "`str`": "a string",
}


class Password:
    """The project's own password policy: the least length in characters, and the classes that must each be demanded.

    Classes are ``upper``, ``lower``, ``digit``, ``symbol`` and ``alpha``.
    """

    min_length: int = 0
    classes: tuple[str, ...] = ()

    def __init__(self, *, min_length: int = 0, classes: tuple[str, ...] = ()) -> None:
        self.min_length = min_length
        self.classes = classes


class Config:
    """The settings of a run. One attribute is one key of ``[tool.datahygiene]`` (with ``-`` for ``_``).

    ``only`` and ``ignore`` name families or rules; ``exclude`` holds patterns of ``.gitignore`` syntax. The sizes are
    bytes, above which a file is named instead of read. ``jobs`` is the most workers, 0 for one a processor.
    ``cache_dir`` is absolute, ``""`` for the user's. ``origins`` tells who chose a setting that is no default.
    """

    profile: str = "article"
    password: Password = Password()
    level: str = "default"
    only: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
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
    made = _typed(table, Config, origin, "")
    _check_names(made, table, origin)
    _check_cache_dir(made, origin, root)
    made.origins = {name: origin for name in settings() if key(name) in table}
    return made


def policy(config: Config) -> tuple[str, int, tuple[str, ...]]:
    """Return the title, the least length and the classes of the password policy that a config chooses."""
    origin = config.origins.get("profile", "settings")
    if config.profile == OWN:
        if not config.password.min_length:
            raise UsageError(f"{origin}: profile {OWN!r} needs [tool.datahygiene.password] with min-length")
        return "the project's own policy", config.password.min_length, config.password.classes
    from pytest_datahygiene.catalog import passwords

    try:
        chosen = passwords.policy(config.profile)
    except KeyError:
        slip = near(config.profile, [*passwords.policies(), OWN])
        raise UsageError(f"{origin}: no password profile is called {config.profile!r}{slip}") from None
    return chosen.title, chosen.least, chosen.classes


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
    except Exception as error:  # hostile TOML has other ways to fail than the parser's own
        raise UsageError(f"{origin}: not valid TOML: {error}") from None
    table = tool.get("datahygiene") if isinstance(tool, dict) else None
    if table is not None and not isinstance(table, dict):
        raise UsageError(f"{origin}: tool.datahygiene must be a table")
    return table


def _typed(table: dict[str, object], kind: type[_Table], origin: str, inside: str) -> _Table:
    """Return a table as the class whose annotations say what may be in it."""
    from typing import get_type_hints

    hints = {key(name): hint for name, hint in get_type_hints(kind).items()}
    for name in sorted(table):
        if name not in hints:
            raise UsageError(f"{origin}: unknown setting {inside + name!r}{near(name, hints)}")
    return kind(
        **{name.replace("-", "_"): _value(table[name], hints[name], origin, inside + name) for name in sorted(table)}
    )


def _value(value: object, hint: type, origin: str, name: str) -> object:
    import msgspec

    try:
        if hint is Password:
            return _typed(msgspec.convert(value, dict[str, object]), Password, origin, f"{name}.")
        return msgspec.convert(value, hint)
    except msgspec.ValidationError as error:
        said = str(error).replace("Expected", "expected").replace(" - at", " at")
        for theirs, ours in _OURS.items():
            said = said.replace(theirs, ours)
        raise UsageError(f"{origin}: {name!r}: {said}") from None


def _check_names(made: Config, table: dict[str, object], origin: str) -> None:
    """Raise ``UsageError`` for a value of the right type that means nothing."""
    from pytest_datahygiene.catalog.passwords import CLASSES

    made.origins = {"profile": origin}
    if "profile" in table:
        policy(made)
    if made.level not in LEVELS:
        raise UsageError(
            f"{origin}: 'level' is {made.level!r}, not one of {', '.join(LEVELS)}{near(made.level, LEVELS)}"
        )
    for name in made.password.classes:
        if name not in CLASSES:
            raise UsageError(
                f"{origin}: 'password.classes' knows no {name!r}, only {', '.join(CLASSES)}{near(name, CLASSES)}"
            )
    if "password" in table and made.profile != OWN:
        raise UsageError(f"{origin}: 'password' holds only with profile = {OWN!r}")
    for name, least in (("max_source_size", 1), ("max_data_size", 1), ("jobs", 0)):
        if getattr(made, name) < least:
            raise UsageError(f"{origin}: {key(name)!r} must be {least} or more")


def _check_cache_dir(made: Config, origin: str, root: str) -> None:
    """Make the cache folder absolute; a project may not have us write outside itself."""
    if made.cache_dir:
        home = os.path.realpath(root)
        folder = os.path.realpath(os.path.join(home, made.cache_dir))
        if os.path.commonpath([home, folder]) != home:
            raise UsageError(
                f"{origin}: 'cache-dir' must lie inside the project; the option --cache-dir may go anywhere"
            )
        made.cache_dir = folder
