"""Which columns a constant SQL text writes to, in the order in which its parameters are given."""

from __future__ import annotations

import re

_WRITES = re.compile(r"\s*(?:insert|replace|update|upsert|merge)\b", re.IGNORECASE)
_INSERT = re.compile(
    r"\s*(?:insert|replace)\s+(?:or\s+\w+\s+|ignore\s+)?(?:into\s+)?[\w.\"`\[\]]+\s*\((?P<columns>[^()]*)\)\s*values?\s*"
    r"\((?P<values>[^;]*)\)",
    re.IGNORECASE,
)
_SET = re.compile(r"[\"`\[]?(?P<column>\w+)[\"`\]]?\s*=\s*(?P<value>\?|%s|:\w+|%\(\w+\)s|\$\d+)", re.IGNORECASE)
_PARAMETER = re.compile(r"\?|%s|:\w+|%\(\w+\)s|\$\d+")
_LONGEST = 20_000


def writes(text: str) -> bool:
    """Tell whether a statement writes rows."""
    return bool(_WRITES.match(text))


def columns(text: str) -> tuple[str, ...]:
    """Return the column for each parameter; nothing where the text does not tell."""
    if len(text) > _LONGEST:
        return ()
    inserted = _INSERT.match(text)
    if inserted:
        names = [name.strip(' \t\n"`[]') for name in inserted["columns"].split(",")]
        values = [value.strip() for value in inserted["values"].split(",")]
        if len(names) == len(values):
            return tuple(
                name for name, value in zip(names, values, strict=True) if _PARAMETER.fullmatch(value.strip("'\""))
            )
        return ()
    # What follows WHERE looks rows up; its parameters have their place in the order all the same.
    return tuple(found["column"] for found in _SET.finditer(text))
