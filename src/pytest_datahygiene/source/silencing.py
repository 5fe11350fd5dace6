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
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_PROSE = (".md", ".mdx", ".rst", ".txt")
_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
# What may stand before a comment that has its line for itself, in any language.
_LEADING = " \t<!-/*;"
_MOST = 20


def silences(path: str, text: str, language: str) -> Iterator[SilenceWritten]:
    """Yield the silencing comments of a file, well formed or not."""
    if MARK not in text:
        return
    lines = text.split("\n")
    found = outline.comments(text) if language == "python" else _line_comments(lines, language)
    prose = language == "text" and path.endswith(_PROSE)
    for line, column, comment in found:
        written = _COMMENT.search(comment)
        # Prose tells how to silence a finding; only an HTML comment in it does so.
        if written and not (prose and "<!--" not in lines[line - 1][:column]):
            alone = not lines[line - 1][: column - 1].strip(_LEADING)
            yield _read(Place(path, line, column), written["rest"].strip(), alone=alone)


def _line_comments(lines: list[str], language: str) -> Iterator[tuple[int, int, str]]:
    """Yield the comments of other languages, each as Python would write it, those inside a string left out."""
    sign, quotes = ("--", "\"'") if language == "sql" else ("#", '"')
    for number, line in enumerate(lines, 1):
        at = line.rfind(sign, 0, line.find(MARK)) if MARK in line else -1
        if at >= 0 and not any(line.count(quote, 0, at) % 2 for quote in quotes):
            yield number, at + 1, "#" + line[at + len(sign) :]


def _read(at: Place, rest: str, *, alone: bool) -> SilenceWritten:
    found = _IGNORE.match(rest)
    if found is None:
        return SilenceWritten(at, slip="expected ignore[rule-name] reason")
    names = tuple(show(name.strip()) for name in found["rules"].split(","))
    if len(names) > _MOST:
        return SilenceWritten(at, slip=f"names more than {_MOST} rules")
    if not all(_NAME.fullmatch(name) for name in names):
        return SilenceWritten(at, slip="expected rule names between the brackets, parted by commas")
    reason, until = found["reason"], ""
    dated = _UNTIL.search(reason)
    if dated:
        until, reason = dated["day"], reason[: dated.start()] + reason[dated.end() :]
        if not _is_day(until):
            return SilenceWritten(at, names, slip=f"until={show(until)} is not a day such as until=2027-01-31")
    reasoned = any(map(str.isalnum, reason))
    return SilenceWritten(at, names, reasoned=reasoned, until=until, alone=alone)


def _is_day(text: str) -> bool:
    """Tell whether a text is a day of the calendar as ISO 8601 writes it."""
    if not _DAY.fullmatch(text):
        return False
    from datetime import date

    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
