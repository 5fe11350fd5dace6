"""Is there anything in these bytes that an extractor would find? Told by counting and looking up, never by parsing."""

from __future__ import annotations

from pytest_datahygiene.catalog.seeds import set_aside
from pytest_datahygiene.source.digits import might_hold_card
from pytest_datahygiene.source.vocabulary import NOTHING, Seeds

_ALIASES = 16
_BRACKETS = 5000


def worth_reading(path: str, data: bytes, language: str, seeds: Seeds) -> bool:
    """Tell whether a file is worth an extractor's time. Of tests and the like only the literals count."""
    if language not in ("python", "sql", "text", "yaml"):
        # Lists of packages are small, and every line of them counts.
        return True
    if b"datahygiene:" in data or might_hold_card(data):
        return True
    if language == "yaml":
        return b"dependencies" in data or _knotted(data)
    if language == "python":
        return (not set_aside(path) and seeds.scattered(data) != NOTHING) or _broken(data)
    return language == "sql" and not set_aside(path) and b"table" in data.lower() and seeds.scattered(data) != NOTHING


def _broken(data: bytes) -> bool:
    """Tell whether a Python file should be shown to the parser just to hear that it is none."""
    if not data.isascii():
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            return True
    from pytest_datahygiene.source.outline import suspicious

    return suspicious(data)


def _knotted(data: bytes) -> bool:
    """Tell whether a YAML file has so many aliases or brackets that somebody may have made it to do harm, and should hear of it."""
    return (b"&" in data and data.count(b"*") > _ALIASES) or data.count(b"[") + data.count(b"{") > _BRACKETS
