"""Runs functions on one password: every expression has a value, what nobody knows is ``Unknown``.

Where a condition is unknown the run goes one way and notes it, so that another run can go the other.
"""

from __future__ import annotations

from typing import Any

from pytest_datahygiene.facts import FunctionCoded
from pytest_datahygiene.flow.running import library
from pytest_datahygiene.flow.running.expressions import Expressions
from pytest_datahygiene.flow.running.program import Code, holds_password, parsed
from pytest_datahygiene.flow.running.values import (
    Broken,
    Closure,
    Continued,
    Failure,
    Instance,
    Own,
    Raised,
    Returned,
    TooLong,
    Unknown,
)

_MOST_STEPS = 6_000
_DEEPEST = 12


class Machine(Expressions):
    """One run. ``chosen`` are the ways that the first unknown conditions go; the rest come out true."""

    def __init__(self, code: Code, password: str, chosen: tuple[bool, ...] = ()) -> None:
        self.code, self.password = code, password
        self.choices = list(chosen)
        self._met = 0
        self._steps = 0
        self._depth = 0
        # What was said and done to others: names of calls with their constant texts.
        self.effects: list[tuple[Any, ...]] = []
        # Names of functions that judge and whose code is not known.
        self.open: set[str] = set()

    def step(self) -> None:
        """Count a step; raise ``TooLong`` after the last."""
        self._steps += 1
        if self._steps > _MOST_STEPS:
            raise TooLong

    def truth(self, value: Any) -> bool:
        """Return whether a value counts as true; of an unknown one as the run has chosen."""
        if isinstance(value, Unknown):
            self.open |= {value.judges} - {""}
            if self._met == len(self.choices):
                self.choices.append(True)
            self._met += 1
            return self.choices[self._met - 1]
        return bool(value) if type(value) in library.PLAIN else True

    def run(self, function: FunctionCoded) -> Any:
        """Run a function whose arguments nobody knows but the password, and return what it returns."""
        return self.enter(function, [], {}, self._instance(function), outer=True)

    def _instance(self, function: FunctionCoded) -> Instance:
        made = Instance(function.owner, function.at.path)
        start = self.code.method(function.owner, "__init__", function.at.path) if function.owner else None
        if start is not None and start is not function:
            self.enter(start, [], {}, made, outer=True)
        return made

    def enter(
        self,
        function: FunctionCoded,
        given: list[Any],
        named: dict[str, Any],
        bound: Instance | None,
        *,
        outer: bool = False,
    ) -> Any:
        """Call a function of the project."""
        parameters, body = parsed(function.code)
        if bound is not None and parameters and parameters[0][0] in ("self", "cls") and not parameters[0][1]:
            given = [bound, *given]
        scope: dict[str, Any] = {"": function}
        for name, value in self._bound(parameters, given, named, scope).items():
            subject = outer and (name == function.subject or holds_password(name))
            scope[name] = self.password if subject and isinstance(value, Unknown) else value
        return self._execute(body, scope)

    def apply(self, closure: Closure, given: list[Any], named: dict[str, Any]) -> Any:
        """Call a function that was defined inside another."""
        scope = dict(closure.scope)
        scope.update(self._bound(closure.parameters, given, named, scope))
        if closure.is_expression:
            return self.value(closure.body, scope)
        return self._execute(closure.body, scope)

    def _bound(
        self, parameters: list[Any], given: list[Any], named: dict[str, Any], scope: dict[str, Any]
    ) -> dict[str, Any]:
        found: dict[str, Any] = {}
        left = list(given)
        rest = dict(named)
        for name, stars, default in parameters:
            if stars == "*":
                found[name], left = left, []
            elif stars == "**":
                found[name], rest = rest, {}
            elif left:
                found[name] = left.pop(0)
            elif name in rest:
                found[name] = rest.pop(name)
            else:
                found[name] = Unknown(("given", name)) if default is None else self.value(default, scope)
        return found

    def _execute(self, body: list[Any], scope: dict[str, Any]) -> Any:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise TooLong
        try:
            self.block(body, scope)
        except Returned as way:
            return way.value
        finally:
            self._depth -= 1
        return None

    def block(self, body: list[Any], scope: dict[str, Any]) -> None:
        """Run statements in order."""
        for statement in body:
            self.step()
            getattr(self, f"_do_{_NAMES.get(statement[0], statement[0])}")(statement, scope)

    def _do_e(self, node: list[Any], scope: dict[str, Any]) -> None:
        self.value(node[1], scope)

    def _do_r(self, node: list[Any], scope: dict[str, Any]) -> None:
        raise Returned(self.value(node[1], scope))

    def _do_raise(self, node: list[Any], scope: dict[str, Any]) -> None:
        value = self.value(node[1], scope)
        if isinstance(value, Failure):
            raise Raised(value)
        raise Raised(Failure(value.tag[0] if isinstance(value, Unknown) and value.tag else "Exception"))

    def _do_set(self, node: list[Any], scope: dict[str, Any]) -> None:
        value = self.value(node[2], scope)
        for target in node[1]:
            self.assign(target, value, scope)

    def _do_add(self, node: list[Any], scope: dict[str, Any]) -> None:
        value = self.value(["b", node[1], node[2], node[3]], scope)
        if isinstance(value, Unknown) and node[2][0] == "n":
            # What is put together here was not taken from anybody.
            scope[node[2][1]] = value
        else:
            self.assign(node[2], value, scope)

    def _do_assert(self, node: list[Any], scope: dict[str, Any]) -> None:
        if not self.truth(self.value(node[1], scope)):
            raise Raised(Failure("AssertionError"))

    def _do_break(self, _node: list[Any], _scope: dict[str, Any]) -> None:
        raise Broken

    def _do_continue(self, _node: list[Any], _scope: dict[str, Any]) -> None:
        raise Continued

    def _do_if(self, node: list[Any], scope: dict[str, Any]) -> None:
        self.block(node[2] if self.truth(self.value(node[1], scope)) else node[3], scope)

    def _do_for(self, node: list[Any], scope: dict[str, Any]) -> None:
        for one in self.each(self.value(node[2], scope)):
            self.step()
            self.assign(node[1], one, scope)
            try:
                self.block(node[3], scope)
            except Broken:
                return
            except Continued:
                continue
        self.block(node[4], scope)

    def _do_while(self, node: list[Any], scope: dict[str, Any]) -> None:
        while self.truth(self.value(node[1], scope)):
            self.step()
            try:
                self.block(node[2], scope)
            except Broken:
                return
            except Continued:
                continue
        self.block(node[3], scope)

    def _do_with(self, node: list[Any], scope: dict[str, Any]) -> None:
        for item, target in node[1]:
            value = self.value(item, scope)
            if target is not None:
                self.assign(target, value, scope)
        self.block(node[2], scope)

    def _do_try(self, node: list[Any], scope: dict[str, Any]) -> None:
        try:
            self.block(node[1], scope)
            self.block(node[3], scope)
        except Raised as way:
            for names, kept, body in node[2]:
                if not names or way.failure.name in names or not {"Exception", "BaseException"}.isdisjoint(names):
                    if kept:
                        scope[kept] = way.failure
                    self.block(body, scope)
                    break
            else:
                raise
        finally:
            self.block(node[4], scope)

    def _do_def(self, node: list[Any], scope: dict[str, Any]) -> None:
        scope[node[1]] = Closure(node[2], node[3], scope, is_expression=False)

    def own(self, function: Own, given: list[Any], named: dict[str, Any]) -> Any:
        """Call a function of the project by what it was looked up as."""
        found = self.code.find(function.name, function.path)
        return Unknown(("own",)) if found is None else self.enter(found, given, named, function.bound)


_NAMES = {"=": "set", "+=": "add"}
