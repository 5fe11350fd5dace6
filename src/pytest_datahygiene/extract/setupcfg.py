"""Packages out of ``setup.cfg``, read line by line as setuptools would: the standard reader keeps no line numbers."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from pytest_datahygiene.errors import Unreadable
from pytest_datahygiene.extract.requirements import required, split_lines, without_comment
from pytest_datahygiene.facts import Fact, ListNamed, Place, RuntimeNamed

_SEPARATOR = re.compile(r"[=:]")
_KEYS = frozenset({"install_requires", "setup_requires", "tests_require"})


def extract(path: str, text: str) -> Iterator[Fact]:
    """Yield one ``PackageRequired`` a requirement; raise ``Unreadable`` at the end if lines were not understood."""
    bad: list[int] = []
    for number, line in enumerate(split_lines(text), 1):
        key, value = _split(without_comment(line))
        if key == "python_requires":
            yield RuntimeNamed(Place(path, number), "python", specifier=value, tells="python_requires")
        elif value.startswith("file:") and key in _KEYS:
            names = value.removeprefix("file:").split(",")
            yield from (
                ListNamed(Place(path, number), posixpath.join(posixpath.dirname(path), name.strip())) for name in names
            )
    for number, value in _requirements(text):
        try:
            fact = required(value, Place(path, number))
        except ValueError:
            bad.append(number)
            continue
        yield fact
    if bad:
        raise Unreadable(f"line {bad[0]} is not a requirement")


def _requirements(text: str) -> Iterator[tuple[int, str]]:
    """Yield line and text of every requirement."""
    section, wanted = "", False
    for number, line in enumerate(split_lines(text), 1):
        content = without_comment(line)
        if not content or content.startswith((";", "file:")):
            continue
        if line[0].isspace():
            if wanted:
                yield number, content
        elif content.startswith("["):
            section, wanted = content.strip("[] "), False
        else:
            key, value = _split(content)
            wanted = _lists_packages(section, key)
            yield from ((number, part) for part in _on_one_line(value) if wanted)


def _split(line: str) -> tuple[str, str]:
    key, _, value = (part.strip() for part in _SEPARATOR.sub("\n", line, count=1).partition("\n"))
    return key, value


def _on_one_line(value: str) -> list[str]:
    """Return the requirements behind a key, parted by semicolons; a lone one may have a semicolon before its marker."""
    if value.startswith("file:"):
        return []
    try:
        required(value, Place("", 1))
    except ValueError:
        return [part.strip() for part in value.split(";") if part.strip()]
    return [value]


def _lists_packages(section: str, key: str) -> bool:
    return section == "options.extras_require" or (section == "options" and key.replace("-", "_") in _KEYS)
