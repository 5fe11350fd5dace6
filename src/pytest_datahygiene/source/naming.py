"""The names that the beginning of a data file gives to values; loaded only where there is one."""

from __future__ import annotations

import re
from collections import Counter

# How much of a file is looked at.
_HEAD = 1 << 16
# Names before values, and how often one stands there at the least.
_KEYS = {"json": re.compile(rb'"([\w .-]{2,40})"\s*:'), "yaml": re.compile(rb"^[\s-]*([\w .-]{2,40}):\s", re.MULTILINE)}
_FEWEST = 3
# An element of a list in YAML.
_LISTS = re.compile(rb"^\s*-\s", re.MULTILINE)


def names(data: bytes, language: str) -> bytes:
    """Return the names that the beginning of a data file gives to values."""
    head = data[:_HEAD]
    if language == "csv":
        return head.partition(b"\n")[0]
    if language == "sql":
        lower = data.lower()
        return head if b"values" in lower or b"stdin" in lower else b""
    if language == "yaml":
        head = head if _LISTS.search(head) else b""
    if language not in _KEYS:
        return head
    counted = Counter(_KEYS[language].findall(head))
    return b"\n".join(name for name, number in counted.items() if number >= _FEWEST)
