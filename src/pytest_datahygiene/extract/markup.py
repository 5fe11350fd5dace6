"""Templates: what their password fields do, beside the card numbers of any text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pytest_datahygiene.catalog.labels import label_of
from pytest_datahygiene.extract.pasting import refuses_filling, refuses_paste
from pytest_datahygiene.facts import Fact, PasswordInput, Place

_INPUT = re.compile(r"<input\b(?:[^<>\"']|\"[^\"]*\"|'[^']*'|\{\{.*?\}\}|\{%.*?%\})*>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([\w:@.-]+)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>\"']+)")
# Longer tags are nobody's.
_LONGEST = 2_000


def extract(path: str, text: str) -> Iterator[Fact]:
    """Yield the password fields of a template that keep password managers out."""
    for found in _INPUT.finditer(text):
        tag = found[0]
        if len(tag) > _LONGEST or "password" not in tag.lower():
            continue
        given = {name.lower(): value.strip("\"'") for name, value in _ATTRIBUTE.findall(tag)}
        name = given.get("name") or given.get("id") or "password"
        if given.get("type", "").lower() == "password" or label_of(name) == "password":
            line = text.count("\n", 0, found.start()) + 1
            last = line + tag.count("\n")
            yield PasswordInput(
                Place(path, line, found.start() - text.rfind("\n", 0, found.start()), last),
                name,
                refuses_paste(given),
                refuses_filling(given),
            )
