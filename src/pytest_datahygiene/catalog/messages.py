"""How many characters a message asks for, in the languages of ``password_words.toml``."""

from __future__ import annotations

import re
from functools import cache

from pytest_datahygiene.catalog.password_words import password_words


def asked(text: str) -> int:
    """Return the most characters that a text asks for, 0 if it asks for none."""
    least, longer = _patterns()
    found = [int(one or other or third) for one, other, third in least.findall(text)]
    return max([0, *found, *(int(one) + 1 for one in longer.findall(text))])


def speaks_of_password(text: str) -> bool:
    """Tell whether a text is about a password."""
    return bool(_password().search(text))


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    known = password_words().messages
    signs, least, longer = (rf"(?:{'|'.join(words)})" for words in (known.signs, known.least, known.longer))
    said = rf"{least}\s+(\d{{1,2}})\s+{signs}|(\d{{1,2}})\s+or more\s+{signs}|(\d{{1,2}})\s+{signs}\s+or more"
    return re.compile(said, re.IGNORECASE), re.compile(rf"{longer}\s+(\d{{1,2}})\s+{signs}", re.IGNORECASE)


@cache
def _password() -> re.Pattern[str]:
    return re.compile("|".join(password_words().messages.password), re.IGNORECASE)
