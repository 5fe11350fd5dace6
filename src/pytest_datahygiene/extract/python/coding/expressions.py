"""Expressions as nested lists."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import libcst as cst

from pytest_datahygiene.extract.python.tree import number_of, spelled, text_of

if TYPE_CHECKING:
    from pytest_datahygiene.extract.python.names import Names

Code = list[Any]
UNKNOWN: Code = ["?"]
# Longer texts are messages and lists of words: what they say does not matter, that they say something does.
_LONGEST = 400
# Shorter texts are no secrets; these signs stand in sentences and in expressions.
_SHORTEST = 5
_SPEAKING = frozenset(" []()\\|?*+^{}<>")
_CONSTANTS = {"True": True, "False": False, "None": None}
OPERATORS = {
    cst.Add: "+",
    cst.Subtract: "-",
    cst.Multiply: "*",
    cst.Divide: "/",
    cst.FloorDivide: "//",
    cst.Modulo: "%",
    cst.BitAnd: "&",
    cst.BitOr: "|",
    cst.BitXor: "^",
    cst.Power: "**",
    cst.AddAssign: "+",
    cst.SubtractAssign: "-",
    cst.MultiplyAssign: "*",
    cst.BitAndAssign: "&",
    cst.BitOrAssign: "|",
}
_UNARY = {cst.Not: "not", cst.Minus: "-", cst.Plus: "+", cst.BitInvert: "~"}
_COMPARED = {
    cst.LessThan: "<",
    cst.LessThanEqual: "<=",
    cst.GreaterThan: ">",
    cst.GreaterThanEqual: ">=",
    cst.Equal: "==",
    cst.NotEqual: "!=",
    cst.In: "in",
    cst.NotIn: "not in",
    cst.Is: "is",
    cst.IsNot: "is not",
}
_LISTS = {cst.List: "list", cst.Tuple: "tuple", cst.Set: "set"}
_COMPREHENSIONS = {cst.ListComp: "list", cst.SetComp: "set", cst.GeneratorExp: "list", cst.DictComp: "dict"}


def coded(node: cst.CSTNode | None, names: Names) -> Code:
    """Return an expression as code."""
    if node is None:
        return ["k", None]
    reader = _READERS.get(type(node))
    return reader(node, names) if reader is not None else UNKNOWN


def _text(node: cst.CSTNode, _names: Names) -> Code:
    text = text_of(node)
    return UNKNOWN if text is None else ["k", shown(text)]


def shown(text: str) -> str:
    """Return a text as a fact may keep it: sentences, expressions, lists of signs and plain words; what may be a secret
    becomes a digest, which still tells it from others (ADR 9)."""
    plain = len(text) < _SHORTEST or text.isalpha() or any(sign in _SPEAKING for sign in text)
    if plain or not any(map(str.isalnum, text)) or text.isdigit():
        return text[:_LONGEST]
    return "~" + blake2b(text.encode("utf-8", "replace"), digest_size=6).hexdigest()


def _number(node: cst.CSTNode, _names: Names) -> Code:
    number = number_of(node)
    if number is None and isinstance(node, cst.Float):
        return ["k", float(node.value.replace("_", ""))]
    return UNKNOWN if number is None else ["k", number]


def _name(node: cst.Name, names: Names) -> Code:
    if node.value in _CONSTANTS:
        return ["k", _CONSTANTS[node.value]]
    dotted = names.dotted(node)
    return ["g", dotted] if dotted != node.value or names.is_imported(dotted) else ["n", node.value]


def _attribute(node: cst.Attribute, names: Names) -> Code:
    dotted = names.dotted(node)
    if dotted and names.is_imported(dotted):
        return ["g", dotted]
    return ["a", coded(node.value, names), node.attr.value]


def _subscript(node: cst.Subscript, names: Names) -> Code:
    value = coded(node.value, names)
    if len(node.slice) != 1:
        return UNKNOWN
    part = node.slice[0].slice
    if isinstance(part, cst.Slice):
        return ["s", value, *(coded(bound, names) for bound in (part.lower, part.upper, part.step))]
    return ["i", value, coded(part.value, names)] if isinstance(part, cst.Index) else UNKNOWN


def _call(node: cst.Call, names: Names) -> Code:
    plain, named = [], []
    for arg in node.args:
        value = coded(arg.value, names)
        if arg.keyword is not None:
            named.append([arg.keyword.value, value])
        else:
            plain.append([arg.star, value] if arg.star else value)
    return ["c", coded(node.func, names), plain, named]


def _binary(node: cst.BinaryOperation, names: Names) -> Code:
    operator = OPERATORS.get(type(node.operator))
    return ["b", operator, coded(node.left, names), coded(node.right, names)] if operator else UNKNOWN


def _unary(node: cst.UnaryOperation, names: Names) -> Code:
    return ["u", _UNARY[type(node.operator)], coded(node.expression, names)]


def _boolean(node: cst.BooleanOperation, names: Names) -> Code:
    kind = "and" if isinstance(node.operator, cst.And) else "or"
    return [kind, coded(node.left, names), coded(node.right, names)]


def _comparison(node: cst.Comparison, names: Names) -> Code:
    compared = [[_COMPARED[type(one.operator)], coded(one.comparator, names)] for one in node.comparisons]
    return ["cmp", coded(node.left, names), compared]


def _conditional(node: cst.IfExp, names: Names) -> Code:
    return ["if", coded(node.test, names), coded(node.body, names), coded(node.orelse, names)]


def _listed(node: cst.List | cst.Tuple | cst.Set, names: Names) -> Code:
    found = [
        ["*", coded(element.value, names)] if isinstance(element, cst.StarredElement) else coded(element.value, names)
        for element in node.elements
    ]
    return ["l", _LISTS[type(node)], found]


def _dict(node: cst.Dict, names: Names) -> Code:
    found = [
        [coded(element.key, names) if isinstance(element, cst.DictElement) else None, coded(element.value, names)]
        for element in node.elements
    ]
    return ["d", found]


def _formatted(node: cst.FormattedString, names: Names) -> Code:
    parts = [
        coded(part.expression, names) if isinstance(part, cst.FormattedStringExpression) else ["k", _plain(part)]
        for part in node.parts
    ]
    return ["f", parts]


def _plain(part: cst.BaseFormattedStringContent) -> str:
    return part.value if isinstance(part, cst.FormattedStringText) else ""


def _concatenated(node: cst.ConcatenatedString, names: Names) -> Code:
    return ["f", [coded(node.left, names), coded(node.right, names)]]


def _comprehension(node: cst.BaseComp, names: Names) -> Code:
    loops: list[Code] = []
    loop: cst.CompFor | None = node.for_in
    while loop is not None:
        tests = [coded(one.test, names) for one in loop.ifs]
        loops.append([target(loop.target, names), coded(loop.iter, names), tests])
        loop = loop.inner_for_in
    if isinstance(node, cst.DictComp):
        return ["gc", "dict", [coded(node.key, names), coded(node.value, names)], loops]
    element = coded(node.elt, names) if isinstance(node, cst.BaseSimpleComp) else UNKNOWN
    return ["gc", _COMPREHENSIONS[type(node)], element, loops]


def _lambda(node: cst.Lambda, names: Names) -> Code:
    return ["fn", [[one.name.value, "", None] for one in node.params.params], coded(node.body, names)]


def _walrus(node: cst.NamedExpr, names: Names) -> Code:
    return ["w", spelled(node.target), coded(node.value, names)]


def _awaited(node: cst.Await, names: Names) -> Code:
    return coded(node.expression, names)


def target(node: cst.CSTNode, names: Names) -> Code:
    """Return what is assigned to, as code."""
    if isinstance(node, cst.Name):
        return ["n", node.value]
    if isinstance(node, (cst.Tuple, cst.List)):
        return ["l", "tuple", [target(element.value, names) for element in node.elements]]
    return coded(node, names)


_READERS: dict[type, Callable[..., Code]] = {
    cst.SimpleString: _text,
    cst.Integer: _number,
    cst.Float: _number,
    cst.Name: _name,
    cst.Attribute: _attribute,
    cst.Subscript: _subscript,
    cst.Call: _call,
    cst.BinaryOperation: _binary,
    cst.UnaryOperation: _unary,
    cst.BooleanOperation: _boolean,
    cst.Comparison: _comparison,
    cst.IfExp: _conditional,
    cst.Dict: _dict,
    cst.FormattedString: _formatted,
    cst.ConcatenatedString: _concatenated,
    cst.Lambda: _lambda,
    cst.NamedExpr: _walrus,
    cst.Await: _awaited,
    **dict.fromkeys(_LISTS, _listed),
    **dict.fromkeys(_COMPREHENSIONS, _comprehension),
}
