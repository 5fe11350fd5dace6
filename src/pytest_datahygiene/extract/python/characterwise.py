"""Conditions on the characters of a password: that it holds one of a class, or matches a pattern."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from pytest_datahygiene.catalog.charsets import kind_of
from pytest_datahygiene.extract.python.charsets import characters, class_of
from pytest_datahygiene.extract.python.demands import NOTHING, Demand, both
from pytest_datahygiene.extract.python.tree import spelled

if TYPE_CHECKING:
    from pytest_datahygiene.extract.python.variables import Variables

MATCHES = frozenset({"search", "match", "fullmatch", "findall", "finditer"})
_COLLECTIONS = ("set", "frozenset", "list", "tuple")


class Characterwise:
    """Reads expressions over the characters of the passwords that some variables hold."""

    def __init__(self, variables: Variables) -> None:
        self._variables, self._names = variables, variables.names

    def counted(self, node: cst.BaseExpression) -> Demand:
        """Return the demand for one of what an expression counts: ``sum(c.isdigit() for c in password)``."""
        if isinstance(node, cst.Name):
            if node.value in self._variables.flags:
                return self._variables.flag(node.value)
            value = self._variables.bound.get(node.value)
            return self.counted(value) if isinstance(value, cst.Call) else NOTHING
        if not isinstance(node, cst.Call) or spelled(node.func) not in ("sum", "len") or not node.args:
            return NOTHING
        self._variables.read.add(id(node))
        inner = node.args[0].value
        if isinstance(inner, cst.Call) and spelled(inner.func) in _COLLECTIONS and inner.args:
            inner = inner.args[0].value
        if isinstance(inner, cst.Call):
            return both(self.mapped(inner, node), self.matched(inner))
        return self.looped(inner, node, some=True)

    def looped(self, loop: cst.BaseExpression, node: cst.CSTNode, *, some: bool) -> Demand:
        """Return the class that one character at least must have, given a loop over characters.

        ``some``: one round at least is true; otherwise one round at least is false.
        """
        if not isinstance(loop, (cst.GeneratorExp, cst.ListComp, cst.SetComp)):
            return NOTHING
        inner = loop.for_in
        test = inner.ifs[0].test if inner.ifs else loop.elt
        subject = self._variables.subject(inner.iter)
        if not subject:
            return self._listed(inner, test, node, some=some)
        kind = class_of(test, self._names)
        if kind is None:
            return Demand(open=True, subject=subject, at=node)
        return _of_class(kind[0], subject, node) if kind[1] == some else NOTHING

    def _listed(self, loop: cst.CompFor, test: cst.BaseExpression, node: cst.CSTNode, *, some: bool) -> Demand:
        """Return the class of ``any(sign in password for sign in "@#$")``."""
        match test:
            case cst.Comparison(left=left, comparisons=[cst.ComparisonTarget(operator=sign, comparator=text)]):
                subject = self._variables.subject(text)
                if subject and spelled(left) == spelled(loop.target) and isinstance(sign, cst.In) == some:
                    return self._of_signs(loop.iter, subject, node)
        return NOTHING

    def mapped(self, call: cst.Call, node: cst.CSTNode) -> Demand:
        """Return the class of ``map(str.isdigit, password)`` and of ``filter``."""
        if spelled(call.func) not in ("map", "filter") or len(call.args) < 2:
            return NOTHING
        subject = self._variables.subject(call.args[1].value)
        kind = class_of(call.args[0].value, self._names)
        if not subject:
            return NOTHING
        return _of_class(kind[0], subject, node) if kind and kind[1] else Demand(open=True, subject=subject, at=node)

    def matched(self, node: cst.Call) -> Demand:
        """Return the demand of ``re.search(pattern, password)`` or ``PATTERN.match(password)``."""
        if not isinstance(node.func, cst.Attribute) or node.func.attr.value not in MATCHES:
            return NOTHING
        self._variables.read.add(id(node))
        values, holder = [arg.value for arg in node.args], node.func.value
        if self._names.dotted(holder) not in ("re", "regex"):
            values.insert(0, holder)
        subject = self._variables.subject(values[1]) if len(values) > 1 else ""
        if not subject:
            return NOTHING
        known, method = self._variables.pattern(values[0]), node.func.attr.value
        if known is None:
            return Demand(open=True, subject=subject, at=node)
        how = method if method in ("match", "fullmatch") else "search"
        return Demand(patterns=((known, how),), subject=subject, at=node)

    def shared(self, left: cst.BaseExpression, right: cst.BaseExpression, node: cst.CSTNode) -> Demand:
        """Return the class of ``set(password) & set(string.digits)``."""
        for one, other in ((left, right), (right, left)):
            wrapped = isinstance(one, cst.Call) and spelled(one.func) in _COLLECTIONS and one.args
            subject = self._variables.subject(one.args[0].value if isinstance(one, cst.Call) and wrapped else one)
            if subject:
                return self._of_signs(other, subject, node)
        return NOTHING

    def cased(self, left: cst.BaseExpression, right: cst.BaseExpression, node: cst.Comparison) -> Demand:
        """Return the class that ``password != password.lower()`` asks for."""
        for one, other in ((left, right), (right, left)):
            match one:
                case cst.Call(func=cst.Attribute(value=inner, attr=cst.Name(value=("lower" | "upper") as method))):
                    subject = self._variables.subject(inner)
                    if subject and self._variables.subject(other) == subject:
                        return _of_class("upper" if method == "lower" else "lower", subject, node)
        return NOTHING

    def helped(self, node: cst.Call) -> Demand:
        """Return the class of ``holds_one(password, str.isdigit)``, whoever wrote the helper."""
        values = [arg.value for arg in node.args]
        subject = next(filter(None, map(self._variables.subject, values)), "")
        kinds = (class_of(value, self._names) for value in values if isinstance(value, cst.Attribute))
        kind = next(filter(None, kinds), None)
        return _of_class(kind[0], subject, node) if subject and kind and kind[1] else NOTHING

    def odd(self, node: cst.Call) -> Demand:
        """Return the class that ``not password.isalnum()`` asks for."""
        match node.func:
            case cst.Attribute(value=inner, attr=cst.Name(value="isalnum")):
                subject = self._variables.subject(inner)
                return _of_class("symbol", subject, node) if subject else NOTHING
        return NOTHING

    def _of_signs(self, listed: cst.BaseExpression, subject: str, node: cst.CSTNode) -> Demand:
        signs = characters(listed, self._names)
        return _of_class(kind_of(signs), subject, node) if signs else Demand(open=True, subject=subject, at=node)


def _of_class(kind: str, subject: str, node: cst.CSTNode) -> Demand:
    return Demand(classes=frozenset({kind} if kind else ()), subject=subject, at=node)
