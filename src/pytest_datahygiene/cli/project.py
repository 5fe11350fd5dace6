"""Which project is meant, and its settings with those of the command line."""

from __future__ import annotations

import os

from pytest_datahygiene.config import Config, check_profile, find_root, load
from pytest_datahygiene.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

# Lists of the command line that add to the settings' instead of taking their place.
EXTENDS = ("ignore", "exclude", "advisories", "vex")
_LISTS = ("only", *EXTENDS)
_VALUES = ("profile", "level", "jobs", "no_cache", "allow_incomplete", "require_fresh_data")
_PATHS = ("advisories", "vex")


def choose(options: Namespace) -> tuple[str, Config]:
    """Return the root, an absolute path, and the settings in force; raise ``UsageError`` for a slip in either."""
    for path in options.paths:
        if not os.path.lexists(path):
            raise UsageError(f"no such file or folder: {path!r}")
    root = _root(options.paths)
    return root, _overridden(load(root, options.config), options)


def _root(paths: list[str]) -> str:
    """Return the root of the project that holds all the paths, or the working folder."""
    here = os.getcwd()
    if not paths:
        return find_root(here) or here
    shared = _shared([os.path.abspath(path) for path in paths])
    folder = shared if os.path.isdir(shared) else os.path.dirname(shared)
    return find_root(folder) or (here if _shared([here, folder]) == here else folder)


def _shared(paths: list[str]) -> str:
    """Return the folder that holds all the paths, the only path itself if there is one."""
    try:
        return os.path.commonpath(paths)
    except ValueError:  # on two drives
        return paths[0]


def _overridden(config: Config, options: Namespace) -> Config:
    for name in _VALUES:
        value = getattr(options, name, None)
        if value is not None:
            config = config.changed(_flag(name), **{name: value})
    for name in _LISTS:
        given = getattr(options, name, None)
        if given is not None:
            before = getattr(config, name) if name in EXTENDS else ()
            words = _words(name, given)
            if name == "only" and not words:
                raise UsageError(f"{_flag(name)} names no rule; without the option all of them run")
            config = config.changed(_flag(name), **{name: before + words})
    if options.cache_dir is not None:
        config = config.changed("--cache-dir", cache_dir=os.path.abspath(options.cache_dir))
    if getattr(options, "profile", None) is not None:
        check_profile(config)
    return config


def _words(name: str, given: list[str]) -> tuple[str, ...]:
    """Return the values of a list, taken apart at commas unless they are patterns, which may hold some."""
    if name in _PATHS:
        return tuple(map(os.path.abspath, given))
    return tuple(given) if name == "exclude" else tuple(word for one in given for word in one.split(",") if word)


def _flag(name: str) -> str:
    return "--" + name.replace("_", "-")
