"""Where cards, secrets and personal data leave the way that they should take, with the way that they took."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

import msgspec

from pytest_datahygiene.catalog.encryption import drivers
from pytest_datahygiene.catalog.leaving import SENT, TOLD, tells
from pytest_datahygiene.catalog.password_words import is_elsewhere
from pytest_datahygiene.catalog.seeds import set_aside
from pytest_datahygiene.catalog.taxonomy import group_of
from pytest_datahygiene.catalog.words import words
from pytest_datahygiene.facts import (
    ClassDeclared,
    DataReached,
    Fact,
    FactBase,
    FieldDeclared,
    FieldNamed,
    FunctionLowered,
    LevelChosen,
    OwnNamed,
    Place,
)
from pytest_datahygiene.facts.joined import Step
from pytest_datahygiene.flow.taint import declared
from pytest_datahygiene.flow.taint.objects import is_address, is_object, is_related
from pytest_datahygiene.flow.taint.own import Own
from pytest_datahygiene.flow.taint.paths import ANY, last_name
from pytest_datahygiene.flow.taint.program import Program, module_of
from pytest_datahygiene.flow.taint.solver import Solver, back
from pytest_datahygiene.flow.taint.states import Arrival, State

READS: tuple[type[Fact], ...] = (ClassDeclared, FieldDeclared, FieldNamed, FunctionLowered, LevelChosen, OwnNamed)
ADDS: tuple[type[Fact], ...] = (DataReached,)

_MOST_STEPS = 8
_STORES = ("db", "document")
# Methods by which an account hashes its password itself.
_HASHING = frozenset({"set_password", "make_password", "generate_password_hash", "hash_password", "create_user"})


def run(facts: FactBase) -> Iterator[DataReached]:
    """Yield one fact for each place, label and kind of sink."""
    solver = _solved(facts)
    program = solver.program
    kept: dict[tuple[str, str], set[str]] = defaultdict(set)
    for field in facts.of(FieldNamed):
        kept[field.label, "".join(words(field.name))].add(_table(field.owner))
    # Which fields the driver encrypts stands in a schema that may be anywhere.
    made = (last_name(call.callee) for one in facts.of(FunctionLowered) for call in one.calls)
    driver = "encrypted where the driver's schema says so" if not drivers().isdisjoint(made) else ""
    seen: set[tuple[Place, str, str]] = set()
    # What arrives in clear counts before what is protected.
    for arrival in sorted(solver.arrivals, key=lambda arrival: arrival.state.sealed != ""):
        for fact in _facts(arrival, program, solver):
            # A column that bears the data's name is reported where it is declared.
            if driver and fact.kind == "document" and not fact.sealed:
                fact = msgspec.structs.replace(fact, sealed=driver)
            told = fact.kind == "db" and fact.label != "password" and _is_declared(fact, kept)
            if not told and (fact.at, fact.label, fact.kind) not in seen and _counts(fact, arrival.state, solver):
                seen.add((fact.at, fact.label, fact.kind))
                yield fact


def _is_declared(fact: DataReached, kept: dict[tuple[str, str], set[str]]) -> bool:
    """Tell whether data goes to a column that is declared; another table of which nothing is declared is none."""
    owners = kept.get((fact.label, "".join(words(fact.column))), set())
    return bool(owners) and (
        not fact.place or any(_table(fact.place) in one or one in _table(fact.place) for one in owners)
    )


def _table(name: str) -> str:
    return "".join(words(last_name(name))).removesuffix("s")


def _counts(fact: DataReached, state: State, solver: Solver) -> bool:
    """Tell whether it is a person's data that arrives, and itself."""
    if fact.group == "personal" and fact.name.isupper():
        # A constant of the project is nobody's: its own telephone number.
        return False
    if fact.group == "secret" and fact.kind in SENT and is_address(state, solver):
        return False
    if (
        fact.kind in _STORES
        and fact.label == "password"
        and (fact.name.isupper() or not _keeps_password(state, solver))
    ):
        return False
    if fact.kind == "db" and [*back(state, solver)][-1][0] in solver.begins.objects:
        # What a form or a row holds is kept where it is declared.
        return False
    if not fact.within:
        return True
    return not (
        (fact.kind in TOLD and is_object(state, solver)) or (fact.kind in _STORES and is_related(state, solver))
    )


