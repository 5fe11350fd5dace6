"""Conditions on a password, read for what they demand when they come out true, or false."""

from __future__ import annotations

from functools import reduce
from itertools import islice
from typing import TYPE_CHECKING

import libcst as cst

from pytest_datahygiene.extract.python.characterwise import MATCHES, Characterwise
from pytest_datahygiene.extract.python.demands import NOTHING, Demand, both, either
from pytest_datahygiene.extract.python.tree import below, elements, pairs, spelled
from pytest_datahygiene.extract.python.variables import Variables

if TYPE_CHECKING:
    from pytest_datahygiene.extract.python.scope import Scope
    from pytest_datahygiene.extract.python.subjects import Subjects

_SWAPPED: dict[type, type] = {
    cst.LessThan: cst.GreaterThan,
    cst.LessThanEqual: cst.GreaterThanEqual,
    cst.GreaterThan: cst.LessThan,
    cst.GreaterThanEqual: cst.LessThanEqual,
}
_NEGATED: dict[type, type] = {
    cst.LessThan: cst.GreaterThanEqual,
    cst.LessThanEqual: cst.GreaterThan,
    cst.GreaterThan: cst.LessThanEqual,
    cst.GreaterThanEqual: cst.LessThan,
    cst.Equal: cst.NotEqual,
    cst.NotEqual: cst.Equal,
    cst.In: cst.NotIn,
    cst.NotIn: cst.In,
    cst.Is: cst.IsNot,
    cst.IsNot: cst.Is,
}
# A text as long as this is a hash or a limit, not a rule for people.
_ABSURD = 40
# Conditions with more parts are not looked through: a chain of thousands would be, at each of its links.
_READABLE = 60


