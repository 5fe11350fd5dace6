"""From files to facts: nothing is read that is known, and nothing parsed that holds no seed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from pytest_datahygiene.catalog.seeds import set_aside
from pytest_datahygiene.config import Config
from pytest_datahygiene.errors import Unreadable
from pytest_datahygiene.extract.languages import GIVES, language
from pytest_datahygiene.findings.report import Incomplete, Report
from pytest_datahygiene.source.tree import DiskTree, Entry, Missing
from pytest_datahygiene.source.worth import worth_reading

if TYPE_CHECKING:
    from pytest_datahygiene.engine.memory import Memory
    from pytest_datahygiene.engine.run import Run
    from pytest_datahygiene.extract.reading import Reading

_SOURCE = frozenset({"python", "sql"})


class Pending(NamedTuple):
    """A file to be parsed, with the seeds in it and the functions that were asked for by name."""

    entry: Entry
    language: str
    data: bytes
    seeds: list[str]
    asked: tuple[str, ...] = ()


def entries(report: Report, tree: DiskTree, paths: Sequence[str]) -> list[Entry]:
    """Return the files to look at, noting in the report those that are not there."""
    return list(_present(tree.entries(paths), report))


def around(tree: DiskTree, judged: list[Entry], memory: Memory) -> list[Entry]:
    """Return the source files of the project that are not judged themselves and may say more about those that are.

    Which there are is asked of the last run, whose answer costs less than git's; a file that is new since is known when
    it was judged itself, or after the next run over everything. Where nothing is kept and the files hold nothing there
    are none.
    """
    if not (memory.is_open and any(language(entry.path) in _SOURCE for entry in judged)):
        return []
    paths = {entry.path for entry in judged}
    listed = memory.sources()
    found = tree.entries() if listed is None else tree.known(listed)
    others = [entry for entry in found if isinstance(entry, Entry) and entry.path not in paths and _may_say(entry)]
    if listed is None or not {entry.path for entry in judged if _may_say(entry)} <= set(listed):
        note_sources([*judged, *others], memory)
    return others


def note_sources(found: Iterable[Entry], memory: Memory) -> None:
    """Keep which source files there are for runs over some of them; a run that looks at none has nothing to say."""
    paths = [entry.path for entry in found if _may_say(entry)]
    if memory.is_open and paths:
        memory.keep_sources(paths)


def _may_say(entry: Entry) -> bool:
    return language(entry.path) in _SOURCE and not set_aside(entry.path) and _speakable(entry.path)


def tree_of(root: str, config: Config, needed: frozenset[str] | None) -> DiskTree:
    """Return the tree of files that can hold facts of the kinds ``needed``, ``None`` for all kinds."""
    languages = {name for name, gives in GIVES.items() if needed is None or gives & needed}
    # Which of these are lists of requirements, others tell.
    lists = (".txt", ".in", ".pip") if needed is not None and "PackageRequired" in needed else ()
    return DiskTree(
        root, wanted=lambda path: language(path) in languages or path.endswith(lists), excluded=config.exclude
    )


def gather(run: Run, found: list[Entry]) -> list[Reading]:
    """Return the readings of the files that hold something, noting in the report what was done for it."""
    readings: list[Reading] = []
    readings.extend(parsed(run, list(_look(run, found, readings))))
    return readings


def gather_lists(run: Run, readings: Sequence[Reading], found: Iterable[Entry]) -> list[Reading]:
    """Return the readings of files of requirements that their names do not tell, but other files do, and those that
    these name."""
    from pytest_datahygiene.facts import ListNamed

    by_path = {entry.path: entry for entry in found}
    read: set[str] = set()
    more: list[Reading] = []
    new: Sequence[Reading] = readings
    while new:
        named = {fact.path for one in new for fact in one.facts if isinstance(fact, ListNamed)}
        wanted = sorted(path for path in named & by_path.keys() - read if language(path) in ("", "text"))
        read |= {*wanted}
        new = [*_lists(run, [by_path[path] for path in wanted])]
        more += new
    return more


def _lists(run: Run, found: list[Entry]) -> Iterator[Reading]:
    pending = []
    for entry in found:
        data = _bytes(run, entry.path)
        # What the file is by its own name is kept apart.
        known = run.memory.recall(entry, data, ["requirements"])
        if known is not None:
            yield known
        else:
            pending.append(Pending(entry, "requirements", data, [], ("requirements",)))
    yield from parsed(run, pending)


def _bytes(run: Run, path: str) -> bytes:
    try:
        return run.tree.read(path, limit("requirements", run.config))
    except Unreadable:
        return b""


def worth_remembering(run: Run, found: list[Entry]) -> bool:
    """Tell whether one of a few files holds something, so that it pays to ask what an earlier run made of it."""
    return any(_worth(run, entry) for entry in found)


def _worth(run: Run, entry: Entry) -> bool:
    kind = language(entry.path)
    try:
        data = run.tree.read(entry.path, limit(kind, run.config))
    except Unreadable:
        return False
    return worth_reading(entry.path, data, kind, run.words) is not None


def limit(kind: str, config: Config) -> int:
    """Return how large a file of a kind may be, in bytes."""
    return config.max_source_size if kind in _SOURCE else config.max_data_size


def _present(found: Iterable[Entry | Missing], report: Report) -> Iterator[Entry]:
    for entry in found:
        if isinstance(entry, Missing):
            report.unreadable.append(Incomplete(entry.path, entry.cause))
        elif not _speakable(entry.path):
            report.unreadable.append(Incomplete(entry.path, "its name is not UTF-8"))
        else:
            report.seen += 1
            yield entry


def _speakable(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def _look(run: Run, entries: list[Entry], readings: list[Reading]) -> Iterator[Pending]:
    """Yield the files that must be parsed; what is known about the others goes to ``readings``."""
    report, memory = run.report, run.memory
    for entry in entries:
        known = memory.unchanged(entry)
        if known is not None:
            report.from_cache += 1
            readings.extend(known)
            continue
        kind = language(entry.path)
        try:
            data = run.tree.read(entry.path, limit(kind, run.config))
        except Unreadable as error:
            report.unreadable.append(Incomplete(entry.path, str(error)))
            continue
        report.read += 1
        present = worth_reading(entry.path, data, kind, run.words)
        if present is None:
            memory.keep_nothing(entry)
            continue
        found = memory.recall(entry, data)
        if found is None:
            yield Pending(entry, kind, data, present.written)
        else:
            report.from_cache += 1
            readings.append(found)


def parsed(run: Run, pending: list[Pending]) -> Iterator[Reading]:
    """Yield what workers find in files, and keep it."""
    if not pending:
        return
    from pytest_datahygiene.engine.workers import read_all

    report = run.report
    jobs = [(one.entry.path, one.language, one.data, one.seeds, list(one.asked)) for one in pending]
    for one, answer in zip(pending, read_all(jobs, run.config.jobs, run.crew), strict=True):
        reading, died = answer
        report.parsed += bool(reading.work.trees)
        for name, amount in (
            ("trees", reading.work.trees),
            ("characters parsed", reading.work.parsed),
            ("trees located", reading.work.positions),
        ):
            report.counters[name] = report.counters.get(name, 0) + amount
        if not died:
            run.memory.keep(one.entry, one.data, reading, one.asked)
        yield reading