def asked(facts: FactBase) -> set[str]:
    """Return the dotted names of what must be parsed for data to be followed.

    Functions that data goes into; behind ``?`` those whose callers get some, behind ``=`` classes and variables that
    hold some, wherever they are used, behind ``!`` what is defined anywhere.
    """
    solver = _solved(facts)
    forms = {name for name, labels in solver.known.items() if any(map(_is_card, labels.values()))}
    # Models too: a form of one is asked for by its name.
    places = {last_name(field.owner): field.at.path for field in facts.of(FieldDeclared) if not field.step}
    places |= {row.name.split(".")[-2]: row.at.path for row in facts.of(ClassDeclared) if row.model and "." in row.name}
    return solver.asked | {f"{module_of(path)}.={name}" for name, path in places.items() if name in forms}


def is_cut(facts: FactBase) -> bool:
    """Tell whether data goes to more places than are looked at."""
    return _solved(facts).is_full


def _solved(facts: FactBase) -> Solver:
    kinds: tuple[type[Fact], ...] = (FunctionLowered, ClassDeclared, FieldDeclared, LevelChosen, OwnNamed)
    return _solve(*(tuple(facts.of(kind)) for kind in kinds))


# The round that asks for nothing more has found what the judge wants to know.
@lru_cache(maxsize=1)
def _solve(
    functions: tuple[FunctionLowered, ...],
    classes: tuple[ClassDeclared, ...],
    fields: tuple[FieldDeclared, ...],
    chosen: tuple[LevelChosen],
    own: tuple[OwnNamed],
) -> Solver:
    def wanted(label: str) -> bool:
        return bool(group_of(label, chosen[0].level))

    program = Program((one for one in functions if not set_aside(one.at.path)), classes)
    solver = Solver(program, wanted, declared.labels(fields, classes, wanted), _is_card, Own(own[0]))
    solver.solve()
    return solver


def _is_card(label: str) -> bool:
    return group_of(label, "minimal") == "card"


def _keeps_password(state: State, solver: Solver) -> bool:
    """Tell whether a password is kept as it comes: it is not where the function hashes it beside that."""
    calls = solver.program.functions[state.function].calls
    first = [*back(state, solver)][-1][0]
    # What is copied from another row is there already.
    copied = bool(first.at.keys) and first.at.keys[-1] in solver.program.functions[first.function].attributes
    # What opens another house must be readable, and what a class takes in hand it may hash.
    if is_elsewhere(_beside(state, solver)) or solver.program.is_described(state.at.keys[-1] if state.at.keys else ""):
        return False
    return not copied and not any(last_name(call.callee) in _HASHING for call in calls)


def _beside(state: State, solver: Solver) -> Iterator[str]:
    """Yield the names of what is kept together with something, and of where that is done."""
    function = solver.program.functions[state.function]
    # A service is part of the application, whoever is served.
    yield from (function.at.path.rpartition("/")[2].replace("_service", ""), function.name)
    for edge in function.edges:
        base, *keys = edge.target.split("/")
        if base == state.at.base:
            yield from keys
    number = state.at.base[1:]
    if number.isdigit():
        yield from (function.calls[int(number)].callee, *(function.calls[int(number)].columns or ()))


# The states from the last to the first, each with the function and the line in which it moved.
_Ways = list[tuple[State, int, int]]


def _facts(arrival: Arrival, program: Program, solver: Solver) -> Iterator[DataReached]:
    """Yield what one arrival is, once for each call that hands the data to a function which tells by its name."""
    ways = [*back(arrival.state, solver)]
    entered = _entered(arrival, ways, program)
    if entered is None:
        yield _fact(
            arrival,
            ways,
            Place(program.functions[arrival.state.function].at.path, arrival.line, 1, arrival.line),
            program,
            solver,
        )
        return
    for before, within, line in solver.entries[ways[entered][0]]:
        way = [*ways[:entered], (ways[entered][0], within, line), *back(before, solver)]
        yield _fact(arrival, way, Place(program.functions[within].at.path, line, 1, line), program, solver)


