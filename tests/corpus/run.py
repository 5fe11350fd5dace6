"""Checks ten real projects from PyPI and compares what is found with what was read and judged.

``python -m tests.corpus.run`` downloads each project once (the sdist that ``projects.toml`` pins by name, version and
SHA-256) into ``.corpus``, executes nothing of it, and exits with 1 when the findings differ from ``expected.toml``.
``--list`` prints every finding, for whoever judges them; projects may be named to check these alone.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import sys
import tarfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin
from urllib.request import Request, urlopen

import msgspec
import tomli

from pytest_datahygiene.config import Config
from pytest_datahygiene.engine import check
from pytest_datahygiene.findings.judged import Judged
from pytest_datahygiene.findings.report import Report

# The day on which the table was judged: packages grow old, so the findings depend on it.
TODAY = "2026-11-23"
HERE = Path(__file__).parent
STORE = HERE.parents[1] / ".corpus"
_INDEX = os.environ.get("PIP_INDEX_URL", "https://pypi.org/simple").rstrip("/") + "/"
_JSON = "application/vnd.pypi.simple.v1+json"
_SECONDS = 120


class Project(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A pinned sdist. ``file`` is its name in the index, ``about`` says why it is here."""

    name: str
    version: str
    file: str
    sha256: str
    about: str

    @property
    def folder(self) -> Path:
        """Where it is unpacked."""
        return STORE / f"{self.name}-{self.version}"


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a rule finds in a project, and how many of these findings are true and how many are false alarms."""

    project: str
    rule: str
    count: int
    true: int
    false: int
    note: str

    def __post_init__(self) -> None:
        if self.count != self.true + self.false:
            raise ValueError(f"{self.project}, {self.rule}: {self.true} + {self.false} is not {self.count}")


class Expected(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The judged table. ``incomplete`` counts the files of a project that cannot be understood."""

    row: tuple[Row, ...]
    incomplete: dict[str, int] = {}


class Difference(NamedTuple):
    """A count that is not the one expected; ``rule`` is empty for files that cannot be understood."""

    rule: str
    expected: int
    found: int


def projects() -> tuple[Project, ...]:
    """Return the pinned projects."""
    table = tomli.loads((HERE / "projects.toml").read_text(encoding="utf-8"))
    return msgspec.convert(table["project"], tuple[Project, ...])


def expected() -> Expected:
    """Return the judged table; raise ``msgspec.ValidationError`` for a row that does not add up."""
    return msgspec.convert(tomli.loads((HERE / "expected.toml").read_text(encoding="utf-8")), Expected)


def fetch(project: Project) -> Path:
    """Return the folder of a project, downloaded and unpacked if it is not there yet."""
    if not project.folder.is_dir():
        _unpack(_download(project), project.folder)
    return project.folder


def _download(project: Project) -> bytes:
    """Return the bytes of the sdist; raise ``SystemExit`` if they are not those that were judged."""
    listing = urljoin(_INDEX, f"{project.name.lower()}/")
    with urlopen(Request(listing, headers={"Accept": _JSON}), timeout=_SECONDS) as answer:
        files = {row["filename"]: row["url"] for row in json.load(answer)["files"]}
    with urlopen(urljoin(listing, files[project.file]), timeout=_SECONDS) as answer:
        data: bytes = answer.read()
    if hashlib.sha256(data).hexdigest() != project.sha256:
        raise SystemExit(f"{project.file}: its SHA-256 is not the one in projects.toml")
    return data


def _unpack(data: bytes, folder: Path) -> None:
    """Unpack what lies below the one folder at the top of an sdist; the folder appears when it is complete."""
    partial = folder.with_name(f"{folder.name}.{os.getpid()}")
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        if hasattr(tarfile, "data_filter"):
            archive.extractall(partial, _inside(archive), filter="data")
        else:  # a Python without filters: what ``_inside`` lets through is all that keeps it safe
            archive.extractall(partial, _inside(archive))
    (top,) = partial.iterdir()
    os.replace(top, folder)
    shutil.rmtree(partial)


def _inside(archive: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    """Yield the plain files and folders that stay below the place of unpacking; links are left out."""
    for member in archive:
        parts = member.name.split("/")
        if (member.isfile() or member.isdir()) and not member.name.startswith("/") and ".." not in parts:
            yield member


def differences(report: Report, name: str, table: Expected) -> Iterator[Difference]:
    """Yield where a report differs from what the table says about a project."""
    wanted = {row.rule: row.count for row in table.row if row.project == name}
    found = Counter(judged.rule for judged in report.findings)
    for rule in sorted({*wanted, *found}):
        if wanted.get(rule, 0) != found[rule]:
            yield Difference(rule, wanted.get(rule, 0), found[rule])
    incomplete = table.incomplete.get(name, 0)
    if incomplete != len(report.unreadable):
        yield Difference("", incomplete, len(report.unreadable))


def _line(judged: Judged) -> str:
    at = judged.finding.at
    return f"{at.path}:{at.line} {judged.rule} {judged.severity}/{judged.confidence} {judged.finding.says}"


def _shown(report: Report, difference: Difference) -> Iterator[str]:
    """Yield what a difference is about, for whoever looks for its cause."""
    kind = difference.rule or "files not understood"
    yield f"  {kind}: {difference.expected} expected, {difference.found} found"
    if difference.rule:
        yield from (f"    {_line(judged)}" for judged in report.findings if judged.rule == difference.rule)
    else:
        yield from (f"    {path}: {cause}" for path, cause in report.unreadable)


def rates(rows: Iterable[Row]) -> Iterator[str]:
    """Yield, for each rule, its judged findings and how many of them are false alarms."""
    counts: dict[str, list[int]] = {}
    for row in rows:
        for name in (row.rule, "all rules"):
            total = counts.setdefault(name, [0, 0])
            total[0] += row.count
            total[1] += row.false
    yield f"{'rule':26} {'findings':>8} {'false':>6} {'rate':>6}"
    for name, (count, false) in sorted(counts.items(), key=lambda pair: (pair[0] == "all rules", pair[0])):
        yield f"{name:26} {count:8} {false:6} {false / count:6.0%}"


def main(arguments: list[str]) -> int:
    """Check the projects that are named, or all; return 1 if anything differs from the table."""
    listing, named = "--list" in arguments, {name for name in arguments if not name.startswith("-")}
    table, wrong = expected(), 0
    for project in projects():
        if named and project.name not in named:
            continue
        report = check(str(fetch(project)), config=Config(no_cache=True), today=TODAY)
        differs = list(differences(report, project.name, table))
        wrong += len(differs)
        print(f"{project.name} {project.version}: {report.seen} files, {len(report.findings)} findings", flush=True)
        for line in [_line(judged) for judged in report.findings] if listing else ():
            print(f"  {line}")
        for difference in differs:
            print("\n".join(_shown(report, difference)))
    print("\n".join(rates(table.row)))
    print(f"{wrong} differences from expected.toml" if wrong else "all as judged")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
