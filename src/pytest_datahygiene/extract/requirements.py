"""Packages out of pip's requirements and constraints files."""

from __future__ import annotations

import posixpath
import re
from collections import deque
from collections.abc import Collection, Iterator, Mapping

import msgspec
from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import (
    InvalidSdistFilename,
    InvalidWheelFilename,
    canonicalize_name,
    parse_sdist_filename,
    parse_wheel_filename,
)

from pytest_datahygiene.errors import Unreadable
from pytest_datahygiene.facts import Fact, ListNamed, PackageRequired, Place

_NEWLINE = re.compile(r"\r\n|\r|\n")
_COMMENT = re.compile(r"(^|\s)#.*$")
# Options that pip allows behind a requirement: hashes and build settings.
_OPTIONS = re.compile(r"\s--?[A-Za-z].*$")
_LIST = re.compile(r"(?:-r|-c|--requirement|--constraint)[\s=]*(?P<path>[^\s#]+)")
# What pip-compile and uv say behind or below a package: which ones asked for it, or which file; one a line or several.
_VIA = re.compile(r"#\s*via(?:\s+(?P<entries>\S.*))?")
_MORE = re.compile(r"#\s{2,}(?P<entries>\S.*)")
_ASKER = re.compile(r"(?P<name>[A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?")
# No real package is so far from the project; bounds the ways, whose length multiplies the work.
_FARTHEST = 100
_EDITABLE = re.compile(r"(-e|--editable)[\s=]+")
_EGG = re.compile(r"[#&]egg=([A-Za-z0-9][A-Za-z0-9._-]*)")
_LOCATION = re.compile(
    r"[./~$%\\]|[A-Za-z][A-Za-z0-9+.-]*:|[^\s=<>!~@;]*[/\\]|[^\s@;]+\.(whl|zip|tar\.gz|tar\.bz2)(\s|$)"
)


def extract(path: str, text: str) -> Iterator[Fact]:
    """Yield one ``PackageRequired`` a requirement, one ``ListNamed`` a file that is named by ``-r`` or ``-c``; raise
    ``Unreadable`` at the end if lines were not understood."""
    bad: list[int] = []
    found: list[PackageRequired] = []
    for first, last, line in logical_lines(text):
        listed = _LIST.match(line)
        if listed:
            if "://" not in listed["path"] and "$" not in listed["path"]:
                yield ListNamed(
                    Place(path, first), posixpath.normpath(posixpath.join(posixpath.dirname(path), listed["path"]))
                )
            continue
        try:
            one = package(line, Place(path, first, end_line=last if last > first else 0))
        except ValueError:
            bad.append(first)
            continue
        if one:
            found.append(one)
    yield from chained(found, _parents(text, found))
    if bad:
        more = f" (and {len(bad) - 1} more)" if bad[1:] else ""
        raise Unreadable(f"line {bad[0]} is not a requirement{more}")


def chained(found: list[PackageRequired], parents: Mapping[str, Collection[str]]) -> Iterator[PackageRequired]:
    """Yield the facts with the shortest way by which others pull each in; a name that no list knows has no way."""
    known = {one.name for one in found}
    asked = {name for name in known if not parents.get(name)}
    ways: dict[str, tuple[str, ...]] = dict.fromkeys(sorted(asked), ())
    children: dict[str, list[str]] = {}
    for name in sorted(known - asked):
        for parent in parents[name]:
            children.setdefault(parent, []).append(name)
    left = deque(ways)
    while left:
        name = left.popleft()
        for child in children.get(name, ()):
            if child not in ways and len(ways[name]) < _FARTHEST:
                ways[child] = (*ways[name], name)
                left.append(child)
    yield from (msgspec.structs.replace(one, through=ways.get(one.name, ())) for one in found)


def _parents(text: str, found: list[PackageRequired]) -> dict[str, set[str]]:
    """Return by which packages each is pulled in, as the comments of pip-compile and uv tell; none for a package that
    the project asks for itself."""
    lines, known = split_lines(text), {one.name for one in found}
    parents: dict[str, set[str]] = {}
    for one in found:
        told = {*_askers(lines, one.at)}
        parents[one.name] = told if told <= known else set()
    return parents


