"""Packages out of ``tox.ini``; what stands behind a factor (``django42: …``) is only tested with, and left out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pytest_datahygiene.extract.commands import installs, named
from pytest_datahygiene.extract.requirements import split_lines, without_comment
from pytest_datahygiene.facts import Fact, Place

_KEY = re.compile(r"(?P<key>[\w-]+)\s*=\s*(?P<value>.*)")
# What tox calls the folder of its file.
_HERE = re.compile(r"\{(?:toxinidir|tox_root)\}/?")
_FACTOR = re.compile(r"[\w{},!.-]+\s*:(?!/)")


def extract(path: str, text: str) -> Iterator[Fact]:
    """Yield what the environments install."""
    key = ""
    folder = path.rpartition("/")[0]
    for number, line in enumerate(split_lines(text), 1):
        content = _HERE.sub("", without_comment(line))
        if not content or content[0] == ";":
            continue
        if line[0] == "[":
            key = ""
            continue
        found = None if line[0].isspace() else _KEY.match(content)
        if found:
            key, content = found["key"], found["value"]
        at = Place(path, number)
        if key == "deps" and content and not _FACTOR.match(content):
            yield from named(content.split(maxsplit=1) if content[0] == "-" else [content], at, folder)
        elif key.startswith("commands"):
            yield from installs(content, path, number, folder=folder)
