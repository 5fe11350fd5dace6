"""Runs the Markdown specs of the rules.

A ``##`` section is one test. Its titled code blocks make a project; a ``toml`` block without a title holds settings.
A line that must be found ends in ``# finds: rule-name``; every other line must stay quiet for all rules. ``#
misses:`` and ``# overreaches:`` mark known gaps and known false alarms, and fail on the day they stop being true. A
file without comments says ``finds="3: rule-name"`` behind its title.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import tomli

from pytest_datahygiene import rules
from pytest_datahygiene.config import Config, convert
from pytest_datahygiene.engine import following
from pytest_datahygiene.engine.judging import judge
from pytest_datahygiene.engine.wishes import seeds_of
from pytest_datahygiene.extract.languages import language
from pytest_datahygiene.extract.reader import read
from pytest_datahygiene.extract.reading import Reading
from pytest_datahygiene.facts import ListNamed
from pytest_datahygiene.findings.report import Report
from pytest_datahygiene.source.vocabulary import Present, seed
from pytest_datahygiene.source.worth import worth_reading

TODAY = "2026-11-26"
_SECTION = re.compile(r"^## (.+)$", re.MULTILINE)
_BLOCK = re.compile(
    r"^(?P<fence>```+)(?P<kind>\w*)(?P<info>[^\n]*)\n(?P<body>.*?)^(?P=fence)[ \t]*$", re.MULTILINE | re.DOTALL
)
_MARK = re.compile(
    r"(?:#|--|//)\s*(?P<mark>finds|misses|overreaches):\s*(?P<rules>[a-z0-9-]+(?:\s*,\s*[a-z0-9-]+)*)\s*$"
)
_TITLE = re.compile(r'title="([^"]+)"')
_FINDS = re.compile(r'(finds|misses|overreaches)="([^"]*)"')

Found = tuple[str, int, str]


class SpecFailure(Exception):
    """What differs between a spec and the findings."""


class Block(NamedTuple):
    title: str
    kind: str
    body: str
    marks: dict[str, set[Found]]


class SpecFile(pytest.File):
    """One rule's spec."""

    def collect(self) -> Iterator[pytest.Item]:
        text = self.path.read_text(encoding="utf-8")
        heads = [*_SECTION.finditer(text)]
        for head, after in zip(heads, [*heads[1:], None], strict=True):
            found = blocks(text[head.end() : after.start() if after else len(text)])
            if any(block.title for block in found):
                yield SpecItem.from_parent(self, name=head[1].strip(), blocks=found)


def blocks(text: str) -> list[Block]:
    """Return the code blocks of a spec, or of a section of one."""
    return [_block(found) for found in _BLOCK.finditer(text)]


def _block(found: re.Match[str]) -> Block:
    title = _TITLE.search(found["info"])
    name = title[1] if title else ""
    marks: dict[str, set[Found]] = {"finds": set(), "misses": set(), "overreaches": set()}
    for number, line in enumerate(found["body"].split("\n"), 1):
        mark = _MARK.search(line)
        if mark:
            marks[mark["mark"]].update((name, number, rule) for rule in re.split(r"\s*,\s*", mark["rules"]))
    for mark_name, listed in _FINDS.findall(found["info"]):
        for line, rule in re.findall(r"(\d+):\s*([a-z0-9-]+)", listed):
            marks[mark_name].add((name, int(line), rule))
    return Block(name, found["kind"], found["body"], marks)


class SpecItem(pytest.Item):
    """One section of a spec."""

    def __init__(self, *, blocks: list[Block], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.blocks = blocks

    def runtest(self) -> None:
        files = [block for block in self.blocks if block.title]
        tables = [block.body for block in self.blocks if block.kind == "toml" and not block.title]
        config = convert(tomli.loads("\n".join(tables)), origin="spec") if tables else Config()
        got = _found(files, config)
        want, missed, over = (self._marked(files, name) for name in ("finds", "misses", "overreaches"))
        problems = [f"{path}:{line} missed alarm: {rule}" for path, line, rule in sorted((want | over) - got)]
        problems += [f"{path}:{line} false alarm: {rule}" for path, line, rule in sorted(got - want - over - missed)]
        problems += [
            f"{path}:{line} now found, turn `misses` into `finds`: {rule}" for path, line, rule in sorted(missed & got)
        ]
        if problems:
            raise SpecFailure("\n".join(problems))

    @staticmethod
    def _marked(files: Iterable[Block], name: str) -> set[Found]:
        return {found for block in files for found in block.marks[name]}

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        if isinstance(excinfo.value, SpecFailure):
            return f"{self.path.stem}: {self.name}\n{excinfo.value}"
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, None, str]:
        return self.path, None, f"{self.path.stem}: {self.name}"


def _found(files: Iterable[Block], config: Config) -> set[Found]:
    words = seeds_of(config)
    readings = []
    for block in files:
        kind, data = language(block.title), block.body.encode()
        present = worth_reading(block.title, data, kind, words) if kind else None
        if present is not None:
            readings.append(read(block.title, kind, data, present))
    broken = [f"{reading.path}: {reading.cause}" for reading in readings if reading.cause]
    if broken:
        raise SpecFailure("\n".join(broken))
    sources = {block.title: block.body.encode() for block in files}

    def again(asked: dict[str, list[str]]) -> Iterator[Reading]:
        for path, names in asked.items():
            present = Present(map(seed, words.present(sources[path]).written), names)
            yield read(path, "python", sources[path], present)

    readings = following.rounds(readings, sources, again, sources.items, config)
    named = {fact.path for reading in readings for fact in reading.facts if isinstance(fact, ListNamed)}
    lists = sorted(path for path in named & sources.keys() if language(path) == "text")
    readings += [read(path, "requirements", sources[path], Present([])) for path in lists]
    report = Report("", tuple(rules.families()))
    judge(report, readings, {name: rules.load(name) for name in rules.families()}, config, today=TODAY)
    return {(judged.finding.at.path, judged.finding.at.line, judged.rule) for judged in report.findings}
