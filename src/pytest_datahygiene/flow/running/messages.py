"""How many characters the messages of a check ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pytest_datahygiene.flow.running.program import nodes

# At least 12 characters, minimum length is 12, 12 characters or more; other languages by the word for a character.
_SIGNS = r"(?:char(?:acter)?s?|caract\w*|zeichen|symbols?|символ\w*|знак\w*|letters|tekens|znak\w*|karakter\w*)"
_LEAST = (
    r"(?:at least|minimum(?: of| is| length(?: is| of)?)?|al menos|m[ií]nimo(?: de)?|mindestens|au moins"
    r"|no menos de|не менее|almeno|en az)"
)
_SAID = re.compile(
    rf"{_LEAST}\s+(\d{{1,2}})\s+{_SIGNS}|(\d{{1,2}})\s+(?:or more\s+{_SIGNS}|{_SIGNS}\s+or more)", re.IGNORECASE
)
_LONGER = re.compile(
    rf"(?:more than|longer than|greater than|m[aá]s de|mehr als|более)\s+(\d{{1,2}})\s+{_SIGNS}", re.IGNORECASE
)
_PASSWORD = re.compile(r"pass|contrase|senha|mot de passe|парол|şifre|parola|wachtwoord|kennwort", re.IGNORECASE)


@lru_cache(maxsize=512)
def said(code: str) -> int:
    """Return the most characters that a message in the code of a function asks a password for, 0 if none does."""
    found = 0
    for text in _texts(code):
        if _PASSWORD.search(text):
            asked = [int(one or other) for one, other in _SAID.findall(text)]
            asked += [int(one) + 1 for one in _LONGER.findall(text)]
            found = max([found, *asked])
    return found


def _texts(code: str) -> Iterator[str]:
    return (node[1] for node in nodes(code) if node[:1] == ["k"] and isinstance(node[1], str))
