"""Calls: of Python's own functions, of the project's, and of those that nobody knows."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any

from pytest_datahygiene.catalog.password_words import is_about, password_words
from pytest_datahygiene.catalog.words import words
from pytest_datahygiene.flow.running import library
from pytest_datahygiene.flow.running.program import Code, holds_password
from pytest_datahygiene.flow.running.values import (
    Bound,
    Closure,
    Dotted,
    Failure,
    Instance,
    Own,
    Unknown,
)

_LOOKUPS = frozenset({"get", "pop", "getlist", "get_argument", "getvalue", "getfirst", "get_body_argument"})


class Calls(ABC):
    """The part of the machine that calls."""

    code: Code
    password: str
    effects: list[tuple[Any, ...]]
    open: set[str]

    @abstractmethod
    def value(self, node: list[Any], scope: dict[str, Any]) -> Any:
        """Return the value of an expression."""

    @abstractmethod
    def each(self, value: Any) -> Iterable[Any]:
        """Return what a loop goes through."""

    @abstractmethod
    def truth(self, value: Any) -> bool:
        """Return whether a value counts as true."""

    @abstractmethod
    def attribute(self, holder: Any, name: str, scope: dict[str, Any]) -> Any:
        """Return what an attribute holds."""

    @abstractmethod
    def apply(self, closure: Closure, given: list[Any], named: dict[str, Any]) -> Any:
        """Call a function that was defined inside another."""

    @abstractmethod
    def own(self, function: Own, given: list[Any], named: dict[str, Any]) -> Any:
        """Call a function of the project."""

    def called(self, node: list[Any], scope: dict[str, Any]) -> Any:
        """Return the value of a call."""
        callee = self.value(node[1], scope)
        given: list[Any] = []
        for part in node[2]:
            value = self.value(part[1] if part[0] in ("*", "**") else part, scope)
            given.extend(self.each(value) if part[0] == "*" else [] if part[0] == "**" else [value])
        named = {name: self.value(part, scope) for name, part in node[3]}
        return self.call(callee, given, named, node[1])

    def call(self, callee: Any, given: list[Any], named: dict[str, Any], node: list[Any]) -> Any:
        """Call a value."""
        if isinstance(callee, Closure):
            return self.apply(callee, given, named)
        if isinstance(callee, Own):
            return self.own(callee, given, named)
        if isinstance(callee, Bound):
            return self._bound_to(callee, given, named)
        if isinstance(callee, Dotted):
            return self._known(callee.name, given, named, node)
        return self._unknown(node, given, named)

    def _bound_to(self, callee: Bound, given: list[Any], named: dict[str, Any]) -> Any:
        holder, name = callee
        if isinstance(holder, (Failure, Instance)):
            return Unknown(("method", name))
        if isinstance(holder, list) and name in ("append", "extend", "insert"):
            library.guarded(getattr(holder, name), *given)
            return None
        if name == "join" and isinstance(holder, str) and given and not library.is_plain(given[0]):
            return "?"
        if name == "format" and isinstance(holder, str):
            return holder
        if not all(map(library.is_plain, [*given, *named.values()])) and not isinstance(holder, dict):
            return Unknown(("method", name))
        return library.method(holder, name, given, named)

    def _known(self, name: str, given: list[Any], named: dict[str, Any], node: list[Any]) -> Any:
        root, _, last = name.rpartition(".")
        if name in library.SPECIAL:
            return self._special(name, given)
        if root in ("str", "builtins.str") and given and isinstance(given[0], str):
            return library.method(given[0], last, given[1:], named)
        if root in ("re", "regex"):
            flags = [Unknown(("flags",))] if named else []
            return library.expression(last, [*given, *flags])
        if name in library.FUNCTIONS:
            if not all(map(library.is_plain, given)):
                same = len(given) == 1 and name in ("str", "list", "tuple", "set")
                return given[0] if same else Unknown((name,))
            return library.guarded(library.FUNCTIONS[name], *given, **named)
        if last.endswith(("Error", "Exception", "Invalid", "Abort")):
            return Failure(last, tuple(one for one in given if isinstance(one, str)))
        return self._unknown(node, given, named)

    def _special(self, name: str, given: list[Any]) -> Any:
        if name in ("any", "all") and given:
            return self._quantified(name, given[0])
        if name in ("map", "filter") and len(given) > 1:
            return self._mapped(name, given[0], given[1])
        if name == "isinstance":
            return Unknown(("type",)) if isinstance(given[0], Unknown) else isinstance(given[0], str)
        if name == "next":
            return next(iter(self.each(given[0])), given[1] if len(given) > 1 else None) if given else Unknown()
        if name == "getattr" and len(given) > 1 and isinstance(given[1], str):
            found = self.attribute(given[0], given[1], {"": None}) if isinstance(given[0], Instance) else Unknown()
            return given[2] if isinstance(found, Unknown) and len(given) > 2 else found
        if name in ("print", "super", "input", "type", "hasattr", "open"):
            if name == "print":
                self.effects.append(("print", *(one for one in given if isinstance(one, str))))
            return Unknown((name,))
        return Unknown((name,))

    def _quantified(self, name: str, value: Any) -> Any:
        unknown = None
        for one in self.each(value):
            if isinstance(one, Unknown):
                unknown = one
            elif self.truth(one) == (name == "any"):
                return name == "any"
        return (name == "all") if unknown is None else unknown

    def _mapped(self, name: str, function: Any, value: Any) -> Any:
        found = []
        for one in self.each(value):
            result = self.call(function, [one], {}, ["?"]) if function is not None else one
            if name == "map":
                found.append(result)
            elif self.truth(result):
                found.append(one)
        return found

    def _unknown(self, node: list[Any], given: list[Any], named: dict[str, Any]) -> Any:
        """Call what nobody knows: it is noted, and what it gives may be the password."""
        name = _last(node)
        if name in _LOOKUPS and given and isinstance(given[0], str):
            if holds_password(given[0]):
                return self.password
            return given[1] if len(given) > 1 else Unknown(("got", given[0]))
        if name in ("strip", "get_secret_value", "encode", "decode", "lower", "upper") and not given:
            return Unknown((name,))
        texts = [one for one in (*given, *named.values()) if isinstance(one, str)]
        judged = any(one == self.password for one in texts)
        told = {*words(name)}
        known = password_words()
        if judged and (told & known.judges or is_about(name)) and not (told & known.blocks or name in known.sets):
            self.open |= {name} - known.compares
        self.effects.append((name, *(_said(one, self.password) for one in texts if one)))
        numbers = tuple(one for one in (*given, *named.values()) if isinstance(one, int))
        # What lies in the same file and is not known may judge, if somebody asks what it says.
        near = node[0] == "n" or (node[0] == "a" and node[1] == ["n", "self"])
        return Unknown((name, *numbers), judges=name if judged and near else "")


def _said(text: str, password: str) -> str:
    return text.replace(password, "<password>") if password else text


def _last(node: list[Any]) -> str:
    """Return the last name of what is called."""
    if node[0] == "a":
        return str(node[2])
    return str(node[1]).rsplit(".", 1)[-1] if node[0] in ("n", "g") else "?"
