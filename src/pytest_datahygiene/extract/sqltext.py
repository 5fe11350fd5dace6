"""Which columns a constant SQL text writes to, in the order in which its parameters are given."""

from __future__ import annotations

import re

_WRITES = re.compile(r"\s*(?:insert|replace|update|upsert|merge)\b", re.IGNORECASE)
_INSERT = re.compile(
    r"\s*(?:insert|replace)\s+(?:or\s+\w+\s+|ignore\s+)?(?:into\s+)?[\w.\"`\[\]]+\s*\((?P<columns>[^()]*)\)\s*values?\s*"
    r"\((?P<values>[^;]*)\)",
    re.IGNORECASE,
)
_TABLE = re.compile(
    r"\s*(?:(?:insert|replace)\s+(?:or\s+\w+\s+|ignore\s+)?(?:into\s+)?|update\s+)([\w.\"`\[\]]+)", re.IGNORECASE
)
_UPDATE = re.compile(r"\s*update\b.*?\bset\b(?P<set>.*?)(?:\bwhere\b|\Z)", re.IGNORECASE | re.DOTALL)
_WHERE = re.compile(r"\bwhere\b", re.IGNORECASE)
_PARAMETER = re.compile(r"\?|%s|:\w+|%\(\w+\)s|\$\d+")
_ASSIGNED = re.compile(r"(\w+)[\"`\]]?\s*=[^=]*\Z")
_ENCRYPTS = re.compile(r"\w*encrypt\w*\s*\(", re.IGNORECASE)
_SEALED = re.compile(r"(\w+)[\"`\]]?\s*=\s*\w*encrypt\w*\s*\(", re.IGNORECASE)
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
    names, values = _pairs(inserted)
    if len(names) != len(values):
        return None
    found = list[str]()
    for name, value in zip(names, values, strict=True):
        # What the statement encrypts takes several parameters, the key among them.
        found += [name] * len(_PARAMETER.findall(value)) if _ENCRYPTS.search(value) else []
        found += [name] if _PARAMETER.fullmatch(value) else []
    return tuple(found)


def table(text: str) -> str:
    """Return the table that a statement writes to, ``""`` where the text does not tell."""
    found = _TABLE.match(text)
    return found[1].rpartition(".")[2].strip('"`[]') if found else ""


def sealed(text: str) -> tuple[str, ...]:
    """Return the columns that a statement encrypts itself."""
    if len(text) > _LONGEST or not _ENCRYPTS.search(text):
        return ()
    updated = _UPDATE.match(text)
    if updated:
        return tuple(found[1] for found in _SEALED.finditer(updated["set"]))
    inserted = _INSERT.match(text)
    names, values = _pairs(inserted) if inserted else ([], [])
    return tuple(name for name, value in zip(names, values, strict=False) if _ENCRYPTS.search(value))


def _pairs(inserted: re.Match[str]) -> tuple[list[str], list[str]]:
    """Return the columns of an INSERT and its values, which may be calls."""
    names = [name.strip(' \t\n"`[]') for name in inserted["columns"].split(",")]
    values, depth = [""], 0
    for sign in inserted["values"]:
        depth += (sign == "(") - (sign == ")")
        if sign == "," and not depth:
            values.append("")
        else:
            values[-1] += sign
    return names, [value.strip().strip("'\"") for value in values]
