"""Which fields of the final schema keep which kind of data, and what their declarations say of protection."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator

import msgspec

from pytest_datahygiene.catalog.encryption import looks, seals
from pytest_datahygiene.catalog.labels import kind, label_of, label_of_class, may_be_row
from pytest_datahygiene.catalog.seeds import set_aside
from pytest_datahygiene.catalog.taxonomy import taxonomy
from pytest_datahygiene.catalog.words import words
from pytest_datahygiene.facts import ClassDeclared, Fact, FactBase, FieldDeclared, FieldDropped, FieldNamed, KeyWritten
from pytest_datahygiene.flow.heirs import heirs
from pytest_datahygiene.flow.taint.paths import last_name

READS: tuple[type[Fact], ...] = (ClassDeclared, FieldDeclared, FieldDropped, KeyWritten)
ADDS: tuple[type[Fact], ...] = (FieldNamed,)

# Types that point at another row, where the data is, or that say only yes or no.
_ELSEWHERE = frozenset(
    "ForeignKey ForeignKeyField OneToOneField OneToOneRel ManyToManyField ManyToManyRelation GenericForeignKey"
    " GenericRelation ParentalKey ParentalManyToManyField ReferenceField LazyReferenceField"
    " CachedReferenceField relationship Relationship Link BackLink ForeignKeyRelation Boolean BooleanField"
    " NullBooleanField bool BOOLEAN BOOL BIT".split()
)
# Frameworks whose tables and documents are schemas that build on others.
_SCHEMAS = ("odm", "sqlmodel")
# Types that hold documents.
_DOCUMENTS = frozenset(
    "JSONField JSON JSONB DictField HStoreField HSTORE MutableDict JsonField BinaryJSONField".split()
)
_DATES = frozenset(
    "Date DateField DateTime DateTimeField date datetime DATE DATETIME TIMESTAMP TIMESTAMPTZ Time TimeField".split()
)
# Kinds of data that are numbers, so that a date or a time of that name is about one.
_NUMBERS = frozenset({"card", "government-id", "financial", "contact"})
# Types that a database counts up or makes at random, and those of columns that name a row by them.
_COUNTED = frozenset("AutoField BigAutoField SmallAutoField".split())
_KEYS = _COUNTED | frozenset(
    "Integer IntegerField PositiveIntegerField BigInteger BigIntegerField PositiveBigIntegerField int INT"
    " INTEGER BIGINT SERIAL BIGSERIAL UUID UUIDField GUID ObjectId ObjectIdField PydanticObjectId".split()
)
# Fewer characters than these hold only part of the data: the last four digits, the provider's verdict on a code.
_SHORTEST = {"card_number": 9, "card_cvv": 3}


def run(facts: FactBase) -> Iterator[FieldNamed]:
    """Yield the fields whose names mean something."""
    declared = [field for field in _stored(facts) if not set_aside(field.at.path)]
    neighbours: dict[tuple[str, str], set[str]] = defaultdict(set)
    for field in declared:
        neighbours[field.at.path, field.owner].add(field.name)
    below = heirs(facts.of(ClassDeclared))
    for field in _final(declared, facts):
        beside = neighbours[field.at.path, field.owner]
        label = label_of(field.name, field.owner, field.at.path, beside) or label_of_class(field.types)
        sealed = seals(field.types)
        if not label:
            yield from _inherited(field, beside, below, neighbours)
            label, sealed = _ciphered(field, beside), sealed or "what its name says"
        if label and _fits(field, label):
            yield _named(field, field.owner, label, sealed)
    yield from _inside(declared, facts)


def _named(field: FieldDeclared, owner: str, label: str, sealed: str) -> FieldNamed:
    hidden = "" if sealed else looks(field.types)
    return FieldNamed(field.at, owner, field.name, label, field.framework, sealed, hidden, field.types)


def _inherited(
    field: FieldDeclared,
    beside: set[str],
    below: dict[str, list[ClassDeclared]],
    neighbours: dict[tuple[str, str], set[str]],
) -> Iterator[FieldNamed]:
    """Yield what a field means in the classes that inherit it, where it means nothing in its own: a patient's notes."""
    for heir in below.get(last_name(field.owner), ()):
        around = beside | neighbours.get((heir.at.path, heir.name), set())
        label = label_of(field.name, heir.name, heir.at.path, around)
        if label and not set_aside(heir.at.path) and _fits(field, label):
            yield _named(field, heir.name, label, seals(field.types))


def _inside(declared: list[FieldDeclared], facts: FactBase) -> Iterator[FieldNamed]:
    """Yield what code puts under constant keys into columns that hold documents."""
    columns: dict[str, list[FieldDeclared]] = defaultdict(list)
    for field in declared:
        if not (field.step or _DOCUMENTS.isdisjoint(last_name(name) for name in field.types)):
            columns[field.name].append(field)
    seen = set()
    for put in facts.of(KeyWritten) if columns else ():
        fits = [field for field in columns[put.attribute] if _is_of(put, field)]
        label = label_of(put.key, fits[0].owner, put.at.path) if fits and not set_aside(put.at.path) else ""
        name = f"{put.attribute}.{put.key}"
        if label and (fits[0].owner, name) not in seen:
            seen.add((fits[0].owner, name))
            yield FieldNamed(put.at, fits[0].owner, name, label, fits[0].framework, seals(fits[0].types))


