"""Functions that data goes into are parsed when it does, wherever they are: calls are followed on demand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from pytest_datahygiene.catalog.seeds import set_aside
from pytest_datahygiene.config import DEFAULT, Config
from pytest_datahygiene.engine.gathering import Pending, limit, parsed
from pytest_datahygiene.engine.run import Run
from pytest_datahygiene.engine.wishes import wishes
from pytest_datahygiene.errors import Unreadable
from pytest_datahygiene.extract.languages import language
from pytest_datahygiene.extract.reading import Reading
from pytest_datahygiene.facts import FactBase
from pytest_datahygiene.flow import digests, drawing, kept, leaks, settled
from pytest_datahygiene.flow.running import asking
from pytest_datahygiene.source.tree import DiskTree, Entry
from pytest_datahygiene.source.vocabulary import codes_of

# Calls behind the function that names the data.
_ROUNDS = 8

# Files that define functions or classes of one name; with more of them the name says nothing.
_MOST_HOMES = 3

# Files that call a function of one name; more than that share the name by chance.
_MOST_CALLERS = 20

# From paths, each with the functions that are asked of its file, to what is in them.
Read = Callable[[dict[str, list[str]]], Iterable[Reading]]
# The Python files, each with its bytes.
Texts = Callable[[], Iterable[tuple[str, bytes]]]


def follow(run: Run, readings: list[Reading], entries: list[Entry]) -> list[Reading]:
    """Return the readings with those in the place of others that hold the functions which data goes into."""
    by_path = {entry.path: entry for entry in entries}

    def read(asked: dict[str, list[str]]) -> Iterator[Reading]:
        pending = []
        for path, names in asked.items():
            data = _read(run.tree, by_path[path], run.config)
            known = run.memory.recall(by_path[path], data, names)
            if known is not None:
                yield known
            elif data:
                pending.append(Pending(by_path[path], "python", data, run.words.present(data).written, tuple(names)))
        yield from parsed(run, pending)

    def texts() -> Iterator[tuple[str, bytes]]:
        python = [entry for entry in entries if language(entry.path) == "python" and not set_aside(entry.path)]
        counters = run.report.counters
        counters["files searched"] = counters.get("files searched", 0) + len(python)
        return ((entry.path, _read(run.tree, entry, run.config)) for entry in python)

    return rounds(readings, list(by_path), read, texts, run.config, run.report.notes, everything=run.everything)


def rounds(
    readings: Iterable[Reading],
    paths: Iterable[str],
    read: Read,
    texts: Texts,
    config: Config = DEFAULT,
    notes: list[str] | None = None,
    *,
    everything: bool = False,
) -> list[Reading]:
    """Return the readings, each again where more functions of its file were asked for, until none is.

    ``notes`` is told what was not followed to its end; ``everything`` asks what protects data that may well be kept.
    """
    by_path = {reading.path: reading for reading in readings}
    every = [path for path in paths if language(path) == "python"]
    homes, asked, known_names = _homes(every), dict[str, set[str]](), set[str]()
    for _ in range(_ROUNDS):
        facts = FactBase(fact for reading in by_path.values() for fact in reading.facts)
        facts.add(wishes(config, ""))
        wanted = kept.asked(facts, "strict" if everything else config.level)
        wanted |= drawing.asked(facts) | digests.asked(facts)
        if any(reading.follows for reading in by_path.values()):
            wanted |= leaks.asked(facts)
        new = _wanted(wanted, homes)
        for path, names in _constants(settled.asked(facts), every, homes).items():
            new.setdefault(path, set()).update(names)
        for path, names in _wanted(asking.asked(facts), homes).items():
            # What is to be run is wanted as code, which nothing else needs.
            new.setdefault(path, set()).update(names, (f"%{name}" for name in names))
        spread = {name for names in new.values() for name in names if name[0] in "?="}
        spread |= {name for name in wanted if name[0] == "!"}
        for name, holders in _holders(spread - known_names, texts).items():
            for path in holders if len(holders) <= (_MOST_HOMES if name[0] == "!" else _MOST_CALLERS) else ():
                new.setdefault(path, set()).add(name)
        known_names |= spread
        fresh = {path: names for path, names in new.items() if not names <= asked.get(path, set())}
        if not fresh:
            break
        for path, names in fresh.items():
            asked[path] = asked.get(path, set()) | names
        again = read({path: sorted(asked[path]) for path in sorted(fresh)})
        by_path.update((reading.path, reading) for reading in again)
    else:
        if notes is not None:
            notes.append(f"data was followed through {_ROUNDS} files beyond those that name it; it may go further")
    if notes is not None and leaks.is_cut(facts):
        notes.append("data goes to more places than are looked at; some findings may be missing")
    return list(by_path.values())


def _constants(names: set[str], paths: list[str], homes: dict[str, str]) -> dict[str, set[str]]:
    """Return for each file the constants in it that dotted names mean; Django's settings are in a module that another
    setting names."""
    found = _wanted(names, homes)
    told = {name.rpartition(".")[2] for name in names if name.startswith("django.conf.settings.")}
    modules = [path for path in paths if "settings" in path.rpartition("/")[2] or "/settings/" in path]
    for path in modules if told else ():
        found.setdefault(path, set()).update(told)
    return found


def _holders(names: Iterable[str], texts: Texts) -> dict[str, list[str]]:
    """Return for each name that is asked for wherever it is used, or defined, the files that hold it."""
    codes = {name: [code.encode() for code in codes_of(name)] for name in sorted(names)}
    found: dict[str, list[str]] = defaultdict(list)
    for path, data in texts() if codes else ():
        for name, listed in codes.items():
            if any(code in data for code in listed):
                found[name].append(path)
    return found


def _homes(paths: Iterable[str]) -> dict[str, str]:
    """Return the module files by dotted name, from every folder on the way: roots of import are not told."""
    homes: dict[str, str] = {}
    for path in paths:
        if language(path) == "python":
            parts = path.rsplit(".", 1)[0].removesuffix("/__init__").split("/")
            for start in range(len(parts)):
                homes.setdefault(".".join(parts[start:]), path)
    return homes


def _wanted(names: Iterable[str], homes: dict[str, str]) -> dict[str, set[str]]:
    """Return for each file of the project the functions in it that these dotted names mean."""
    found: dict[str, set[str]] = defaultdict(set)
    for name in names:
        module, inner = name, ""
        while module and module not in homes:
            module, _, last = module.rpartition(".")
            inner = f"{last}.{inner}" if inner else last
        if module and inner:
            found[homes[module]].add(inner)
    return dict(found)


def _read(tree: DiskTree, entry: Entry, config: Config) -> bytes:
    try:
        return tree.read(entry.path, limit(language(entry.path), config))
    except Unreadable:
        return b""
