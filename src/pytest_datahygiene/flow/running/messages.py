"""How many characters the messages of a check ask for."""

from __future__ import annotations

from functools import lru_cache

from pytest_datahygiene.catalog.messages import asked, speaks_of_password
from pytest_datahygiene.flow.running.program import nodes


@lru_cache(maxsize=512)
def said(code: str) -> int:
    """Return the most characters that a message in the code of a function asks a password for, 0 if none does."""
    texts = (node[1] for node in nodes(code) if node[:1] == ["k"] and isinstance(node[1], str))
    return max((asked(text) for text in texts if speaks_of_password(text)), default=0)
