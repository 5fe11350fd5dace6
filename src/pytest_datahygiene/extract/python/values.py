"""What an expression may be worth, as far as one file tells: constants, names of libraries, and nothing that is secret.

A value is written as rules read it: a number, ``True``, a dotted name, a name out of the vocabulary of algorithms. Of
any other literal only its kind and length are told (``text 12``, ``bytes 16``). ``a|b`` may be one or the other,
``a,b`` is a list, ``key=value`` part of a table, ``f()`` what a call gives; ``?`` is anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import libcst as cst

from pytest_datahygiene.catalog.calls import is_spoken
from pytest_datahygiene.extract.python.constants import constant, defaulted, text_with
from pytest_datahygiene.extract.python.tree import below, elements, number_of, pairs, spelled, text_of

if TYPE_CHECKING:
    from pytest_datahygiene.extract.python.names import Names

_DEEPEST = 7
# More ways than these are no constant any more.
_MOST = 6
_ANY = "?"
_FILLS = frozenset({"bytes", "bytearray"})
Given = Mapping[str, list[cst.BaseExpression]]


def assigned(body: cst.CSTNode) -> dict[str, list[cst.BaseExpression]]:
    """Return what each variable and attribute is set to somewhere in a function, or in a class with its methods."""
    found: dict[str, list[cst.BaseExpression]] = {}
    for part in below(body):
        for target, value in _bindings(part):
            name = spelled(target)
            if name:
                found.setdefault(name, []).append(value)
    return found


def _bindings(part: cst.CSTNode) -> Iterator[tuple[cst.BaseExpression, cst.BaseExpression]]:
    match part:
        case cst.Assign(targets=targets, value=value):
            for one in targets:
                inner, values = elements(one.target), elements(value)
                if inner is not None and values is not None and len(inner) == len(values):
                    yield from zip(inner, values, strict=True)
                else:
                    yield one.target, value
        case cst.AnnAssign(target=target, value=cst.BaseExpression() as value):
            yield target, value
        case cst.NamedExpr(target=target, value=value):
            yield target, value
        case cst.WithItem(item=value, asname=cst.AsName(name=cst.BaseExpression() as target)):
            yield target, value
        case cst.For(target=target, iter=iterated) if (listed := elements(iterated)) is not None:
            yield from ((target, one) for one in listed)


class Values:
    """The constants of a file, seen from inside a function: ``given`` is what its variables, and the attributes of its
    class, are set to; ``defaults`` are those of its parameters, ``owner`` its class."""

    def __init__(self, names: Names, given: Given, defaults: Mapping[str, cst.BaseExpression], owner: str = "") -> None:
        self._names = names
        self.given = given
        self._defaults = defaults
        self._owner = owner

    def said(self, node: cst.BaseExpression, depth: int = _DEEPEST) -> str:
        """Return what an expression may be worth."""
        ways = list(dict.fromkeys(self._ways(node, depth)))
        return "|".join(ways) if 0 < len(ways) <= _MOST else _ANY

    def _ways(self, node: cst.BaseExpression, depth: int) -> Iterator[str]:
        plain = _plain(node)
        if plain is not None:
            yield plain
        elif depth <= 0:
            yield _ANY
        elif isinstance(node, cst.IfExp):
            yield from self._ways(node.body, depth - 1)
            yield from self._ways(node.orelse, depth - 1)
        elif isinstance(node, cst.BooleanOperation):
            yield from self._ways(node.left, depth - 1)
            yield from self._ways(node.right, depth - 1)
        elif spelled(node):
            yield from self._named(node, depth)
        elif isinstance(node, cst.Call):
            yield from self._called(node, depth)
        else:
            yield self._built(node, depth)

    def _built(self, node: cst.BaseExpression, depth: int) -> str:
        listed, table = elements(node), pairs(node)
        if listed is not None:
            return ",".join(self.said(one, depth - 1) for one in listed)
        if table is not None:
            return ",".join(f"{key}={self.said(value, depth - 1)}" for key, value in table if key.isidentifier())
        if isinstance(node, cst.Comparison) and len(node.comparisons) == 1:
            return self._compared(node.left, node.comparisons[0], depth)
        if isinstance(node, cst.Subscript):
            key = node.slice[0].slice.value if isinstance(node.slice[0].slice, cst.Index) else None
            told = text_of(key) if key is not None else None
            return f"{self._names.dotted(node.value)}.{told}" if told and told.isidentifier() else _ANY
        text = text_with(node, self._names, {})
        if text is not None:
            return _literal(text, "text")
        if isinstance(node, cst.UnaryOperation) and isinstance(node.operator, cst.Not):
            inner = self.said(node.expression, depth - 1)
            return {"True": "False", "False": "True"}.get(inner, _ANY)
        if isinstance(node, cst.BinaryOperation):
            return self._computed(node, depth)
        return _ANY

    def _compared(self, left: cst.BaseExpression, other: cst.ComparisonTarget, depth: int) -> str:
        """Return what a comparison of known texts gives: ``environ.get("VERIFY", "false") == "true"``."""
        here, there = self.said(left, depth - 1), self.said(other.comparator, depth - 1)
        if _ANY in (here, there) or " " in here + there or "." in here + there:
            return _ANY
        if isinstance(other.operator, cst.Equal):
            return str(here == there)
        return str(here in there.split(",")) if isinstance(other.operator, cst.In) else _ANY

    def _computed(self, node: cst.BinaryOperation, depth: int) -> str:
        left, right = self.said(node.left, depth - 1), self.said(node.right, depth - 1)
        kind, _, size = left.partition(" ")
        if isinstance(node.operator, cst.Multiply) and kind in ("text", "bytes") and size.isdigit() and right.isdigit():
            return f"{kind} {int(size) * int(right)}"
        if left.isdigit() and right.isdigit() and len(left) < _DEEPEST and len(right) < _DEEPEST:
            if isinstance(node.operator, cst.Power) and int(right) < 2 * len("0123456789abcdef"):
                return str(int(left) ** int(right))
            if isinstance(node.operator, cst.Multiply):
                return str(int(left) * int(right))
            if isinstance(node.operator, cst.LeftShift) and int(right) < 2 * len("0123456789abcdef"):
                return str(int(left) << int(right))
        if isinstance(node.operator, cst.BitOr):
            return f"{left}|{right}"
        return _ANY

    def _named(self, node: cst.BaseExpression, depth: int) -> Iterator[str]:
        followed = [one for one in self.behind(node) if one is not node]
        for one in followed:
            yield from self._ways(one, depth - 1)
        name = spelled(node)
        if name in self._defaults:
            yield from self._ways(self._defaults[name], depth - 1)
        elif not followed:
            head, _, rest = name.partition(".")
            holders = [one for one in self.given.get(head, ()) if spelled(one)] if rest else []
            whole = [f"{self._names.dotted(one)}.{rest}" for one in holders]
            yield from whole or [self._names.dotted(node)]

    def behind(self, node: cst.BaseExpression) -> list[cst.BaseExpression]:
        """Return the expressions that a variable, an attribute or a constant was set to; none for other expressions."""
        name = spelled(node)
        head, _, rest = name.partition(".")
        if name in self.given:
            return self.given[name]
        if rest and head in ("self", "cls", self._owner):
            own = self._names.values.get(f"{self._owner}.{rest}")
            return [own] if own is not None else []
        known = self._names.values.get(name)
        return [known] if known is not None and name not in self._defaults else []

    def _called(self, call: cst.Call, depth: int) -> Iterator[str]:
        name, plain = spelled(call.func), [arg.value for arg in call.args if arg.keyword is None and not arg.star]
        if name == "getattr" and len(plain) > 1:
            holder, attribute = self._names.dotted(plain[0]), text_with(plain[1], self._names, {})
            known = self.said(plain[1], depth - 1) if attribute is None else attribute
            # Some attribute of a library is worth what any of them is.
            yield f"{holder}.{known}" if known != _ANY and " " not in known and "|" not in known else f"{holder}.*"
            return
        if name.rpartition(".")[2] == "mksalt" and plain:
            yield from self._ways(plain[0], depth - 1)
            return
        if name in _FILLS and len(plain) == 1:
            size = self.said(plain[0], depth - 1)
            # So many zeros, whatever the constant of a library is.
            yield f"bytes {size}" if size.isdigit() else "bytes 1" if spelled(plain[0]).endswith("BYTES") else _ANY
            return
        if name == "int" and plain:
            counted = constant(plain[0], self._names)
            yield counted if isinstance(counted, str) and counted.isdigit() else self.said(plain[0], depth - 1)
            return
        if isinstance(call.func, cst.Attribute) and call.func.attr.value in ("encode", "lower", "upper", "strip"):
            yield from self._ways(call.func.value, depth - 1)
            return
        default = defaulted(call)
        if default is not None:
            yield from self._ways(default, depth - 1)
            return
        called = self.callees(call.func, depth - 1)
        yield from (f"{one}()" for one in called) if called else (_ANY,)

    def callees(self, node: cst.BaseExpression, depth: int = _DEEPEST) -> list[str]:
        """Return the dotted names that a call may mean: ``hashlib.md5`` for an alias of it, ``made.by.method`` for a
        method of what another call made, ``*.method`` where nothing tells of what."""
        if depth <= 0:
            return []
        name = spelled(node)
        if name:
            found = [one for way in self.behind(node) for one in self._meant(way, depth)]
            if found:
                return found[:_MOST]
        if isinstance(node, cst.Attribute):
            holders = self._made(node.value, depth - 1)
            if holders:
                return [f"{holder}.{node.attr.value}" for holder in holders]
            dotted = self._names.dotted(node)
            return [dotted if self._names.is_imported(dotted) else f"*.{node.attr.value}"]
        if isinstance(node, cst.Call):
            said = self.said(node, depth - 1)
            return [one for one in said.split("|") if "." in one and " " not in one and not one.endswith("()")]
        return [self._names.dotted(node)] if name else []

    def _meant(self, node: cst.BaseExpression, depth: int) -> list[str]:
        """Return what a variable means that is called: another name for a function, one of several, ``getattr``."""
        if depth <= 0:
            return []
        if isinstance(node, cst.IfExp):
            return self._meant(node.body, depth - 1) + self._meant(node.orelse, depth - 1)
        if isinstance(node, cst.Call) and spelled(node.func) != "getattr":
            return []
        if not spelled(node) and not isinstance(node, (cst.Call, cst.Attribute)):
            return []
        return [one for one in self.callees(node, depth - 1) if not one.startswith("*")]

    def _made(self, node: cst.BaseExpression, depth: int) -> list[str]:
        """Return the dotted names of the calls that made what an expression holds, or of the library that it is."""
        if depth <= 0:
            return []
        if isinstance(node, cst.Call):
            return [
                one.removesuffix(".new") if one.count(".") > 2 else one for one in self.callees(node.func, depth - 1)
            ]
        found = [one for way in self.behind(node) if way is not node for one in self._holder(way, depth)]
        return found[:_MOST]

    def _holder(self, node: cst.BaseExpression, depth: int) -> list[str]:
        if depth <= 0:
            return []
        if isinstance(node, cst.IfExp):
            return self._holder(node.body, depth - 1) + self._holder(node.orelse, depth - 1)
        if isinstance(node, cst.Await):
            return self._holder(node.expression, depth - 1)
        if isinstance(node, cst.Call):
            return self._made(node, depth - 1)
        dotted = self._names.dotted(node)
        return [dotted] if dotted and self._names.is_imported(dotted) else []

    def arguments(self, call: cst.Call) -> tuple[list[cst.BaseExpression], dict[str, cst.BaseExpression]]:
        """Return the arguments of a call by position and by name, those of tables that it is given with ``**`` too."""
        plain = [arg.value for arg in call.args if arg.keyword is None and not arg.star]
        named = {arg.keyword.value: arg.value for arg in call.args if arg.keyword is not None}
        for arg in call.args:
            if arg.star == "**":
                for table in [arg.value, *self.behind(arg.value)]:
                    for key, value in pairs(table) or ():
                        named.setdefault(key, value)
        return plain, named


def _plain(node: cst.BaseExpression) -> str | None:
    number = number_of(node)
    if number is not None:
        return str(number)
    name = spelled(node)
    if name in ("True", "False", "None"):
        return name
    text = text_of(node)
    if text is not None:
        is_bytes = isinstance(node, cst.SimpleString) and node.prefix.lower().startswith(("b", "rb"))
        return _literal(text, "bytes" if is_bytes else "text")
    if isinstance(node, cst.SimpleString):
        value = node.evaluated_value
        return f"bytes {len(value)}"
    return None


def _literal(text: str, kind: str) -> str:
    return text if is_spoken(text) else f"{kind} {len(text)}"
