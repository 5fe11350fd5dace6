"""Tests of single characters: which character class they ask for."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

import libcst as cst

from pytest_datahygiene.catalog.charsets import kind_of
from pytest_datahygiene.extract.python.tree import elements, spelled, text_of

if TYPE_CHECKING:
    from pytest_datahygiene.extract.python.names import Names

_METHODS = {
    "isdigit": "digit",
    "isnumeric": "digit",
    "isdecimal": "digit",
    "isupper": "upper",
    "islower": "lower",
    "isalpha": "alpha",
}
_STRINGS = {f"string.{name}": value for name in dir(string) if isinstance(value := getattr(string, name), str)}


def characters(node: cst.CSTNode, names: Names) -> str | None:
    """Return the characters that a constant lists: a literal, ``string.digits``, a sum or set of such, or ``None``."""
    text = names.text(node)
    if text is not None:
        return text
    if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, (cst.Add, cst.BitOr)):
        left, right = characters(node.left, names), characters(node.right, names)
        return None if left is None or right is None else left + right
    if (
        isinstance(node, cst.Call)
        and spelled(node.func) in ("set", "frozenset", "list", "tuple", "str")
        and len(node.args) == 1
    ):
        return characters(node.args[0].value, names)
    listed = elements(node)
    if listed:
        texts = [text_of(part) for part in listed]
        return None if None in texts else "".join(text for text in texts if text)
    dotted = names.dotted(node)
    return _STRINGS.get(dotted)


def class_of(test: cst.CSTNode, names: Names) -> tuple[str, bool] | None:
    """Return the class that a test on a character asks for, and whether it holds when the test is true; else ``None``.

    ``c.isdigit()``, ``str.isdigit``, ``c in string.digits``, ``not c.isalnum()``; a class of ``""`` is several.
    """
    if isinstance(test, cst.UnaryOperation) and isinstance(test.operator, cst.Not):
        inner = class_of(test.expression, names)
        return (inner[0], not inner[1]) if inner else None
    if isinstance(test, cst.Call) and isinstance(test.func, cst.Attribute):
        return _method(test.func.attr.value)
    if isinstance(test, cst.Attribute):
        return _method(test.attr.value) if spelled(test.value) == "str" else None
    if isinstance(test, cst.Comparison) and len(test.comparisons) == 1:
        target = test.comparisons[0]
        if isinstance(target.operator, (cst.In, cst.NotIn)):
            listed = characters(target.comparator, names)
            kind = kind_of(listed) if listed else None
            return None if kind is None else (kind, isinstance(target.operator, cst.In))
    return None


def _method(name: str) -> tuple[str, bool] | None:
    if name == "isalnum":
        # What is no letter and no digit is a symbol.
        return "symbol", False
    return (_METHODS[name], True) if name in _METHODS else None
