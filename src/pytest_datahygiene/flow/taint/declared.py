"""What declarations say of values: the fields of a form or a schema, the columns of a statement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from pytest_datahygiene.catalog.labels import label_of, label_of_class
from pytest_datahygiene.facts import ClassDeclared, FieldDeclared, FunctionLowered
from pytest_datahygiene.facts.lowered import Called
from pytest_datahygiene.flow.taint.paths import Path, Way, last_name

# Where a form, a serializer or a schema keeps what it has let through.
_INSIDE = ((), ("cleaned_data",), ("validated_data",), ("data",))

FILLED = frozenset({"data", "instance", "initial", "cleaned_data", "validated_data", "initial_data", "files"})

# Classes behind one another that hand their fields down.
_DEEPEST = 3

# The arguments that forms and serializers are filled from.
_FILLED = (("#0",), ("#data",))


class Plain(dict[str, str]):
    """The labels of a class whose values are its attributes and nothing else."""


Labels = dict[str, dict[str, str]]


def labels(fields: Iterable[FieldDeclared], classes: Sequence[ClassDeclared], wanted: Callable[[str], bool]) -> Labels:
    """Return class -> field -> label for the classes of the project that take data in and pass it on."""
    beside: dict[tuple[str, str], list[FieldDeclared]] = defaultdict(list)
    for field in fields:
        if not (field.step or field.framework == "sql"):
            beside[field.at.path, field.owner].append(field)
    found: Labels = defaultdict(dict)
    for (path, owner), listed in beside.items():
        names = [field.name for field in listed]
        types = {field.name: field.types for field in listed}
        for name in names:
            label = label_of(name, owner, path, names) or label_of_class(types[name])
            if label and wanted(label):
                found[last_name(owner)][name] = label
        if any(field.framework == "pydantic" for field in listed):
            found[last_name(owner)] = Plain(found[last_name(owner)])
    for row in classes:
        # The fields of a dataclass are told by their annotations alone.
        if row.data and last_name(row.name) not in found:
            told = {name: label_of(name, row.name, row.at.path, row.fields) for name in row.fields}
            found[last_name(row.name)] = {name: label for name, label in told.items() if label and wanted(label)}
    _inherit(found, classes)
    for row in classes:
        # A form of a model has the model's fields.
        taken = found.get(last_name(row.model), {}) if row.model else {}
        for name, label in list(taken.items()):
            if (name in row.only or not row.only) and name not in row.without:
                found[row.name.split(".")[-2] if "." in row.name else row.name].setdefault(name, label)
    return {owner: by_name for owner, by_name in found.items() if by_name}


def _inherit(found: Labels, classes: Sequence[ClassDeclared]) -> None:
    """Give classes the labels of those that they build on."""
    for _ in range(_DEEPEST):
        for row in classes:
            for base in row.bases:
                inherited = found.get(last_name(base), {})
                if inherited and last_name(row.name) != last_name(base):
                    own = found.get(last_name(row.name), {})
                    merged = {**inherited, **own}
                    found[last_name(row.name)] = Plain(merged) if isinstance(inherited, Plain) else merged


def held(one: FunctionLowered, known: Labels) -> Iterator[tuple[Path, str]]:
    """Yield the components that a function's values have because of their classes."""
    typed = {f"p:{name}": kind for name, kind in zip(one.parameters, one.types, strict=True) if kind}
    made = {f"c{number}": call.callee for number, call in enumerate(one.calls)}
    own = {"p:self": one.owner} if one.owner else {}
    for base, kind in {**made, **typed, **own}.items():
        for name, label in known.get(last_name(kind), {}).items():
            inside = _INSIDE[:1] if isinstance(known[last_name(kind)], Plain) else _INSIDE[base == "p:self" :]
            yield from ((Path(base, (*keys, name)), label) for keys in inside)


def poured(ways: Iterable[Way], calls: Sequence[Called], known: Labels) -> Iterator[tuple[Path, str]]:
    """Yield the components of what forms and schemas of the project are filled from: ``Form(request.POST)``."""
    for way in ways:
        base, keys = way.target
        if base[0] == "c" and base[1:].isdigit() and keys in _FILLED:
            for name, label in known.get(last_name(calls[int(base[1:])].callee), {}).items():
                yield Path(way.source.base, (*way.source.keys, name)), label


def columned(number: int, call: Called, function: str, wanted: Callable[[str], bool]) -> Iterator[tuple[Path, str]]:
    """Yield the parameters of a statement whose columns say what they are."""
    names = call.columns or ()
    for index, name in enumerate(names):
        label = label_of(name, function, "", names)
        if label and wanted(label):
            yield Path(f"c{number}", ("#1", str(index))), label
