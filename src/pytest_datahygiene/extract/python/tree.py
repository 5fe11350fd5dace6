"""Reading LibCST nodes: their parts, the names they spell and the constants they are."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from functools import cache

import libcst as cst

# Parts of a node that hold white space and punctuation: half of every tree, and nothing that means anything.
_SILENT = frozenset(
    "header footer leading_lines lines_after_decorators lpar rpar lbracket rbracket lbrace rbrace comma"
    " semicolon equal colon dot trailing_whitespace indent async asynchronous".split()
)

_PLAIN = frozenset({type(None), str, bool, cst.MaybeSentinel})
# A number that counts something, in binary, with a prefix and some underscores; a larger one may be a card's.
_DIGITS, _LARGEST = 80, 10**11
_DEFINITIONS = frozenset({cst.FunctionDef, cst.ClassDef})


@cache
def _parts(kind: type[cst.CSTNode]) -> tuple[str, ...]:
    names = (field.name for field in dataclasses.fields(kind))
    return tuple(name for name in names if name not in _SILENT and "whitespace" not in name)


def children(node: cst.CSTNode) -> list[cst.CSTNode]:
    """Return the parts of a node that mean something, in source order."""
    found: list[cst.CSTNode] = []
    for name in _parts(type(node)):
        value = getattr(node, name)
        kind = type(value)
        # LibCST's classes are abstract ones, whose instance checks are slow: the few other types are told apart
        # instead.
        if kind in _PLAIN:
            continue
        if kind is list or kind is tuple:
            found.extend(value)
        else:
            found.append(value)
    return found


def below(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """Yield a node and everything under it, nested functions and classes left out; no recursion, whatever the depth."""
    stack = [node]
    while stack:
        here = stack.pop()
        yield here
        stack.extend([part for part in reversed(children(here)) if type(part) not in _DEFINITIONS])


def everything(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """Yield a node and everything under it, nested functions and classes too."""
    stack = [node]
    while stack:
        here = stack.pop()
        yield here
        stack.extend(reversed(children(here)))


def comments(node: cst.CSTNode) -> Iterator[str]:
    """Yield the comments in and before a node; this looks at all of it, white space too, and is slow."""
    stack = [node]
    while stack:
        here = stack.pop()
        if type(here) is cst.Comment:
            yield here.value
        stack.extend(here.children)


def calls(node: cst.CSTNode) -> Iterator[cst.Call]:
    """Yield the calls in a node, outer ones first."""
    return (part for part in below(node) if type(part) is cst.Call)


def spelled(node: cst.CSTNode) -> str:
    """Return ``a.b.c`` for a chain of attributes on a name, ``""`` for anything else."""
    parts: list[str] = []
    while isinstance(node, cst.Attribute):
        parts.append(node.attr.value)
        node = node.value
    if not isinstance(node, cst.Name):
        return ""
    return ".".join([node.value, *reversed(parts)])


def tail(node: cst.BaseExpression) -> str:
    """Return the end of what is called, as far as names tell: ``logger.info``, ``().info`` behind another call."""
    names: list[str] = []
    while isinstance(node, cst.Attribute):
        names.append(node.attr.value)
        node = node.value
    names.append(node.value if isinstance(node, cst.Name) else "()")
    return ".".join(reversed(names))


def text_of(node: cst.CSTNode) -> str | None:
    """Return the value of a string literal, concatenated ones included, or ``None``; bytes count when they are ASCII.

    A lone surrogate, which no file can hold, becomes a question mark.
    """
    if isinstance(node, cst.ConcatenatedString):
        parts = [text_of(part) for part in _concatenated(node)]
        return None if None in parts else "".join(filter(None, parts))
    if not isinstance(node, cst.SimpleString):
        return None
    try:
        value = node.evaluated_value
    except (SyntaxError, ValueError):
        return None
    text = value.decode("latin-1") if isinstance(value, bytes) else value
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _concatenated(node: cst.BaseExpression) -> list[cst.BaseExpression]:
    """Return the literals of ``"a" "b" "c"``, of which there may be thousands."""
    found = []
    while isinstance(node, cst.ConcatenatedString):
        found.append(node.left)
        node = node.right
    return [*found, node]


def number_of(node: cst.CSTNode) -> int | None:
    """Return the value of an integer literal of at most eleven digits, signed ones included, or ``None``."""
    if isinstance(node, cst.UnaryOperation) and isinstance(node.operator, cst.Minus):
        inner = number_of(node.expression) if isinstance(node.expression, cst.Integer) else None
        return None if inner is None else -inner
    if not isinstance(node, cst.Integer) or len(node.value) > _DIGITS:
        return None
    try:
        value = int(node.value, 0)
    except ValueError:
        return None
    return value if value < _LARGEST else None


def argument(call: cst.Call, name: str, position: int | None = None) -> cst.BaseExpression | None:
    """Return the argument of that name, or at that position among the unnamed ones, or ``None``."""
    unnamed = 0
    for arg in call.args:
        if arg.keyword is not None:
            if arg.keyword.value == name:
                return arg.value
        elif not arg.star:
            if unnamed == position:
                return arg.value
            unnamed += 1
    return None


def elements(node: cst.CSTNode) -> list[cst.BaseExpression] | None:
    """Return what a list, tuple or set literal holds, or ``None``; starred parts are left out."""
    if not isinstance(node, (cst.List, cst.Tuple, cst.Set)):
        return None
    return [element.value for element in node.elements if isinstance(element, cst.Element)]


def pairs(node: cst.CSTNode) -> list[tuple[str, cst.BaseExpression]] | None:
    """Return the items of a dict literal whose keys are strings, or ``None`` when it is none."""
    if isinstance(node, cst.Call) and spelled(node.func) == "dict":
        return [(arg.keyword.value, arg.value) for arg in node.args if arg.keyword]
    if not isinstance(node, cst.Dict):
        return None
    found = []
    for element in node.elements:
        key = text_of(element.key) if isinstance(element, cst.DictElement) else None
        if key is not None and isinstance(element, cst.DictElement):
            found.append((key, element.value))
    return found