class Conditions:
    """Reads the conditions of one function, given its variables as far as they are bound."""

    def __init__(self, scope: Scope, subjects: Subjects) -> None:
        self.variables = Variables(scope, subjects)
        self._characterwise = Characterwise(self.variables)
        self._known: dict[tuple[int, bool], Demand] = {}
        self._beside: dict[int, bool] = {}

    def bind(self, name: str, value: cst.BaseExpression) -> None:
        """Note that a variable takes a value."""
        self.variables.bind(name, value)
        self._known.clear()
        self._beside.clear()

    def demand(self, node: cst.CSTNode, truth: bool) -> Demand:
        """Return what the text must satisfy for ``node`` to come out as ``truth``."""
        key = (id(node), truth)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._demand(node, truth)
        return found

    def _demand(self, node: cst.CSTNode, truth: bool) -> Demand:
        if isinstance(node, cst.UnaryOperation) and isinstance(node.operator, cst.Not):
            return self.demand(node.expression, not truth)
        if isinstance(node, cst.BooleanOperation):
            return self._combined(node, truth)
        if isinstance(node, cst.Comparison):
            return self._comparison(node, truth)
        if isinstance(node, cst.NamedExpr):
            return self.demand(node.value, truth)
        if isinstance(node, cst.Name):
            return self._variable(node.value, truth)
        if isinstance(node, cst.Call):
            return self._call(node, truth)
        if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.BitAnd) and truth:
            return self._characterwise.shared(node.left, node.right, node)
        return NOTHING

    def _combined(self, node: cst.BooleanOperation, truth: bool) -> Demand:
        left, right = self.demand(node.left, truth), self.demand(node.right, truth)
        if isinstance(node.operator, cst.And) == truth:
            return both(left, right)
        # A side that says nothing about the password, or only that there is one, is no other way to satisfy the whole.
        if not left and self._aside(node.left):
            return right
        return left if not right and self._aside(node.right) else either(left, right)

    def _aside(self, node: cst.CSTNode) -> bool:
        """Tell whether a condition does not look into the password."""
        key = id(node)
        if key not in self._beside:
            present = isinstance(node, cst.Comparison) and spelled(node.comparisons[0].comparator) == "None"
            bare = bool(self.variables.subjects.of(node)) or present
            parts = list(islice(below(node), _READABLE))
            looks = any(self.variables.subjects.of(part) or self.variables.telling(part) for part in parts)
            self._beside[key] = bare or not (looks or len(parts) == _READABLE)
        return self._beside[key]

    def _variable(self, name: str, truth: bool) -> Demand:
        if name in self.variables.flags:
            found = self.variables.flag(name)
            return found if truth else NOTHING
        value = self.variables.bound.pop(name, None)
        if value is None:
            return NOTHING
        # Taken out while it is read: a variable may be bound to an expression of itself.
        found = self.demand(value, truth)
        self.variables.bound[name] = value
        return found

    def _comparison(self, node: cst.Comparison, truth: bool) -> Demand:
        self.variables.read.add(id(node))
        left, found = node.left, []
        for target in node.comparisons:
            found.append(self._pair(left, type(target.operator), target.comparator, node, truth))
            left = target.comparator
        return reduce(both if truth else either, found)

    def _pair(
        self, left: cst.BaseExpression, sign: type, right: cst.BaseExpression, node: cst.Comparison, truth: bool
    ) -> Demand:
        sign = sign if truth else _NEGATED.get(sign, sign)
        for one, other, way in ((left, right, sign), (right, left, _SWAPPED.get(sign, sign))):
            subject = self._measured(one)
            if subject:
                return self._length(subject, way, other, node)
            counted = self._characterwise.counted(one)
            if counted:
                return counted if self._some(way, other) else NOTHING
        word = spelled(right)
        if word in ("None", "False", "True") and sign in (cst.Is, cst.Equal, cst.IsNot, cst.NotEqual):
            return self.demand(left, (sign in (cst.Is, cst.Equal)) == (word == "True"))
        return self._characterwise.cased(left, right, node) if sign is cst.NotEqual else NOTHING

    def _measured(self, node: cst.BaseExpression) -> str:
        """Return the password whose length an expression is."""
        if isinstance(node, cst.Name):
            value = self.variables.bound.get(node.value)
            return self._measured(value) if isinstance(value, cst.Call) else ""
        if isinstance(node, cst.Call) and spelled(node.func) == "len" and node.args:
            return self.variables.subject(node.args[0].value)
        return self._measured(node.value) if isinstance(node, cst.NamedExpr) else ""

    def _length(self, subject: str, sign: type, bound: cst.BaseExpression, node: cst.Comparison) -> Demand:
        if sign is cst.In:
            return self._ranged(subject, bound, node)
        if sign not in (cst.GreaterThan, cst.GreaterThanEqual, cst.Equal):
            return NOTHING
        number = self.variables.number(bound)
        if number is None:
            return Demand(open=True, subject=subject, at=node)
        least = number + (sign is cst.GreaterThan)
        return Demand(least, subject=subject, at=node) if 1 < least < _ABSURD else NOTHING

    def _ranged(self, subject: str, bound: cst.BaseExpression, node: cst.Comparison) -> Demand:
        """Return the demand of ``len(password) in range(8, 20)``."""
        if isinstance(bound, cst.Call) and spelled(bound.func) == "range" and len(bound.args) > 1:
            return self._length(subject, cst.GreaterThanEqual, bound.args[0].value, node)
        return NOTHING

    def _some(self, sign: type, bound: cst.BaseExpression) -> bool:
        """Tell whether a comparison of a count with this bound asks for one at least."""
        number = self.variables.number(bound)
        if sign is cst.GreaterThan:
            return number is None or number >= 0
        if sign in (cst.GreaterThanEqual, cst.Equal):
            return number is None or number >= 1
        return sign is cst.NotEqual and number == 0

    def _call(self, node: cst.Call, truth: bool) -> Demand:
        self.variables.read.add(id(node))
        name = spelled(node.func)
        first = node.args[0].value if node.args else None
        if name in ("any", "all", "bool") and first is not None:
            return self._gathered(name, first, node, truth)
        method = node.func.attr.value if isinstance(node.func, cst.Attribute) else ""
        if method in MATCHES:
            return self._characterwise.matched(node) if truth else NOTHING
        if isinstance(node.func, cst.Attribute) and method in ("intersection", "isdisjoint") and first is not None:
            wanted = truth == (method == "intersection")
            return self._characterwise.shared(node.func.value, first, node) if wanted else NOTHING
        return self._characterwise.helped(node) if truth else self._characterwise.odd(node)

    def _gathered(self, name: str, inner: cst.BaseExpression, node: cst.Call, truth: bool) -> Demand:
        """Return what ``any(...)`` or ``all(...)`` demands: of characters, or of the conditions in a list."""
        if name == "bool":
            return self.demand(inner, truth)
        if isinstance(inner, (cst.GeneratorExp, cst.ListComp)):
            return self._characterwise.looped(inner, node, some=truth) if (name == "any") == truth else NOTHING
        if isinstance(inner, cst.Call) and name == "any" and truth:
            found = self._characterwise.mapped(inner, node)
            if found:
                return found
        parts = [self.demand(part, truth) for part in self._conditions(inner)]
        return reduce(both if (name == "all") == truth else either, parts) if parts else NOTHING

    def _conditions(self, node: cst.BaseExpression) -> list[cst.BaseExpression]:
        """Return the conditions in a list, a variable that holds one, or the values of a dict."""
        match node:
            case cst.Call(func=cst.Attribute(value=holder, attr=cst.Name(value="values"))):
                node = holder
        if isinstance(node, cst.Name):
            node = self.variables.bound.get(node.value, node)
        return elements(node) or [value for _, value in pairs(node) or []]

    def unread(self, part: cst.CSTNode) -> bool:
        """Tell whether a part of the function judges the password in a way that no condition has shown."""
        known = self.variables
        if id(part) in known.read:
            return False
        if isinstance(part, cst.Comparison):
            return any(self._measured(side) for side in (part.left, *(one.comparator for one in part.comparisons)))
        if isinstance(part, cst.Call):
            method = part.func.attr.value if isinstance(part.func, cst.Attribute) else spelled(part.func)
            return method in (*MATCHES, "any", "all") and any(known.subject(inner) for inner in below(part))
        return isinstance(part, cst.Name) and part.value in known.flags and part.value not in known.raised
