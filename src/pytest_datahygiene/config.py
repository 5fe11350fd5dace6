"""The settings of a run, and where they are read."""

from __future__ import annotations

import os

from pytest_datahygiene.errors import UsageError

MIB = 1 << 20


class Config:
    """One attribute is one key of ``[tool.datahygiene]``, with dashes for underscores.

    Sizes are in bytes. ``only`` and ``ignore`` name families or rules. ``exclude`` holds patterns of ``.gitignore`` syntax.
    """

    profile: str = "article"
    password_min_length: int = 0
    password_classes: tuple[str, ...] = ()
    level: str = "default"
    only: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    require_reason: bool = True
    allow_incomplete: bool = False
    pytest: bool = False
    jobs: int = 0
    max_source_size: int = 2 * MIB
    max_data_size: int = 8 * MIB
    no_cache: bool = False
    cache_dir: str = ""

    def __init__(self, **given: object) -> None:
        for name, value in given.items():
            if name not in Config.__annotations__:
                raise TypeError(f"no setting {name!r}")
            setattr(self, name, value)


DEFAULT = Config()


def convert(table: dict[str, object], *, origin: str) -> Config:
    """Return the settings of a table; raise ``UsageError`` naming ``origin`` and the slip."""
    known = {name.replace("_", "-"): name for name in Config.__annotations__}
    for key in table:
        if key not in known:
            from difflib import get_close_matches

            near = get_close_matches(key, known, n=1)
            raise UsageError(f"{origin}: unknown setting {key!r}" + (f"; did you mean {near[0]!r}?" if near else ""))
    from typing import get_type_hints

    import msgspec

    hints = get_type_hints(Config)
    given = {}
    for key, value in table.items():
        try:
            given[known[key]] = msgspec.convert(value, hints[known[key]])
        except msgspec.ValidationError as error:
            raise UsageError(f"{origin}: {key}: {error}") from None
    return Config(**given)
