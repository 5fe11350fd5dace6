"""What a class declares of itself, for other classes and fields to build on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import libcst as cst

from pytest_datahygiene.extract.python.suites import flat, statements
from pytest_datahygiene.extract.python.tree import argument, below, elements, spelled, tail
from pytest_datahygiene.facts import ClassDeclared

if TYPE_CHECKING:
    from pytest_datahygiene.extract.python.names import Names
    from pytest_datahygiene.extract.python.scope import Scope

# What stands for another attribute.
_DESCRIBES = frozenset({"property", "synonym", "hybrid_property"})
_MAKES_DATA = frozenset(
    {"dataclass", "dataclasses.dataclass", "define", "attrs.define", "attr.s", "attrs.frozen", "frozen"}
)


def declared(node: cst.ClassDef, scope: Scope) -> ClassDeclared:
    """Return the fact about a class whose body was walked in this scope."""
    set_here = _set(node)
    return ClassDeclared(
        scope.positions.margin(node),
        scope.owner,
        scope.bases,
        tuple(dict.fromkeys(scope.called)),
        tuple(part.name.value for part in node.body.body if isinstance(part, cst.FunctionDef)),
        ("table", "True") in scope.keywords,
        tuple(_annotated(node)),
        scope.names.dotted(set_here["model"]) if "model" in set_here else "",
        _listed(set_here.get("fields"), scope.names),
        _listed(set_here.get("exclude"), scope.names),
        tuple(_objects(set_here, scope.names)),
        _is_data(node, scope),
    )


def renamed(statement: cst.CSTNode, line: cst.CSTNode, scope: Scope) -> Iterator[ClassDeclared]:
    """Yield a class that was asked for and is another one under a new name: ``Sealed = EncryptedType(Unicode)``."""
    match statement:
        case cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=name))], value=value):
            if name in scope.seeds.asked:
                parts = (part for part in below(value) if isinstance(part, (cst.Name, cst.Attribute)))
                bases = tuple(dict.fromkeys(filter(None, map(scope.names.dotted, parts))))
                yield ClassDeclared(scope.positions.margin(line), name, bases)


def _annotated(node: cst.ClassDef) -> Iterator[str]:
    for part in flat(statements(node.body)):
        if isinstance(part, cst.AnnAssign) and isinstance(part.target, cst.Name):
            yield part.target.value


def _is_data(node: cst.ClassDef, scope: Scope) -> bool:
    """Tell whether a class is there for its fields."""
    decorators = (one.decorator for one in node.decorators)
    made_by = {tail(one.func if isinstance(one, cst.Call) else one) for one in decorators}
    return not _MAKES_DATA.isdisjoint(made_by) or scope.has_base("NamedTuple", "TypedDict")


def _objects(given: dict[str, cst.BaseExpression], names: Names) -> Iterator[tuple[str, str]]:
    for name, value in given.items():
        dotted = names.dotted(value.func) if isinstance(value, cst.Call) else ""
        # A field of a library is read as a field.
        last = dotted.rpartition(".")[2]
        if last in _DESCRIBES or (last[:1].isupper() and not last.endswith(("Field", "Column"))):
            yield name, dotted


def accessors(node: cst.ClassDef) -> Iterator[tuple[str, str]]:
    """Yield the methods that ``name = property(get, set)`` makes one of, with what they would be decorated with."""
    for name, value in _set(node).items():
        if isinstance(value, cst.Call) and spelled(value.func) == "property":
            for index, (keyword, kind) in enumerate((("fget", "getter"), ("fset", "setter"))):
                method = argument(value, keyword, index)
                if method is not None:
                    yield spelled(method), f"{name}.{kind}"


def _set(node: cst.ClassDef) -> dict[str, cst.BaseExpression]:
    """Return what the body of a class gives to names."""
    return {
        part.targets[0].target.value: part.value
        for part in flat(statements(node.body))
        if isinstance(part, cst.Assign) and isinstance(part.targets[0].target, cst.Name)
    }


def _listed(node: cst.BaseExpression | None, names: Names) -> tuple[str, ...]:
    return tuple(filter(None, map(names.text, (elements(node) or []) if node is not None else [])))
