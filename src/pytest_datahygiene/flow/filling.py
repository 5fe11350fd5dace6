"""What functions put into the columns of the schema, and what they did to it just before."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from pytest_datahygiene.catalog.encryption import hooks, looks
from pytest_datahygiene.catalog.seeds import set_aside
from pytest_datahygiene.catalog.words import words
from pytest_datahygiene.facts import Fact, FactBase, FieldFilled, FieldNamed, FunctionLowered, Place
from pytest_datahygiene.facts.lowered import Called
from pytest_datahygiene.flow.taint import sinks
from pytest_datahygiene.flow.taint.paths import Path, last_name, path
from pytest_datahygiene.flow.taint.program import COMMON, module_of
from pytest_datahygiene.flow.taint.sources import promises

READS: tuple[type[Fact], ...] = (FieldNamed, FunctionLowered)
ADDS: tuple[type[Fact], ...] = (FieldFilled,)

# Methods of a model's manager, and of its class, that make or change rows.
_WRITES = frozenset(
    "create acreate get_or_create aget_or_create update_or_create aupdate_or_create update aupdate insert values"
    " bulk_create".split()
)
_OWN = ("p:self", "p:cls")
# Classes that fill rows of another.
_FORMS = ("Form", "Serializer", "Schema")
# Methods of a class that run whenever a row of it is made or written, and signals that come before and after.
_HOOKS = frozenset({"save", "clean", "full_clean", "__init__", "__setattr__", "pre_save", "asave"})
_BEFORE = re.compile(r"\b(?:pre_save|before_(?:insert|update|flush|save|create))\b", re.IGNORECASE)
_AFTER = re.compile(r"\b(?:post_\w+|after_\w+)\b", re.IGNORECASE)
# Decorators of methods that are called for the fields they name, and return what is to be kept.
_VALIDATES = frozenset({"validates", "validator", "field_validator"})


class Done(NamedTuple):
    """What was done to data: ``how`` it is protected then, what it only ``looks`` protected by, ``by`` which call."""

    how: str
    looks: str
    by: str


_CLEAR = Done("", "", "")
_NOWHERE = Path("-")
# What a helper may do whose name does not say so.
_SEALED = ("encrypted", "tokenised")


class Fill(NamedTuple):
    """A way into a column called ``name``: ``owner`` are the names that may say of what, ``sealed`` tells that the
    statement which writes it encrypts it."""

    name: str
    owner: tuple[str, ...]
    source: Path
    line: int
    sealed: bool = False


def run(facts: FactBase) -> Iterator[FieldFilled]:
    """Yield the ways into fields that functions take."""
    bodies, helpers = _bodies(facts), _helpers(facts)
    for one, fill, fields in _ways(facts, facts.of(FieldNamed)):
        did = _how(fill, one, helpers)
        if did is not None:
            did = _as_it_is(did, bodies)
            for field in fields:
                own = bool(did.how) and _always(one, field)
                at = Place(one.at.path, fill.line, 1, fill.line)
                yield FieldFilled(
                    at, field.at, field.owner, field.name, field.label, *did, function=last_name(one.name), always=own
                )


def _always(one: FunctionLowered, field: FieldNamed) -> bool:
    """Tell whether a function runs whenever a row is written: a method that does so, or what a signal calls."""
    owner, name = last_name(field.owner), last_name(one.name)
    if last_name(one.owner) == owner:
        decorators = {last_name(decorator) for decorator in one.decorators}
        return name in _HOOKS or not decorators.isdisjoint(_VALIDATES | {"setter"})
    return owner in map(last_name, one.given) and any(_BEFORE.search(given) for given in one.given)


def asked(facts: FactBase, fields: Iterable[FieldNamed]) -> Iterator[str]:
    """Yield the dotted names of the project's functions that protect what goes into fields, to be looked into, and the
    classes of these fields, whose other users may do without (behind ``=``)."""
    fields = list(fields)
    bodies, helpers = _bodies(facts), _helpers(facts)
    if fields:
        # Whoever calls a helper by a name that says nothing may fill a field.
        yield from (f"{module}.?{name}" for name, (_, module) in helpers.items())
    for one, fill, meant in _ways(facts, fields):
        did = _how(fill, one, helpers)
        if did is not None and did.how:
            if last_name(did.by) not in bodies:
                yield did.by if "." in did.by.strip(".") else f"{module_of(one.at.path)}.{did.by.strip('.')}"
            yield from (f"{module_of(field.at.path)}.={last_name(field.owner)}" for field in meant)


def _ways(facts: FactBase, fields: Iterable[FieldNamed]) -> Iterator[tuple[FunctionLowered, Fill, list[FieldNamed]]]:
    """Yield each way into fields, with the function that takes it."""
    columns: dict[str, list[FieldNamed]] = defaultdict(list)
    for field in fields:
        columns[_plain(field.name)].append(field)
    for one in facts.of(FunctionLowered) if columns else ():
        if not set_aside(one.at.path):
            for fill in _fills(one, columns):
                meant = _meant(fill, one, columns.get(_plain(fill.name), []))
                if meant:
                    yield one, fill, meant


def _bodies(facts: FactBase) -> dict[str, list[FunctionLowered]]:
    """Return the functions that say by their names that they protect, by these."""
    found: dict[str, list[FunctionLowered]] = defaultdict(list)
    for one in facts.of(FunctionLowered):
        if sinks.sealing(last_name(one.name), ""):
            found[last_name(one.name)].append(one)
    return found


def _as_it_is(did: Done, bodies: dict[str, list[FunctionLowered]]) -> Done:
    """Return what was really done by functions of the project whose names say that they protect."""
    known = bodies.get(last_name(did.by), [])
    if not (did.how and known) or not all(map(_leaves_clear, known)):
        return did
    looks = next((call.looks for one in known for call in _done(one).values()), "left as it was")
    return did._replace(how="", looks=looks)


def _leaves_clear(one: FunctionLowered) -> bool:
    """Tell whether a function calls what only looks like protection, or gives back what it was given."""
    calls = [*_done(one).values()]
    back = any(edge.source.startswith("p:") and edge.target == "return" for edge in one.edges)
    return not any(call.how for call in calls) and (bool(calls) or back)


def _fills(one: FunctionLowered, columns: Container[str]) -> Iterator[Fill]:
    """Yield the ways into what may be one of these columns."""
    if any(_AFTER.search(given) for given in one.given):
        # What a signal does when the row is written changes nothing of it.
        return
    yield from _returned(one)
    for call in one.calls:
        yield from (Fill(name, (call.table,), _NOWHERE, call.line, sealed=True) for name in call.sealed)
    for edge in one.edges:
        last = edge.target.rpartition("/")[2].lstrip("#")
        # Paths are many, and few of them end in the name of a column.
        if not last.isdigit() and _plain(last) not in columns:
            continue
        base, keys = target = path(edge.target)
        if not keys or keys[0] == "#@":
            continue
        made = one.calls[int(base[1:])] if base[1:].isdigit() and base[0] == "c" else None
        if made is not None and made.columns and keys[-1].isdigit():
            named = set(made.columns[int(keys[-1]) :][:1]) - {*made.sealed}
            yield from (Fill(name, (made.table,), path(edge.source), edge.line) for name in named)
        elif _is_name(keys[-1]) and _may_fill(one, target, made):
            yield Fill(keys[-1].lstrip("#"), _owner(one, target, made), path(edge.source), edge.line)


def _may_fill(one: FunctionLowered, target: Path, call: Called | None) -> bool:
    """Tell whether a path is of a row: of one that is made, or of one whose attribute is set."""
    base, keys = target
    if call is None:
        return len(keys) == 1 and base[1:2] == ":" and keys[0] in one.put
    last = last_name(call.callee)
    return keys[0][:1] != "#" or last in _WRITES or last[:1].isupper() or call.writes


def _returned(one: FunctionLowered) -> Iterator[Fill]:
    """Yield what goes into the fields for which a function is called that returns what is to be kept: the validators of
    models, and the methods of forms and serializers that are called like a field."""
    names = [name[1:-1] for name in one.given if name[0] == "'"]
    if _VALIDATES.isdisjoint(map(last_name, one.decorators)):
        prefix, _, field = last_name(one.name).partition("_")
        names = [field] if one.owner and field and prefix in ("clean", "validate") else []
    for edge in one.edges if names else ():
        if edge.target == "return":
            yield from (Fill(name, (last_name(one.owner),), path(edge.source), edge.line) for name in names)


def _is_name(key: str) -> bool:
    return key.lstrip("#_").replace("_", "a").isalnum() and not key.lstrip("#").isdigit()


def _owner(one: FunctionLowered, target: Path, call: Called | None) -> tuple[str, ...]:
    """Return the names that may tell of what a column is."""
    if target.base in _OWN:
        return (last_name(one.owner),)
    if call is None:
        # What a signal is of stands beside it: @receiver(pre_save, sender=Patient).
        return (last_name(target.base[2:]), *map(last_name, one.given))
    return (call.table,) if call.table else tuple(call.callee.strip(".").split("."))


def _meant(fill: Fill, one: FunctionLowered, fields: list[FieldNamed]) -> list[FieldNamed]:
    """Return the fields that a way leads to: those of the class that is named, else the only ones of that name."""
    named = [field for field in fields if last_name(field.owner) in fill.owner]
    if named or (one.owner in fill.owner and not last_name(one.owner).endswith(_FORMS)):
        return named
    said = {word.removesuffix("s") for name in fill.owner for word in words(name)}
    alike = [field for field in fields if any(word.removesuffix("s") in said for word in words(last_name(field.owner)))]
    return alike or (fields if len({field.owner for field in fields}) == 1 else [])


def _helpers(facts: FactBase) -> dict[str, tuple[Done, str]]:
    """Return the functions that give back what they protected though their names do not say so, with their modules."""
    found = {}
    for one in facts.of(FunctionLowered):
        name = last_name(one.name)
        if name in COMMON | hooks() or sinks.sealing(name, "") or sinks.undoes(name) or set_aside(one.at.path):
            continue
        done = _done(one)
        ways = [done.get(_number(path(edge.source))) for edge in one.edges if edge.target == "return"]
        first = next((way for way in ways if way is not None and way.how in _SEALED), None)
        if first is not None:
            found[name] = first, module_of(one.at.path)
    return found


def _how(fill: Fill, one: FunctionLowered, helpers: dict[str, tuple[Done, str]]) -> Done | None:
    """Return what was done to data on its way in; ``None`` where that is not known, or where it comes from a place of
    the same name."""
    if fill.sealed:
        return Done("encrypted", "", "the statement")
    base, keys = fill.source
    number, done = _number(fill.source), _done(one)
    if number in done:
        return done[number]
    if number >= 0 and not keys:
        callee = one.calls[number].callee
        helper = helpers.get(last_name(callee))
        return helper[0]._replace(by=callee) if helper else None
    copied = number >= 0 and _plain(keys[-1]) == _plain(fill.name)
    # What a variable is called says nothing of what was done to its value.
    return None if base[:2] == "v:" or promises(fill.source) or copied else _CLEAR


def _done(one: FunctionLowered) -> dict[int, Done]:
    """Return what the calls of a function do to data, by their numbers."""
    done = {number: did for number, call in enumerate(one.calls) if (did := _does(call.callee)) is not None}
    if len(done) < 2:
        return done
    # What was encrypted is so too when it was encoded afterwards.
    for edge in (*one.edges, *one.edges):
        source, target = path(edge.source), path(edge.target)
        before, after = _number(source), _number(target)
        if before in done and after in done and done[before].how and not done[after].how and target.keys[:1] == ("#0",):
            done[after] = done[before]
    return done


def _number(at: Path) -> int:
    """Return the number of the call whose result, or argument, is at a path, -1 if it is none."""
    return int(at.base[1:]) if at.base[0] == "c" and at.base[1:].isdigit() else -1


@lru_cache(maxsize=8192)
def _does(callee: str) -> Done | None:
    if sinks.is_digest(callee):
        return Done("", "hashed without a key", callee)
    hidden, how = looks((callee,)), sinks.sealing(callee, "")
    return Done(how or "", hidden, callee) if how or hidden else None


@lru_cache(maxsize=8192)
def _plain(name: str) -> str:
    return "".join(words(name))
