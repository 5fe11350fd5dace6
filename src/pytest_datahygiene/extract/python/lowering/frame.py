"""One function while it is lowered: its variables, the edges and the calls found so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from pytest_datahygiene.catalog.taxonomy import taxonomy
from pytest_datahygiene.catalog.words import words
from pytest_datahygiene.extract.python.lowering.evaluating import evaluate
from pytest_datahygiene.extract.python.lowering.expressions import key_of
from pytest_datahygiene.extract.python.lowering.literals import Literals, leading
from pytest_datahygiene.extract.python.lowering.values import ANY, NOTHING, Value
from pytest_datahygiene.facts.lowered import Called, Edge, FunctionLowered

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pytest_datahygiene.extract.python.names import Names
    from pytest_datahygiene.extract.python.scope import Scope

_MOST_EDGES = 4_000


def _speaks(path: str) -> bool:
    """Tell whether the end of a path says whether its value is harmless."""
    return not taxonomy().safe_markers.suffixes.isdisjoint(words(path.rpartition("/")[2]))


def _promises(name: str) -> bool:
    """Tell whether a variable's name says that what is in it is hidden: ``masked_url``."""
    return not taxonomy().safe_markers.hidden.isdisjoint(words(name))


def _is_reference(value: Value) -> bool:
    """Tell whether a value is made of things that bear global names, and of nothing else."""
    parts = (value.paths, *(inner.paths for inner in value.keys.values()))
    return any(parts) and all(path[:2] == "g:" for paths in parts for path in paths)


