"""Container files: the images they build on, the packages they install."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pytest_datahygiene.extract.commands import installs
from pytest_datahygiene.extract.requirements import split_lines
from pytest_datahygiene.facts import Fact, Place, RuntimeNamed

_FROM = re.compile(r"\s*FROM\s+(?:--\S+\s+)*(?P<image>\S+)", re.IGNORECASE)
_ARG = re.compile(r"\s*(?:ARG|ENV)\s+(?P<name>\w+)[=\s]\s*[\"']?(?P<value>[^\s\"']+)", re.IGNORECASE)
_IMAGE = re.compile(
    r"(?:[\w.-]+(?::\d+)?/)*(?P<product>python|pypy|cimg/python|circleci/python|django|openssl|lambda/python)"
    r":(?P<version>\d[\w.]*)"
)
_APT = re.compile(r"(?<![\w-])(?:lib)?openssl(?:-dev)?[=~]=?(?P<version>\d[\w.]*)")
_VARIABLE = re.compile(r"\$\{?(?P<name>\w+)(?::-(?P<default>[^}]*))?\}?")
# A command as a list of words: what parts them becomes blank.
_LIST = re.compile(r"\s*RUN\s+\[", re.IGNORECASE)
_PARTS = re.compile(r'\[\s*"|"\s*,\s*"|"\s*\]')


def extract(path: str, text: str) -> Iterator[Fact]:
    """Yield one ``RuntimeNamed`` an image with a version, and what its commands install."""
    lines = split_lines(text)
    known: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        set_ = _ARG.match(line)
        if set_:
            known.setdefault(set_["name"], set_["value"])
        found = _FROM.match(line)
        if found:
            filled = _VARIABLE.sub(lambda one: known.get(one["name"], one["default"] or one[0]), found["image"])
            yield from image(filled, Place(path, number))
        package = _APT.search(line) if not (set_ or line.lstrip().startswith("#")) else None
        if package:
            yield RuntimeNamed(Place(path, number), "openssl", package["version"], tells="what it installs")
    yield from installs("\n".join(map(_plain, lines)), path, 1, folder=path.rpartition("/")[0])


def _plain(line: str) -> str:
    """Return a line as a shell would see it; one of comment does not end the command that it stands in."""
    if line.lstrip().startswith("#"):
        return "\\"
    return _PARTS.sub(lambda found: " " * len(found[0]), line) if _LIST.match(line) else line


def image(name: str, at: Place) -> Iterator[RuntimeNamed]:
    """Yield the runtime that the name of an image tells: ``python:3.8-slim``."""
    found = _IMAGE.match(name.strip("\"' "))
    if found:
        product = "django" if found["product"] == "django" else found["product"].rsplit("/", 1)[-1]
        yield RuntimeNamed(
            at, "python" if product == "pypy" else product, found["version"], tells="the image that it builds on"
        )
