"""Silencing comments, read strictly."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pytest_datahygiene.facts import Place, SilenceWritten
from pytest_datahygiene.findings.mask import show
from pytest_datahygiene.source import outline

MARK = "datahygiene:"
_COMMENT = re.compile(r"#\s*datahygiene:\s*(?P<rest>.*)$")
_IGNORE = re.compile(r"ignore\[(?P<rules>[^\]]*)\](?P<reason>.*)$")
_UNTIL = re.compile(r"\buntil=(?P<day>\S+)")
_DAY = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
# How the other languages start a comment; each is turned into the Python form before it is read.
_SIGNS = {"sql": "--", "text": "#", "python": "#"}


def silences(path: str, text: str, language: str) -> Iterator[SilenceWritten]:
    """Yield the silencing comments of a file, well formed or not."""
    if MARK not in text:
        return
    found = outline.comments(text) if language == "python" else _line_comments(text, _SIGNS.get(language, "#"))
    for line, column, comment in found:
        written = _COMMENT.search(comment)
        if written:
            yield _read(Place(path, line, column), written["rest"].strip())


def _line_comments(text: str, sign: str) -> Iterator[tuple[int, int, str]]:
    for number, line in enumerate(text.split("\n"), 1):
        at = line.find(sign) if MARK in line else -1
        if at >= 0:
            yield number, at + 1, "#" + line[at + len(sign) :].rstrip("\r")


def _read(at: Place, rest: str) -> SilenceWritten:
    found = _IGNORE.match(rest)
    if found is None:
        return SilenceWritten(at, slip="expected ignore[rule-name] reason")
    names = tuple(name.strip() for name in found["rules"].split(","))
    if not all(_NAME.fullmatch(name) for name in names):
        return SilenceWritten(at, slip="expected rule names between the brackets, parted by commas")
    reason, until = found["reason"], ""
    dated = _UNTIL.search(reason)
    if dated:
        until, reason = dated["day"], reason[: dated.start()] + reason[dated.end() :]
        if not _DAY.fullmatch(until):
            return SilenceWritten(at, names, slip=f"until={until} is not a day such as until=2027-01-31")
    return SilenceWritten(at, names, reason=show(reason.strip(" \t-:,;")), until=until)