class Frame:
    """The state of one function, called ``name`` in its module; the variables of the function ``around`` it are seen
    from it too."""

    def __init__(self, scope: Scope, statement: cst.CSTNode, name: str = "", around: Frame | None = None) -> None:
        self.scope, self._statement = scope, statement
        self.name, self._around = name, around
        self.names: Names = scope.names
        # What the functions inside this one do.
        self.inner: dict[int, list[FunctionLowered]] = {}
        self.variables: dict[str, Value] = {}
        # Loop variables by the constants that they go through.
        self.alternatives: dict[str, tuple[str, ...]] = {}
        # What may have been raised since the last ``try``.
        self.raised = NOTHING
        self._texts: dict[str, str] = {}
        # Names of attributes that were read or set, and of keys.
        self.read: set[str] = set()
        self.looked_up: set[str] = set()
        self.put: set[str] = set()
        self._edges: dict[tuple[str, str, tuple[str, ...]], int] = {}
        # Calls that are handed over, by the call that does it: kept, since calls are told apart by where they lie.
        self.handed: dict[tuple[int, str], cst.Call] = {}
        self._calls: list[Called] = []
        self._numbers: dict[int, int] = {}

    @property
    def edges(self) -> tuple[Edge, ...]:
        """The edges found so far."""
        return tuple(Edge(source, target, line, hidden) for (source, target, hidden), line in self._edges.items())

    @property
    def calls(self) -> tuple[Called, ...]:
        """The calls found so far, each at its number."""
        return tuple(self._calls)

    @property
    def attributes(self) -> tuple[str, ...]:
        """The names that were read of objects and nowhere as keys."""
        return tuple(sorted(self.read - self.looked_up))

    def lookup(self, name: str) -> Value:
        """Return what a name may be."""
        if name in self.variables:
            return self.variables[name]
        return self._captured(name) or Value(frozenset({f"g:{self.names.resolved(name)}"}))

    def _captured(self, name: str) -> Value | None:
        """Return a variable of the functions around this one, kept for it under a name of its own."""
        around = self._around
        if around is None or not around.is_local(name):
            return None
        value = around.lookup(name)
        if not value.keys and all(path == "p:self" or path[:2] in ("g:", "o:") for path in value.paths):
            return value
        target = f"o:{self.names.module}.{around.name}.{name}"
        around.flow(value, target, self._statement)
        return Value(frozenset({target}))

    def is_local(self, name: str) -> bool:
        """Tell whether a name is a variable of the function, or of one around it."""
        return name in self.variables or (self._around is not None and self._around.is_local(name))

    def callee(self, name: str) -> str:
        """Return the dotted name of the function that a variable holds, ``""`` where it is not known."""
        value = self.lookup(name)
        paths = [] if value.keys else [path for path in value.paths if path[:2] == "g:"]
        if len(paths) != 1 or len(value.paths) > 1:
            return ""
        return paths[0][2:].replace("/", ".").removeprefix(f"{self.names.module}.")

    def publish(self) -> None:
        """Note which functions and tables of functions the variables of a module hold."""
        for name, value in self.variables.items():
            if _is_reference(value):
                self.flow(value, f"g:{self.names.resolved(name)}", self._statement)

    def is_import(self, dotted: str) -> bool:
        """Tell whether a dotted name begins with something that is imported."""
        return self.names.is_imported(dotted)

    def text(self, name: str) -> str:
        """Return the constant text that a variable holds, or ``""``."""
        known = self._texts.get(name) or self.names.constants.get(name)
        return known if isinstance(known, str) else ""

    def call(self, callee: str, node: cst.Call, literals: Literals) -> int:
        """Note a call and return its number; a call that is met again, in a second round of a loop, keeps its own."""
        number = self._numbers.get(id(node))
        if number is None:
            number = self._numbers[id(node)] = len(self._calls)
            self._calls.append(Called(callee, self._line(node), *literals))
        return number

    def numbers(self, nodes: Iterable[cst.Call]) -> list[int]:
        """Return the numbers of those calls that are noted."""
        return [self._numbers[id(node)] for node in nodes if id(node) in self._numbers]

    def flow(self, value: Value, target: str, node: cst.CSTNode) -> None:
        """Note that a value goes to a target."""
        if value and len(self._edges) < _MOST_EDGES:
            for edge in value.flat(target):
                if edge not in self._edges:
                    self._edges[edge] = self._line(node)

    def _line(self, node: cst.CSTNode) -> int:
        return self.scope.positions.place(node, self._statement).line

    def at(self, statement: cst.CSTNode) -> None:
        """Turn to a statement: what has no place of its own stands where it does."""
        self._statement = statement

    def assign(self, target: cst.BaseExpression, value: Value, node: cst.CSTNode) -> None:
        """Give a variable, an attribute, an element or a tuple of such its value."""
        match target:
            case cst.Name(value=name):
                self.variables[name] = NOTHING if _promises(name) else self._named(name, value)
                self._hold(value, node)
            case cst.Attribute(value=holder, attr=attr):
                self.read.add(attr.value)
                self.put.add(attr.value)
                self.assign_key(holder, attr.value, value, node)
            case cst.Subscript(value=holder, slice=[cst.SubscriptElement(slice=cst.Index(value=key))]):
                self.assign_key(holder, key_of(key, self), value, node)
            case cst.Tuple() | cst.List():
                for index, element in enumerate(target.elements):
                    self.assign(element.value, value.read(str(index)), node)

    def _named(self, name: str, value: Value) -> Value:
        """Return a value with what its variable's name says, if that is a seed and the value is not a constant.

        What a name of its own says already, that it is masked perhaps, no variable says better.
        """
        if not value.paths or not self.scope.seeds.together(name.encode("utf-8", "replace")):
            return value
        silent = (path for path in value.paths if not _speaks(path))
        sources = {f"v:{name}/{path.split('/', 1)[0].replace('.', ':')}" for path in silent}
        return value._replace(paths=value.paths | sources)

    def _hold(self, value: Value, node: cst.CSTNode) -> None:
        """Note which components were read whose names are seeds: what they are read from holds them, used or not."""
        for path in value.paths:
            head, _, key = path.rpartition("/")
            if head and self.scope.seeds.together(key.encode("utf-8", "replace")):
                self.flow(Value(frozenset({path})), "held", node)

    def remember_text(self, name: str, value: cst.BaseExpression) -> None:
        """Note the constant text that a variable is given, as far as it is constant."""
        text = leading(value, self)
        if text:
            self._texts[name] = text
        else:
            self._texts.pop(name, None)

    def assign_key(self, holder: cst.BaseExpression, key: str, value: Value, node: cst.CSTNode) -> None:
        """Give a component of what an expression names its value, here and wherever else that is known."""
        whole = evaluate(holder, self)
        for path in sorted(whole.paths):
            self.flow(value, f"{path}/{key}", node)
        self._set(holder, whole.write(key, value))

    def merge(self, holder: cst.BaseExpression, value: Value, node: cst.CSTNode) -> None:
        """Give what an expression names the components of a value."""
        whole = evaluate(holder, self)
        for path in sorted(whole.paths):
            self.flow(value, path, node)
        self._set(holder, whole.update(value))

    def forget(self, holder: cst.BaseExpression, key: str) -> None:
        """Take a component away from what an expression names."""
        if key != ANY:
            self._set(holder, evaluate(holder, self).write(key, NOTHING))

    def empty(self, node: cst.BaseExpression) -> None:
        """Note that what an expression names is empty from here on."""
        self._set(node, NOTHING)

    def _set(self, holder: cst.BaseExpression, value: Value) -> None:
        match holder:
            case cst.Name(value=name):
                self.variables[name] = value
            case cst.Attribute(value=inner, attr=attr):
                self._set(inner, evaluate(inner, self).write(attr.value, value))
            case cst.Subscript(value=inner, slice=[cst.SubscriptElement(slice=cst.Index(value=key))]):
                self._set(inner, evaluate(inner, self).write(key_of(key, self), value))