def _entered(arrival: Arrival, ways: _Ways, program: Program) -> int | None:
    """Return which state came into the function that tells, if data is handed to one which says that by its name."""
    found, here = None, arrival.state.function
    for index, (state, within, _) in enumerate(ways):
        if (
            state.function == here != within
            and state.entered
            and tells(last_name(program.functions[here].name) + "(x)")
        ):
            found, here = index, within
    return found if arrival.kind in TOLD else None


def _fact(arrival: Arrival, ways: _Ways, place: Place, program: Program, solver: Solver) -> DataReached:
    source = ways[-1][0]
    steps = _thinned(
        [Step(Place(program.functions[within].at.path, line), _said(state)) for state, within, line in reversed(ways)]
    )
    keys = [key for key in arrival.state.at.keys if key[:1] != "#" and key != ANY]
    column, inner = _column(arrival, program, keys)
    where, does = _written(arrival, program, column)
    return DataReached(
        place,
        source.label,
        group_of(source.label, "strict"),
        _name(source, solver),
        arrival.kind,
        arrival.sink,
        column,
        inner,
        arrival.state.sealed or does,
        tuple(steps),
        where,
    )


def _written(arrival: Arrival, program: Program, column: str) -> tuple[str, str]:
    """Return the table or the collection that something is written to, and how the statement itself protects it."""
    base, function = arrival.state.at.base, arrival.state.function
    if arrival.kind not in _STORES or not (base[:1] == "c" and base[1:].isdigit()):
        return "", ""
    call = program.functions[function].calls[int(base[1:])]
    if arrival.kind == "db":
        return call.table, "encrypted" if column in call.sealed else ""
    # db["patients"].insert_one(...), or a variable of that name
    named = [
        last_name(path.split("/")[-1].removeprefix("g:")) for path in program.receivers[function].get(int(base[1:]), ())
    ]
    return next((name for name in named if name.isidentifier()), call.callee.rpartition(".")[0].strip(".")), ""


def _column(arrival: Arrival, program: Program, keys: list[str]) -> tuple[str, bool]:
    """Return the column or key under which the data is kept, and whether it is kept with something else."""
    state = arrival.state
    number = state.at.base[1:] if state.at.base[:1] == "c" and state.at.base[1:].isdigit() else ""
    columns = program.functions[state.function].calls[int(number)].columns if number else None
    if keys and keys[-1].isdigit() and columns is not None:
        return (columns[int(keys[-1])] if int(keys[-1]) < len(columns) else ""), False
    named = [key for key in keys if not key.isdigit()]
    return (named[-1] if named else ""), bool(named)


def _name(state: State, solver: Solver) -> str:
    base = state.at.base
    if base[0] == "c" and base[1:].isdigit() and not state.at.keys:
        return solver.program.functions[state.function].calls[int(base[1:])].callee.rpartition(".")[2]
    named = [
        key.lstrip("#")
        for key in state.at.keys
        if key not in ("*", "#@", "#*", "#**") and not key.lstrip("#").isdigit()
    ]
    return named[-1] if named and state.at.base[:2] != "v:" else state.at.base[2:]


def _said(state: State) -> str:
    """Return how a reader would write a path."""
    base, keys = state.at
    if base[:2] == "o:":
        head = base.rpartition(".")[2]
    elif base[1:2] == ":":
        head = base[2:]
    else:
        head = "the result" if base[:1] == "c" else base
    if base[:2] == "v:":
        return head
    if keys and keys[0].startswith("#"):
        return f"argument {keys[0][1:]}" + "".join(f".{key}" for key in keys[1:])
    return head + "".join(f".{key}" for key in keys)


def _thinned(steps: list[Step]) -> list[Step]:
    """Return the first and the last steps, one a line."""
    lines: dict[Place, Step] = {}
    for step in steps:
        lines.setdefault(step.at, step)
    kept = list(lines.values())
    return kept if len(kept) <= _MOST_STEPS else [*kept[: _MOST_STEPS // 2], *kept[-_MOST_STEPS // 2 :]]