def _is_of(put: KeyWritten, field: FieldDeclared) -> bool:
    """Tell whether an attribute may be that column: of the class around, or of something called like its class."""
    owner = last_name(field.owner)
    if put.holder in ("self", "cls"):
        return last_name(put.owner) == owner
    return bool({*words(put.holder)} & {*words(owner)})


def _ciphered(field: FieldDeclared, neighbours: Iterable[str]) -> str:
    """Return what a name means that says it is encrypted, if that is data of a card: such may not be kept even so."""
    parts, marks = words(field.name), taxonomy().safe_markers.encrypted
    if marks.isdisjoint(parts):
        return ""
    label = label_of("_".join(part for part in parts if part not in marks), field.owner, field.at.path, neighbours)
    return label if label and kind(label).family == "card" else ""


def _stored(facts: FactBase) -> Iterator[FieldDeclared]:
    """Yield what outlives the request: also the fields of schemas that tables and documents build on, or hold."""
    fields, bases = facts.of(FieldDeclared), defaultdict[str, set[str]](set)
    tables = set()
    for row in facts.of(ClassDeclared):
        bases[last_name(row.name)].update(map(last_name, row.bases))
        tables |= {last_name(row.name)} if row.table else set()
    kept = [field for field in fields if field.stored and field.framework in _SCHEMAS]
    held = {last_name(name) for field in kept for name in field.types if field.framework == "odm"}
    under, left = set[str](), tables | held | {last_name(field.owner) for field in kept}
    while left:
        under |= left
        left = {base for name in left for base in bases[name]} - under
    for field in fields:
        if field.stored:
            yield field
        elif field.framework in ("pydantic", "sqlmodel") and last_name(field.owner) in under:
            yield msgspec.structs.replace(
                field, stored=True, framework="odm" if field.framework == "pydantic" else "sqlmodel"
            )


def _final(declared: list[FieldDeclared], facts: FactBase) -> Iterator[FieldDeclared]:
    """Yield what the schema is in the end: the models, and what migrations alone tell and no later step undoes."""
    modelled: dict[str, set[str]] = defaultdict(set)
    for field in declared:
        if not field.step:
            modelled[_plain(field.name)].add(_plain(field.owner))
    gone, whole = facts.of(FieldDropped), _whole(facts.of(ClassDeclared))
    latest = {(_plain(field.owner), _plain(field.name)): field for field in declared if field.step}
    for field in declared:
        if not field.step:
            script = [one for one in gone if one.at.path == field.at.path] if field.framework == "sql" else []
            if not any(_undoes(one, field) for one in script):
                yield field
            continue
        owner = _plain(field.owner)
        told = field.framework == "django" and owner.removeprefix("historical") in whole
        told = told or any(
            owner.endswith(other) or other.endswith(owner) or _is_part(other) for other in modelled[_plain(field.name)]
        )
        if not told and latest[owner, _plain(field.name)] is field and not any(_undoes(one, field) for one in gone):
            yield field


def _whole(rows: Iterable[ClassDeclared]) -> set[str]:
    """Return the plain names of the models that tell all their fields: none of their bases is another library's."""
    classes: dict[str, list[ClassDeclared]] = defaultdict(list)
    for row in rows:
        classes[row.name.rsplit(".", 1)[-1]].append(row)

    def tells(name: str, seen: frozenset[str]) -> bool:
        bases = {(base, row.at.path) for row in classes[name] for base in row.bases}
        return all(own(base, base.rsplit(".", 1)[-1], path, seen) for base, path in bases)

    def own(base: str, last: str, path: str, seen: frozenset[str]) -> bool:
        return last in seen or (tells(last, seen | {last}) if last in classes else _is_own(base, path))

    return {_plain(name) for name in classes if tells(name, frozenset({name}))}


def _is_own(base: str, path: str) -> bool:
    """Tell whether a base that was not parsed is Django's, or the project's."""
    root, dot, _ = base.partition(".")
    return root == "django" or not dot or root in path.split("/")


def _undoes(dropped: FieldDropped, field: FieldDeclared) -> bool:
    same = _plain(dropped.owner) == _plain(field.owner) and dropped.name in ("", field.name)
    # The names of the steps tell their order, those of the folders do not: ``migrations_old`` beside ``migrations``.
    home, other = os.path.dirname(field.at.path), os.path.dirname(dropped.at.path)
    beside = home != other and os.path.dirname(home) == os.path.dirname(other)
    # Alembic's revisions tell their order inside, not by their names.
    unordered = field.framework == "sqlalchemy" and dropped.at.path != field.at.path
    return same and (beside or unordered or dropped.at > field.at)


def _is_part(owner: str) -> bool:
    """Tell whether a class is there for models to build on, whose own names the migrations use."""
    return any(word in owner for word in ("abstract", "mixin", "base"))


def _plain(name: str) -> str:
    return "".join(words(name)).removesuffix("s")


def _fits(field: FieldDeclared, label: str) -> bool:
    """Tell whether the field's type can hold the data that its name promises."""
    types = {name.rsplit(".", 1)[-1] for name in field.types}
    if field.framework == "sqlalchemy" and not types & _KEYS:
        # A column of a text holds it, whatever row it points at too.
        types -= {"ForeignKey"}
    if types & (_ELSEWHERE | _COUNTED) or (types & _KEYS and may_be_row(field.name, label)):
        return False
    if types & _DATES and kind(label).family in _NUMBERS:
        return False
    return field.most is None or field.most >= _SHORTEST.get(label, 0)
