"""Which columns a constant SQL text writes to, in the order in which its parameters are given."""

from __future__ import annotations

import re

_WRITES = re.compile(r"\s*(?:insert|replace|update|upsert|merge)\b", re.IGNORECASE)
_INSERT = re.compile(
    r"\s*(?:insert|replace)\s+(?:or\s+\w+\s+|ignore\s+)?(?:into\s+)?[\w.\"`\[\]]+\s*\((?P<columns>[^()]*)\)\s*values?\s*"
    r"\((?P<values>[^;]*)\)",
    re.IGNORECASE,
)
_UPDATE = re.compile(r"\s*update\b.*?\bset\b(?P<set>.*?)(?:\bwhere\b|\Z)", re.IGNORECASE | re.DOTALL)
_WHERE = re.compile(r"\bwhere\b", re.IGNORECASE)
_PARAMETER = re.compile(r"\?|%s|:\w+|%\(\w+\)s|\$\d+")
_ASSIGNED = re.compile(r"(\w+)[\"`\]]?\s*=[^=]*\Z")
_LONGEST = 20_000


def writes(text: str) -> bool:
    """Tell whether a statement writes rows."""
    return bool(_WRITES.match(text))


def looks_up(text: str) -> bool:
    """Tell whether what is pasted in behind a text selects rows and is not written."""
    return bool(_WHERE.search(text))


def columns(text: str) -> tuple[str, ...] | None:
    """Return the column for each parameter that is written, those that look rows up left out; ``None`` where the text
    does not tell."""
    if len(text) > _LONGEST:
        return None
    updated = _UPDATE.match(text)
    if updated:
        part = updated["set"]
        heads = (_ASSIGNED.search(part, 0, found.start()) for found in _PARAMETER.finditer(part))
        return tuple(head[1] if head else "" for head in heads)
    inserted = _INSERT.match(text)
    if not inserted:
        return None
    names = [name.strip(' \t\n"`[]') for name in inserted["columns"].split(",")]
    values = [value.strip().strip("'\"") for value in inserted["values"].split(",")]
    if len(names) != len(values):
        return None
    return tuple(name for name, value in zip(names, values, strict=True) if _PARAMETER.fullmatch(value))
