"""The values of expressions, given the variables of one function."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Callable, Iterable
from itertools import islice
from typing import TYPE_CHECKING, Any, ClassVar

from pytest_datahygiene.flow.running import library
from pytest_datahygiene.flow.running.calls import Calls
from pytest_datahygiene.flow.running.program import holds_password
from pytest_datahygiene.flow.running.values import (
    Bound,
    Closure,
    Dotted,
    Instance,
    Own,
    Unknown,
)

if TYPE_CHECKING:
    from pytest_datahygiene.facts import FunctionCoded

_ROUNDS = 400
# A field of a format that is wider than anybody needs.
_WIDE = re.compile(r"%[^a-zA-Z]*\d{4}|%[^a-zA-Z]*\*")


class Expressions(Calls):
    """The part of the machine that computes."""

    @abstractmethod
    def step(self) -> None:
        """Count a step."""

    def value(self, node: list[Any], scope: dict[str, Any]) -> Any:
        """Return the value of an expression."""
        self.step()
        reader = self._readers.get(node[0])
        return Unknown() if reader is None else reader(self, node, scope)

    def each(self, value: Any) -> Iterable[Any]:
        """Return what a loop goes through."""
        if isinstance(value, dict):
            return list(value)
        if isinstance(value, (str, list, tuple, set, frozenset, range)):
            return list(islice(value, _ROUNDS))
        return [Unknown(("element",))]

    def assign(self, target: list[Any], value: Any, scope: dict[str, Any]) -> None:
        """Give a variable, an attribute, an element or a tuple of such its value."""
        if target[0] == "n":
            taken = isinstance(value, Unknown) and holds_password(target[1])
            scope[target[1]] = self.password if taken else value
        elif target[0] == "l":
            parts = list(self.each(value)) if isinstance(value, (list, tuple)) else []
            for index, one in enumerate(target[2]):
                self.assign(one, parts[index] if index < len(parts) else Unknown(("part", index)), scope)
        elif target[0] == "a":
            holder = self.value(target[1], scope)
            if isinstance(holder, Instance):
                holder.attributes[target[2]] = value
        elif target[0] == "i":
            holder, key = self.value(target[1], scope), self.value(target[2], scope)
            if isinstance(holder, (dict, list)) and library.is_plain(key):
                library.guarded(holder.__setitem__, key, value)
            elif isinstance(holder, Unknown) or not isinstance(holder, (dict, list)):
                self.effects.append(("set", key if isinstance(key, str) else "?"))

    def _constant(self, node: list[Any], _scope: dict[str, Any]) -> Any:
        return node[1]

    def _name(self, node: list[Any], scope: dict[str, Any]) -> Any:
        name = node[1]
        if name in scope:
            return scope[name]
        if holds_password(name):
            return self.password
        function: FunctionCoded = scope[""]
        if name in library.FUNCTIONS or name in library.SPECIAL:
            return Dotted(name)
        return self._global(name, function.at.path)

    def _global(self, name: str, path: str) -> Any:
        if self.code.find(name, path) is not None:
            return Own(name, path)
        known = self.code.constant(name, path)
        if isinstance(known, Unknown) and name.rsplit(".", 1)[-1].endswith(_FAILURES):
            return Dotted(name)
        return Dotted(name) if isinstance(known, Unknown) else known

    def _dotted(self, node: list[Any], scope: dict[str, Any]) -> Any:
        if node[1] in library.CONSTANTS:
            return library.CONSTANTS[node[1]]
        return self._global(node[1], scope[""].at.path)

    def _attribute(self, node: list[Any], scope: dict[str, Any]) -> Any:
        holder = self.value(node[1], scope)
        return self.attribute(holder, node[2], scope)

    def attribute(self, holder: Any, name: str, scope: dict[str, Any]) -> Any:
        """Return what an attribute holds."""
        if isinstance(holder, Instance):
            return self._of_instance(holder, name)
        if isinstance(holder, Dotted):
            dotted = f"{holder.name}.{name}"
            if dotted in library.CONSTANTS:
                return library.CONSTANTS[dotted]
            found = self._global(dotted, scope[""].at.path)
            return found if not isinstance(found, Dotted) or not holds_password(name) else self.password
        if isinstance(holder, Unknown):
            # The password of a form, of an object, of a request.
            return self.password if holds_password(name) else Unknown((*holder.tag[:2], name))
        if isinstance(holder, str) and name in ("data", "value", "get_secret_value"):
            return holder if name != "get_secret_value" else Bound(holder, "strip")
        return Bound(holder, name)

    def _of_instance(self, holder: Instance, name: str) -> Any:
        if name in holder.attributes:
            return holder.attributes[name]
        if self.code.method(holder.owner, name, holder.path) is not None:
            return Own(f"{holder.owner}.{name}", holder.path, holder)
        if holds_password(name):
            return self.password
        known = self.code.constant(f"{holder.owner}.{name}", holder.path)
        return Unknown(("self", name)) if isinstance(known, Unknown) else known

    def _index(self, node: list[Any], scope: dict[str, Any]) -> Any:
        holder, key = self.value(node[1], scope), self.value(node[2], scope)
        if isinstance(holder, (str, list, tuple, dict)) and library.is_plain(key):
            return library.guarded(lambda: holder[key])
        return self.password if isinstance(key, str) and holds_password(key) else Unknown(("part", key))

    def _slice(self, node: list[Any], scope: dict[str, Any]) -> Any:
        holder, *bounds = (self.value(part, scope) for part in node[1:])
        if isinstance(holder, (str, list, tuple)) and all(isinstance(one, (int, type(None))) for one in bounds):
            return library.guarded(lambda: holder[slice(*bounds)])
        return Unknown(("slice",))

    def _binary(self, node: list[Any], scope: dict[str, Any]) -> Any:
        left, right = self.value(node[2], scope), self.value(node[3], scope)
        known = library.BINARY.get(node[1])
        if known is None or not (library.is_plain(left) and library.is_plain(right)):
            return Unknown(("made", *_tags(left, right)))
        times = max((one for one in (left, right) if isinstance(one, int)), default=0)
        wide = node[1] == "%" and isinstance(left, str) and _WIDE.search(left)
        if (node[1] == "*" and times > _ROUNDS and not (isinstance(left, int) and isinstance(right, int))) or wide:
            return Unknown(("large",))
        return library.guarded(known, left, right)

    def _unary(self, node: list[Any], scope: dict[str, Any]) -> Any:
        value = self.value(node[2], scope)
        if node[1] == "not":
            if isinstance(value, Unknown):
                return value._replace(tag=("not", *_tags(value)))
            return not self.truth(value)
        return -value if node[1] == "-" and isinstance(value, (int, float)) else Unknown(("made",))

    def _and(self, node: list[Any], scope: dict[str, Any]) -> Any:
        left = self.value(node[1], scope)
        return self.value(node[2], scope) if self.truth(left) else left

    def _or(self, node: list[Any], scope: dict[str, Any]) -> Any:
        left = self.value(node[1], scope)
        return left if self.truth(left) else self.value(node[2], scope)

    def _compared(self, node: list[Any], scope: dict[str, Any]) -> Any:
        left = self.value(node[1], scope)
        for sign, other in node[2]:
            right = self.value(other, scope)
            if sign in ("is", "is not") and right is None and not isinstance(left, Unknown):
                found = (left is None) == (sign == "is")
            elif not (library.is_plain(left) and library.is_plain(right)):
                return Unknown(("compared", *_tags(left, right)))
            else:
                found = library.guarded(library.COMPARED[sign], left, right)
            if not found:
                return False
            left = right
        return True

    def _conditional(self, node: list[Any], scope: dict[str, Any]) -> Any:
        return self.value(node[2] if self.truth(self.value(node[1], scope)) else node[3], scope)

    def _listed(self, node: list[Any], scope: dict[str, Any]) -> Any:
        found: list[Any] = []
        for part in node[2]:
            if part[0] == "*":
                found.extend(self.each(self.value(part[1], scope)))
            else:
                found.append(self.value(part, scope))
        if node[1] == "set":
            return {one for one in found if library.is_plain(one) and not isinstance(one, (list, set, dict))}
        return tuple(found) if node[1] == "tuple" else found

    def _dict(self, node: list[Any], scope: dict[str, Any]) -> Any:
        found: dict[Any, Any] = {}
        for key, value in node[1]:
            inner = self.value(value, scope)
            if key is None:
                found.update(inner if isinstance(inner, dict) else {})
                continue
            name = self.value(key, scope)
            if isinstance(name, (str, int, bool, type(None))):
                found[name] = inner
        return found

    def _formatted(self, node: list[Any], scope: dict[str, Any]) -> Any:
        parts = [self.value(part, scope) for part in node[1]]
        return "".join(str(part) if library.is_plain(part) else "?" for part in parts)

    def _comprehension(self, node: list[Any], scope: dict[str, Any]) -> Any:
        found: list[Any] = []
        self._loops(node[3], node, dict(scope), found)
        if node[1] == "dict":
            return {key: value for key, value in found if isinstance(key, (str, int))}
        if node[1] == "set":
            return {one for one in found if isinstance(one, (str, int, tuple))}
        return found

    def _loops(self, loops: list[Any], node: list[Any], scope: dict[str, Any], found: list[Any]) -> None:
        if not loops:
            parts = node[2] if node[1] == "dict" else [node[2]]
            made = [self.value(part, scope) for part in parts]
            found.append(tuple(made) if node[1] == "dict" else made[0])
            return
        target, through, tests = loops[0]
        for one in self.each(self.value(through, scope)):
            self.assign(target, one, scope)
            if all(self.truth(self.value(test, scope)) for test in tests):
                self._loops(loops[1:], node, scope, found)

    def _lambda(self, node: list[Any], scope: dict[str, Any]) -> Any:
        return Closure(node[1], node[2], scope, is_expression=True)

    def _walrus(self, node: list[Any], scope: dict[str, Any]) -> Any:
        value = self.value(node[2], scope)
        self.assign(["n", node[1]], value, scope)
        return scope[node[1]]

    _readers: ClassVar[dict[str, Callable[..., Any]]] = {
        "k": _constant,
        "n": _name,
        "g": _dotted,
        "a": _attribute,
        "i": _index,
        "s": _slice,
        "c": Calls.called,
        "b": _binary,
        "u": _unary,
        "and": _and,
        "or": _or,
        "cmp": _compared,
        "if": _conditional,
        "l": _listed,
        "d": _dict,
        "f": _formatted,
        "gc": _comprehension,
        "fn": _lambda,
        "w": _walrus,
    }


_FAILURES = ("Error", "Exception", "Invalid", "Warning", "Abort", "Exit")


def _tags(*values: Any) -> tuple[Any, ...]:
    return tuple(one.tag[0] for one in values if isinstance(one, Unknown) and one.tag)
