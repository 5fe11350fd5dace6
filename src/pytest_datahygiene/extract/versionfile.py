"""Files that name the version of Python to run: of pyenv and uv, asdf and mise, and of platforms."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pytest_datahygiene.extract.requirements import split_lines, without_comment
from pytest_datahygiene.facts import Fact, Place, RuntimeNamed

_VERSION = re.compile(r"(?:(?:c?python)[-@ \t=]+)?(?P<version>\d+\.\d+(?:\.\d+)?)\b")
# Of several tools in one file, one a line.
_TOOLS = re.compile(r"python\s+(?P<version>\d+\.\d+(?:\.\d+)?)")


def extract(path: str, text: str) -> Iterator[Fact]:
    """Yield the version that is run: of several, the first is the one in use."""
    pattern = _TOOLS if path.endswith("tool-versions") else _VERSION
    for number, line in enumerate(split_lines(text), 1):
        content = without_comment(line)
        found = pattern.match(content)
        if found:
            yield RuntimeNamed(Place(path, number), "python", found["version"], tells=path.rpartition("/")[2])
        if found or (content and pattern is _VERSION):
            return
