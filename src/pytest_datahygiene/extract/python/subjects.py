"""Which expressions of a function hold the password that it judges."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from pytest_datahygiene.catalog.labels import label_of
from pytest_datahygiene.catalog.password_words import is_about, password_words
from pytest_datahygiene.catalog.words import words
from pytest_datahygiene.extract.python.tree import argument, below, spelled, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pytest_datahygiene.extract.python.scope import Scope

# Attributes and methods that hand out the same text.
_SAME = frozenset(
    {
        "data",
        "value",
        "raw_data",
        "text",
        "strip",
        "rstrip",
        "lstrip",
        "get_secret_value",
        "encode",
        "decode",
        "casefold",
    }
)
_LOOKUPS = frozenset({"get", "pop", "getlist", "getvalue", "getfirst", "get_argument", "get_body_argument"})
# Parameters called like this hold whatever the function's name says.
_NEUTRAL = frozenset(
    {
        "value",
        "v",
        "val",
        "field",
        "data",
        "text",
        "s",
        "string",
        "x",
        "p",
        "pw",
        "pass_",
        "candidate",
        "raw",
        "secret",
        "plain",
        "input",
    }
)


class Subjects:
    """The names under which a function knows the password."""

    def __init__(self, aliases: Iterable[tuple[str, str]]) -> None:
        self._aliases = dict(aliases)

    def of(self, node: cst.CSTNode) -> str:
        """Return the name of the password that an expression holds, or ``""``."""
        if isinstance(node, cst.Name):
            return self._aliases.get(node.value) or _named(node.value)
        if isinstance(node, cst.Attribute):
            return self.of(node.value) if node.attr.value in _SAME else _named(node.attr.value)
        if isinstance(node, cst.Subscript) and len(node.slice) == 1:
            return self._indexed(node.value, node.slice[0].slice)
        if isinstance(node, cst.NamedExpr):
            return self.of(node.value)
        if isinstance(node, cst.BooleanOperation):
            # password or ""; a longer chain is a condition
            return self.of(node.left) if not isinstance(node.left, cst.BooleanOperation) else ""
        return self._called(node) if isinstance(node, cst.Call) else ""

    def _indexed(self, holder: cst.BaseExpression, key: cst.BaseSlice) -> str:
        """Return what ``form["password"]``, ``password[:72]``, or ``data[key]`` of a judged parameter holds."""
        if isinstance(key, cst.Slice):
            return self.of(holder)
        if not isinstance(key, cst.Index):
            return ""
        text = text_of(key.value)
        if text is not None:
            return _named(text)
        return self._aliases.get(spelled(holder), "") if isinstance(key.value, cst.Name) else ""

    def _called(self, call: cst.Call) -> str:
        if isinstance(call.func, cst.Attribute):
            method = call.func.attr.value
            if method in _LOOKUPS:
                first = argument(call, "", 0)
                return _named(text_of(first) or "") if first is not None else ""
            return self.of(call.func.value) if method in _SAME else ""
        if spelled(call.func) in ("str", "force_str", "to_native", "smart_str") and call.args:
            return self.of(call.args[0].value)
        return ""

    def bind(self, name: str, value: cst.BaseExpression) -> None:
        """Note that a variable takes a value."""
        held = self.of(value)
        if held:
            self._aliases[name] = held
        elif name in self._aliases and not any(self.of(part) for part in below(value)):
            del self._aliases[name]


def _named(name: str) -> str:
    if not name or (name.isupper() and len(name) > 2):
        # A constant holds somebody else's password, or none.
        return ""
    return name if label_of(name) == "password" else ""


def parameters(node: cst.FunctionDef, scope: Scope) -> Iterator[tuple[str, str]]:
    """Yield the parameter that holds the password although its name does not say so."""
    told = _told(node)
    if not told or any(_named(name) for name in scope.parameters):
        return
    plain = [name for name in scope.parameters if name not in ("self", "cls")]
    for name in [name for name in plain if name in _NEUTRAL] or (plain if len(plain) == 1 else []):
        yield name, told


def _told(node: cst.FunctionDef) -> str:
    """Return the password that the function's own name, or that of the field it is attached to, speaks of."""
    for decorator in node.decorators:
        if isinstance(decorator.decorator, cst.Call):
            for arg in decorator.decorator.args:
                field = text_of(arg.value)
                if field and _named(field):
                    return field
    own = words(node.name.value)
    if password_words().judges.isdisjoint(own):
        return ""
    # The words after "password" say what is done with it, those before say whose it is.
    end = next((index + 1 for index, word in enumerate(own) if is_about(word)), 0)
    return "_".join(own[:end])
