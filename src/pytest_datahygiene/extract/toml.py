"""TOML with the lines of its values."""

from __future__ import annotations

from typing import Any

import tomli

from pytest_datahygiene.errors import Unreadable
from pytest_datahygiene.extract.value_lines import Path, in_toml

__all__ = ["Path", "load"]


def load(text: str) -> tuple[dict[str, Any], dict[Path, int]]:
    """Return a TOML text's data and the line of every value by its path; raise ``Unreadable`` with the cause.

    The cause holds no word of the text: it may be a secret.
    """
    text = text.removeprefix("\ufeff")
    try:
        data = tomli.loads(text)
        return data, dict(in_toml(text))
    except tomli.TOMLDecodeError as error:
        raise Unreadable(f"not valid TOML: line {error.lineno}, column {error.colno}") from None
    except Unreadable:
        raise
    except Exception as error:  # noqa: BLE001  # the boundary of a file: whatever its reader raises is named
        raise Unreadable(f"not readable as TOML: {type(error).__name__}") from None
