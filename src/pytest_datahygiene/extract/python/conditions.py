"""Conditions on a password, read for what they demand when they come out true, or false."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

import libcst as cst

from pytest_datahygiene.catalog.charsets import kind_of
from pytest_datahygiene.catalog.password_words import is_new
from pytest_datahygiene.extract.python.charsets import characters, class_of
from pytest_datahygiene.extract.python.constants import constant
from pytest_datahygiene.extract.python.demands import NOTHING, Demand, both, either
from pytest_datahygiene.extract.python.tree import below, elements, pairs, spelled

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
_MATCHES = frozenset({"search", "match", "fullmatch", "findall", "finditer"})
_COLLECTIONS = ("set", "frozenset", "list", "tuple")
# A text as long as this is a hash or a limit, not a rule for people.
_ABSURD = 40


class Conditions:
    """Reads the conditions of one function. Variables are ``bound`` as the walk meets them."""

    def __init__(self, scope: Scope, subjects: Subjects) -> None:
        self._names, self._subjects, self._owner = scope.names, subjects, scope.owner
        self.bound: dict[str, cst.BaseExpression] = {}
        # Variables that are set when a character of some class was met, with a demand for that class.
        self.flags: dict[str, Demand] = {}
        self.read: set[int] = set()
        self._known: dict[tuple[int, bool], Demand] = {}
        self._beside: dict[int, bool] = {}

    def bind(self, name: str, value: cst.BaseExpression) -> None:
        """Note that a variable takes a value."""
        self._subjects.bind(name, value)
        self.bound[name] = value
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
            return self._shared(node.left, node.right, node)
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
            bare = bool(self._subjects.of(node)) or present
            self._beside[key] = bare or not any(self._subjects.of(part) or self._is_bound(part) for part in below(node))
        return self._beside[key]

    def _is_bound(self, node: cst.CSTNode) -> bool:
        """Tell whether a variable holds something that was read off the password."""
        if not isinstance(node, cst.Name):
            return False
        value = self.bound.get(node.value)
        return node.value in self.flags or (value is not None and any(self._subjects.of(part) for part in below(value)))

    def _variable(self, name: str, truth: bool) -> Demand:
        if name in self.flags:
            return self.flags[name] if truth else NOTHING
        value = self.bound.pop(name, None)
        if value is None:
            return NOTHING
        # Taken out while it is read: a variable may be bound to an expression of itself.
        found = self.demand(value, truth)
        self.bound[name] = value
        return found

    def _comparison(self, node: cst.Comparison, truth: bool) -> Demand:
        self.read.add(id(node))
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
            counted = self._counted(one)
            if counted:
                return counted if self._some(way, other) else NOTHING
        word = spelled(right)
        if word in ("None", "False", "True") and sign in (cst.Is, cst.Equal, cst.IsNot, cst.NotEqual):
            return self.demand(left, (sign in (cst.Is, cst.Equal)) == (word == "True"))
        return self._cased(left, right, node) if sign is cst.NotEqual else NOTHING

    def _measured(self, node: cst.BaseExpression) -> str:
        """Return the password whose length an expression is."""
        if isinstance(node, cst.Name) and node.value in self.bound:
            value = self.bound[node.value]
            return self._measured(value) if isinstance(value, cst.Call) else ""
        if isinstance(node, cst.Call) and spelled(node.func) == "len" and node.args:
            return self._subject(node.args[0].value)
        if isinstance(node, cst.NamedExpr):
            return self._measured(node.value)
        return ""

    def measures(self, node: cst.Comparison) -> bool:
        """Tell whether a comparison has the length of the password in it."""
        return any(self._measured(side) for side in (node.left, *(target.comparator for target in node.comparisons)))

    def _subject(self, node: cst.CSTNode) -> str:
        name = self._subjects.of(node)
        return name if name and is_new(name) else ""

    def _length(self, subject: str, sign: type, bound: cst.BaseExpression, node: cst.Comparison) -> Demand:
        if sign is cst.In:
            return self._ranged(subject, bound, node)
        if sign not in (cst.GreaterThan, cst.GreaterThanEqual, cst.Equal):
            return NOTHING
        number = self.number(bound)
        if number is None:
            return Demand(open=True, subject=subject, at=node)
        least = number + (sign is cst.GreaterThan)
        return Demand(least, subject=subject, at=node) if 1 < least < _ABSURD else NOTHING

    def _ranged(self, subject: str, bound: cst.BaseExpression, node: cst.Comparison) -> Demand:
        """Return the demand of ``len(password) in range(8, 20)``."""
        if isinstance(bound, cst.Call) and spelled(bound.func) == "range" and len(bound.args) > 1:
            return self._length(subject, cst.GreaterThanEqual, bound.args[0].value, node)
        return NOTHING

    def number(self, node: cst.BaseExpression) -> int | None:
        """Return the value of a bound: a literal, a constant of the file, the class or the function, or a default."""
        name = spelled(node)
        head, _, rest = name.partition(".")
        if head in ("self", "cls") and rest:
            known = self._names.constants.get(f"{self._owner}.{rest}")
            return known if isinstance(known, int) else None
        if name in self.bound:
            value = self.bound[name]
            return self.number(value) if spelled(value) != name else None
        value_of = constant(node, self._names)
        if isinstance(value_of, str) and value_of.isdecimal():
            return int(value_of)
        return value_of if isinstance(value_of, int) else None

    def _some(self, sign: type, bound: cst.BaseExpression) -> bool:
        """Tell whether a comparison of a count with this bound asks for one at least."""
        number = self._names.number(bound)
        if sign is cst.GreaterThan:
            return number is None or number >= 0
        if sign in (cst.GreaterThanEqual, cst.Equal):
            return number is None or number >= 1
        return sign is cst.NotEqual and number == 0

    def _counted(self, node: cst.BaseExpression) -> Demand:
        """Return the demand for one of what an expression counts: ``sum(c.isdigit() for c in password)``."""
        if isinstance(node, cst.Name):
            if node.value in self.flags:
                return self.flags[node.value]
            value = self.bound.get(node.value)
            return self._counted(value) if isinstance(value, cst.Call) else NOTHING
        if not isinstance(node, cst.Call) or spelled(node.func) not in ("sum", "len") or not node.args:
            return NOTHING
        inner = node.args[0].value
        if isinstance(inner, cst.Call) and spelled(inner.func) in _COLLECTIONS and inner.args:
            inner = inner.args[0].value
        if isinstance(inner, (cst.GeneratorExp, cst.ListComp, cst.SetComp)):
            return self._characterwise(inner, node, some=True)
        if isinstance(inner, cst.Call):
            return both(self._mapped(inner, node), self._call(inner, truth=True))
        return NOTHING

    def _characterwise(self, loop: cst.BaseComp, node: cst.CSTNode, *, some: bool) -> Demand:
        """Return the class that one character at least must have, given a loop over characters.

        ``some``: one round at least is true; otherwise one round at least is false.
        """
        if not isinstance(loop, (cst.GeneratorExp, cst.ListComp, cst.SetComp)):
            return NOTHING
        inner = loop.for_in
        test = inner.ifs[0].test if inner.ifs else loop.elt
        subject = self._subject(inner.iter)
        if not subject:
            return self._listed(inner, test, node, some=some)
        kind = class_of(test, self._names)
        if kind is None:
            return Demand(open=True, subject=subject, at=node)
        return self._of_class(kind[0], subject, node) if kind[1] == some else NOTHING

    def _listed(self, loop: cst.CompFor, test: cst.BaseExpression, node: cst.CSTNode, *, some: bool) -> Demand:
        """Return the class of ``any(sign in password for sign in "@#$")``."""
        match test:
            case cst.Comparison(left=left, comparisons=[cst.ComparisonTarget(operator=sign, comparator=text)]):
                subject, signs = self._subject(text), characters(loop.iter, self._names)
                if subject and spelled(left) == spelled(loop.target) and isinstance(sign, cst.In) == some:
                    return (
                        self._of_class(kind_of(signs), subject, node)
                        if signs
                        else Demand(open=True, subject=subject, at=node)
                    )
        return NOTHING

    def _mapped(self, call: cst.Call, node: cst.CSTNode) -> Demand:
        """Return the class of ``map(str.isdigit, password)`` and of ``filter``."""
        if spelled(call.func) not in ("map", "filter") or len(call.args) < 2:
            return NOTHING
        subject, kind = self._subject(call.args[1].value), class_of(call.args[0].value, self._names)
        if not subject:
            return NOTHING
        return (
            self._of_class(kind[0], subject, node) if kind and kind[1] else Demand(open=True, subject=subject, at=node)
        )

    def _of_class(self, kind: str, subject: str, node: cst.CSTNode) -> Demand:
        return Demand(classes=frozenset({kind} if kind else ()), subject=subject, at=node)

    def _cased(self, left: cst.BaseExpression, right: cst.BaseExpression, node: cst.Comparison) -> Demand:
        """Return the class that ``password != password.lower()`` asks for."""
        for one, other in ((left, right), (right, left)):
            match one:
                case cst.Call(func=cst.Attribute(value=inner, attr=cst.Name(value=("lower" | "upper") as method))):
                    subject = self._subject(inner)
                    if subject and self._subject(other) == subject:
                        return self._of_class("upper" if method == "lower" else "lower", subject, node)
        return NOTHING

    def _call(self, node: cst.Call, truth: bool) -> Demand:
        name = spelled(node.func)
        first = node.args[0].value if node.args else None
        if name in ("any", "all", "bool") and first is not None:
            return self._gathered(name, first, node, truth)
        if isinstance(node.func, cst.Attribute):
            method = node.func.attr.value
            if method in _MATCHES:
                return self._matched(node, method) if truth else NOTHING
            if method == "isalnum" and not truth and self._subject(node.func.value):
                return self._of_class("symbol", self._subject(node.func.value), node)
            if method in ("intersection", "isdisjoint") and first is not None and truth == (method == "intersection"):
                return self._shared(node.func.value, first, node)
        return NOTHING

    def _gathered(self, name: str, inner: cst.BaseExpression, node: cst.Call, truth: bool) -> Demand:
        """Return what ``any(...)`` or ``all(...)`` demands: of characters, or of the conditions in a list."""
        if name == "bool":
            return self.demand(inner, truth)
        if isinstance(inner, (cst.GeneratorExp, cst.ListComp)):
            return self._characterwise(inner, node, some=truth) if (name == "any") == truth else NOTHING
        if isinstance(inner, cst.Call) and name == "any" and truth and (found := self._mapped(inner, node)):
            return found
        parts = [self.demand(part, truth) for part in self._conditions(inner)]
        return reduce(both if (name == "all") == truth else either, parts) if parts else NOTHING

    def _conditions(self, node: cst.BaseExpression) -> list[cst.BaseExpression]:
        """Return the conditions in a list, a variable that holds one, or the values of a dict."""
        if isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute) and node.func.attr.value == "values":
            node = node.func.value
        if isinstance(node, cst.Name):
            node = self.bound.get(node.value, node)
        return elements(node) or [value for _, value in pairs(node) or []]

    def _matched(self, node: cst.Call, method: str) -> Demand:
        """Return the demand of a regular expression: ``re.search(pattern, password)`` or ``PATTERN.match(password)``."""
        values = [arg.value for arg in node.args]
        if not isinstance(node.func, cst.Attribute):
            return NOTHING
        holder = node.func.value
        if self._names.dotted(holder) in ("re", "regex"):
            pattern, text = (values[0], values[1]) if len(values) > 1 else (None, None)
        else:
            pattern, text = holder, values[0] if values else None
        subject = self._subject(text) if text is not None else ""
        if not subject or pattern is None:
            return NOTHING
        known = self._pattern(pattern)
        how = method if method in ("match", "fullmatch") else "search"
        return (
            Demand(patterns=((known, how),), subject=subject, at=node)
            if known is not None
            else Demand(open=True, subject=subject, at=node)
        )

    def _pattern(self, node: cst.BaseExpression) -> str | None:
        name = spelled(node)
        if name in self.bound and self.bound[name] is not node:
            node = self.bound[name]
        head, _, rest = name.partition(".")
        if head in ("self", "cls") and rest:
            known = self._names.constants.get(f"{self._owner}.{rest}")
            return known if isinstance(known, str) else None
        if (
            isinstance(node, cst.Call)
            and self._names.dotted(node.func) in ("re.compile", "regex.compile")
            and node.args
        ):
            node = node.args[0].value
        return self._names.text(node)

    def _shared(self, left: cst.BaseExpression, right: cst.BaseExpression, node: cst.CSTNode) -> Demand:
        """Return the class of ``set(password) & set(string.digits)``."""
        for one, other in ((left, right), (right, left)):
            inner = (
                one.args[0].value
                if isinstance(one, cst.Call) and spelled(one.func) in _COLLECTIONS and one.args
                else one
            )
            subject, signs = self._subject(inner), characters(other, self._names)
            if subject:
                return (
                    self._of_class(kind_of(signs), subject, node)
                    if signs
                    else Demand(open=True, subject=subject, at=node)
                )
        return NOTHING
