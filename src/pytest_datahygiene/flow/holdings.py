"""What is kept where, of all that the facts tell: the rows of an inventory before anything is declared of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from pytest_datahygiene.catalog.labels import kind
from pytest_datahygiene.catalog.seeds import set_aside
from pytest_datahygiene.catalog.subjects import subject_of
from pytest_datahygiene.catalog.taxonomy import counts
from pytest_datahygiene.facts import ClassDeclared, DataReached, Fact, FactBase, FieldFilled, FieldKept, Place
from pytest_datahygiene.findings.holding import DECLARED, MODULES, Holding, State, Way
from pytest_datahygiene.flow.heirs import heirs
from pytest_datahygiene.flow.taint.paths import last_name

READS: tuple[type[Fact], ...] = (ClassDeclared, DataReached, FieldFilled, FieldKept)

_RECORDS = ("avro", "protobuf")
_COLLECTIONS = frozenset({"mongoengine", "odm"})
# What a sink that keeps rows is called in an inventory.
_STORES = {"db": "table", "document": "collection"}
_THIRD = frozenset({"analytics", "llm", "chat", "sms", "crm", "http", "email", "monitoring"})


def holdings(facts: FactBase) -> list[Holding]:
    """Return the rows, each once, in the order of kinds and places."""
    fills: dict[tuple[Place, str], list[FieldFilled]] = defaultdict(list)
    for fill in facts.of(FieldFilled):
        fills[fill.field, fill.name].append(fill)
    below = heirs(facts.of(ClassDeclared))
    rows = [row for field in facts.of(FieldKept) for row in _kept(field, fills[field.at, field.name], below)]
    declared = {(row.label, row.field) for row in rows}
    for reached in facts.of(DataReached):
        row = _reached(reached)
        # What goes into a column that is declared is told there.
        told = row.store == "table" and not reached.place and (row.label, row.field) in declared
        rows += [] if told or reached.kind == "digest" else [row]
    return sorted(_merged(rows))


def _merged(rows: Iterable[Holding]) -> Iterator[Holding]:
    """Yield the rows, those of one field at one place together."""
    found: dict[tuple[str, ...], Holding] = {}
    for row in rows:
        home = row.path if row.store in ("table", "collection") else ""
        key = (row.label, row.store, row.place, row.field, row.protection, home)
        known = found.get(key)
        found[key] = row if known is None else known._replace(ways=tuple(dict.fromkeys(known.ways + row.ways)))
    yield from found.values()


def _kept(field: FieldKept, fills: list[FieldFilled], below: dict[str, list[ClassDeclared]]) -> Iterator[Holding]:
    """Yield the row of a field, and those of the classes that inherit it."""
    store = "collection" if field.store in _COLLECTIONS else "record" if field.store in _RECORDS else "table"
    ways = tuple(Way(fill.at.path, fill.at.line, _says(fill)) for fill in fills)
    protection, state = _protection(field.label, field.sealed, field.looks, declared=True)
    inheriting = [row for row in below.get(last_name(field.owner), ()) if _keeps(row, field)]
    for owner, at in [(field.owner, field.at), *((row.name, row.at) for row in inheriting)]:
        row = _row(field.label, at, owner)
        place = _place(owner, at.path)
        yield row._replace(store=store, place=place, field=field.name, protection=protection, state=state, ways=ways)


def _keeps(row: ClassDeclared, field: FieldKept) -> bool:
    """Tell whether a class that builds on another one keeps its fields: of schemas only those do that are tables."""
    if field.store in (*_RECORDS, "odm", "sql", "sqlmodel"):
        return row.table
    return not set_aside(row.at.path)


def _says(fill: FieldFilled) -> str:
    how = fill.how or fill.looks or "in clear"
    return f"{fill.function or 'the module'} fills it, {how}" + (f" by {fill.by}" if fill.by else "")


def _reached(reached: DataReached) -> Holding:
    ways = [Way(step.at.path, step.at.line, step.says) for step in reached.steps]
    if ways:
        ways[-1] = ways[-1]._replace(says=f"{ways[-1].says}, goes to {reached.sink}")
    protection, state = _protection(reached.label, reached.sealed, "", declared=False)
    # Where it is not told whose rows a method writes, the method is all that is known.
    place = reached.place or (f"{reached.sink}()" if reached.kind in ("db", "document") else reached.sink)
    store = f"third party: {reached.kind}" if reached.kind in _THIRD else _STORES.get(reached.kind, reached.kind)
    row = _row(reached.label, reached.at, reached.name)
    return row._replace(
        store=store,
        place=place.lstrip("."),
        field=reached.column or reached.name,
        protection=protection,
        state=state,
        ways=tuple(ways),
    )


def _protection(label: str, sealed: str, looks: str, *, declared: bool) -> tuple[str, State]:
    if sealed:
        return sealed, "protected"
    if looks:
        return f"in clear: {looks}", "only looks protected"
    if declared and kind(label).treatment == "hash":
        return "not told by the declaration", "not told"
    return "in clear", "in clear" if counts(label, "default") or kind(label).family == "card" else "in clear, ordinary"


def _row(label: str, at: Place, about: str) -> Holding:
    """Return what the catalog and the names around it tell of a row."""
    row = kind(label)
    told = subject_of((about, *reversed(at.path.rsplit(".", 1)[0].split("/"))))
    declared = (told, *("",) * (len(DECLARED) - 1))
    found = Holding(label, row.title, row.category, "", "", "", "", "in clear", at.path, at.line)
    return found._replace(refs=row.regulations, declared=declared)


def _place(owner: str, path: str) -> str:
    """Return a class with the part of the project that it belongs to: ``clinic.Record``."""
    parts = path.rsplit(".", 1)[0].split("/")
    while parts and (parts[-1] in MODULES or parts[-1] == owner.lower()):
        parts.pop()
    return f"{parts[-1]}.{owner}" if parts and path.endswith(".py") else owner
