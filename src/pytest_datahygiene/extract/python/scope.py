"""What surrounds a statement, and what a declaration says, in the words that the framework adapters read."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import libcst as cst

from pytest_datahygiene.extract.python.names import Names
from pytest_datahygiene.extract.python.positions import Positions
from pytest_datahygiene.extract.python.reaching import Reaching
from pytest_datahygiene.extract.python.suites import flat
from pytest_datahygiene.extract.python.tree import below, spelled, text_of
from pytest_datahygiene.extract.python.values import Values, assigned
from pytest_datahygiene.source.vocabulary import Present

_CONSTANTS = frozenset({"True", "False", "None"})


@dataclass(frozen=True)
class Scope:
    """The file, and the class and function around a statement."""

    names: Names
    positions: Positions
    seeds: Present
    owner: str = ""
    bases: tuple[str, ...] = ()
    keywords: tuple[tuple[str, str], ...] = ()
    function: str = ""
    parameters: tuple[str, ...] = ()
    called: list[str] = field(default_factory=list)
    # The classes and functions around, the outer ones first.
    around: tuple[cst.ClassDef | cst.FunctionDef, ...] = ()
    # Methods that ``name = property(get, set)`` makes one of, with what they would be decorated with.
    accessors: dict[str, str] = field(default_factory=dict)

    @cached_property
    def values(self) -> Values:
        """What expressions here may be worth."""
        given: dict[str, list[cst.BaseExpression]] = {}
        defaults: dict[str, cst.BaseExpression] = {}
        owner = ""
        for node in self.around:
            if isinstance(node, cst.FunctionDef):
                given |= assigned(node.body)
                listed = (*node.params.params, *node.params.kwonly_params)
                defaults |= {one.name.value: one.default for one in listed if one.default is not None}
                for name in {one.name.value for one in listed} - given.keys() - defaults.keys():
                    given[name] = []
            else:
                owner = node.name.value
                for method in flat(node.body.body):
                    if isinstance(method, cst.FunctionDef):
                        own = assigned(method.body).items()
                        given |= {name: listed for name, listed in own if name.startswith(("self.", "cls."))}
        return Values(self.names, given, defaults, owner)

    @cached_property
    def reaching(self) -> Reaching | None:
        """Where what is made in the function around goes."""
        return Reaching(self.around[-1].body) if self.function and self.around else None

    def has_base(self, *endings: str) -> bool:
        """Tell whether a direct base is called like one of these."""
        return any(base.rsplit(".", 1)[-1].endswith(endings) for base in self.bases)


@dataclass(frozen=True)
class Declaration:
    """``name: annotation = value`` in the body of a class, or the same thing said by a call in a migration."""

    scope: Scope
    name: str
    statement: cst.CSTNode
    annotation: cst.BaseExpression | None = None
    value: cst.BaseExpression | None = None

    @property
    def call(self) -> cst.Call | None:
        """The call that declares the field: the value itself, or the one in ``Annotated[str, Field(...)]``."""
        if isinstance(self.value, cst.Call):
            return self.value
        return next((part for part in self.parts if type(part) is cst.Call), None) if self.annotation else None

    @property
    def callee(self) -> str:
        """The dotted name of that call, or ``""``."""
        return self.scope.names.dotted(self.call.func) if self.call else ""

    @cached_property
    def parts(self) -> list[cst.CSTNode]:
        """Every node of the annotation and of the value."""
        return [part for node in (self.annotation, self.value) if node is not None for part in below(node)]

    def types(self) -> tuple[str, ...]:
        """Return the dotted names in the declaration, outermost first, each once."""
        found: dict[str, None] = {}
        inner: set[int] = set()
        for part in self.parts:
            match part:
                case cst.Attribute(value=value, attr=attr):
                    inner |= {id(attr), id(value)}
                case cst.Arg(keyword=keyword):
                    inner.add(id(keyword))
            if isinstance(part, (cst.Name, cst.Attribute)) and id(part) not in inner and spelled(part):
                found[self.scope.names.dotted(part)] = None
            elif isinstance(part, cst.Attribute) and not spelled(part):
                found["." + part.attr.value] = None
            elif part is self.annotation and (text := text_of(part)):
                found[text] = None
        return tuple(name for name in found if name not in _CONSTANTS)