def _askers(lines: list[str], at: Place) -> Iterator[str]:
    """Yield the packages that ask for one, ``""`` for a file: behind its line, or in the block of comments below it.

    Any other comment says something else, whatever name is in it.
    """
    behind = _VIA.fullmatch("#" + lines[at.line - 1].partition(" #")[2].rstrip())
    number = at.end_line or at.line
    found = behind or _VIA.fullmatch(lines[number].strip() if number < len(lines) else "")
    while found:
        for entry in (found["entries"] or "").split(","):
            named = _ASKER.fullmatch(entry.strip())
            if entry.strip():
                yield canonicalize_name(named["name"]) if named else ""
        number += 1
        found = _MORE.fullmatch(lines[number].strip()) if not behind and number < len(lines) else None


def package(line: str, at: Place) -> PackageRequired | None:
    """Return the fact of one line; nothing for an option or a nameless location; raise ``ValueError`` if it is none."""
    editable = _EDITABLE.match(line)
    location = line[editable.end() :] if editable else line
    if editable or _LOCATION.match(location):
        return _located(location, at)
    if line.startswith("-"):
        return None
    return required(_OPTIONS.sub("", line), at)


def required(requirement: str, at: Place, *, group: str = "") -> PackageRequired:
    """Return the fact of a PEP 508 requirement; raise ``ValueError`` if it is none."""
    try:
        parsed = Requirement(requirement.strip())
    except (InvalidRequirement, RecursionError) as error:
        raise ValueError("not a requirement") from error
    name = canonicalize_name(parsed.name)
    marker = str(parsed.marker or "")
    if parsed.url:
        file, version = _named(_file_name(parsed.url))
        return PackageRequired(at, name, version=version if file == name else "", marker=marker, group=group)
    return PackageRequired(at, name, written(parsed.specifier), pinned(parsed.specifier), marker=marker, group=group)


def pinned(specifier: SpecifierSet) -> str:
    """Return the one version that a specifier set allows, or nothing."""
    for clause in specifier:
        if clause.operator in ("==", "===") and not clause.version.endswith(".*"):
            return clause.version
    return ""


def written(specifiers: SpecifierSet) -> str:
    """Return a specifier set as people write it, the lower bound first."""
    return ",".join(sorted(str(specifiers).split(","), key=lambda clause: clause[:1] != ">"))


def split_lines(text: str) -> list[str]:
    """Return the lines of a text without their ends and without a byte order mark."""
    return _NEWLINE.split(text.removeprefix("\ufeff"))


def without_comment(line: str) -> str:
    """Return a line without its comment, which begins with a ``#`` after a blank."""
    return _COMMENT.sub("", line).strip()


def logical_lines(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield first line, last line and content of every line that is not empty, joined at its backslashes as in pip."""
    parts: list[str] = []
    start = 0
    for number, line in enumerate([*split_lines(text), ""], 1):
        start = start if parts else number
        comment = line.lstrip().startswith("#")
        if line.endswith("\\") and not comment:
            parts.append(line[:-1])
            continue
        content = without_comment("".join([*parts, " " + line if comment else line]))
        if content:
            yield start, number, content
        parts = []


def _located(location: str, at: Place) -> PackageRequired | None:
    """Return the fact of a path or a URL, if the name of the package can be read off it."""
    if egg := _EGG.search(location):
        return PackageRequired(at, canonicalize_name(egg[1]))
    name, version = _named(_file_name(location))
    return PackageRequired(at, name, f"=={version}", version) if name else None


def _file_name(location: str) -> str:
    return re.split(r"[;\s]", re.split(r"[#?]", location)[0])[0].rsplit("/", 1)[-1]


def _named(file: str) -> tuple[str, str]:
    """Return the name and the version that the name of a wheel or of an sdist tells."""
    try:
        if file.endswith(".whl"):
            name, version, _, _ = parse_wheel_filename(file)
        else:
            name, version = parse_sdist_filename(file)
    except (InvalidWheelFilename, InvalidSdistFilename):
        return "", ""
    return name, str(version)
