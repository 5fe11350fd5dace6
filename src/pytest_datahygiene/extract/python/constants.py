"""What an expression is worth when it runs with no configuration: literals, constants of the file, and defaults."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from pytest_datahygiene.extract.python.tree import argument, elements, spelled, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_datahygiene.extract.python.names import Names

Constant = int | str | float | bool | None
# Readers of the environment and of settings that take the default as their second argument.
_LOOKUPS = frozenset(
    {
        "get",
        "getenv",
        "env",
        "config",
        "int",
        "str",
        "bool",
        "getint",
        "setdefault",
        "get_setting",
        "environ",
        "get_env",
        "pop",
    }
)
_CASTS = frozenset(
    {
        "int",
        "str",
        "abs",
        "IntegerValue",
        "PositiveIntegerValue",
        "Value",
        "ListValue",
        "SingleNestedTupleValue",
        "list",
        "tuple",
    }
)


def constant(node: cst.CSTNode, names: Names, bound: Mapping[str, int | str] | None = None) -> Constant:
    """Return the value of an expression, ``None`` when it is not known or is ``None``.

    ``bound`` gives the variables of a comprehension. A look-up in the environment is worth its default.
    """
    known = _named(node, names, bound or {})
    if known is not None:
        return known
    text = text_with(node, names, bound or {})
    if text is not None:
        return text
    if isinstance(node, cst.Float):
        return float(node.value)
    default = defaulted(node)
    return constant(default, names, bound) if default is not None else None


def _named(node: cst.CSTNode, names: Names, bound: Mapping[str, int | str]) -> Constant:
    number = names.number(node)
    if number is not None:
        return number
    name = spelled(node)
    return {"True": True, "False": False}.get(name, bound.get(name))


def text_with(node: cst.CSTNode, names: Names, bound: Mapping[str, int | str]) -> str | None:
    """Return a text put together of known parts by ``+``, ``%``, ``.format`` or an f-string, or ``None``."""
    plain = names.text(node)
    if plain is not None:
        return plain
    if isinstance(node, cst.Name):
        return str(bound[node.value]) if node.value in bound else None
    if isinstance(node, cst.FormattedString):
        return _joined([_piece(part, names, bound) for part in node.parts])
    if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.Add):
        return _joined([text_with(side, names, bound) for side in (node.left, node.right)])
    if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.Modulo):
        return _filled(text_with(node.left, names, bound), "%s", elements(node.right) or [node.right], names, bound)
    if isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute) and node.func.attr.value == "format":
        return _filled(names.text(node.func.value), "{}", [arg.value for arg in node.args], names, bound)
    return None


def _piece(part: cst.CSTNode, names: Names, bound: Mapping[str, int | str]) -> str | None:
    if isinstance(part, cst.FormattedStringText):
        return part.value
    if not isinstance(part, cst.FormattedStringExpression):
        return None
    number = names.number(part.expression)
    return text_with(part.expression, names, bound) if number is None else str(number)


def _joined(parts: list[str | None]) -> str | None:
    known = [part for part in parts if part is not None]
    return "".join(known) if len(known) == len(parts) else None


def _filled(
    frame: str | None, hole: str, values: list[cst.BaseExpression], names: Names, bound: Mapping[str, int | str]
) -> str | None:
    """Return a frame with its holes filled in order; only as many values as holes."""
    pieces = frame.replace("{0}", "{}").split(hole) if frame is not None else []
    texts = [text_with(value, names, bound) for value in values]
    if len(pieces) != len(texts) + 1:
        return None
    return _joined([part for pair in zip(pieces, [*texts, ""], strict=True) for part in pair])


def _has_sections(node: cst.BaseExpression) -> bool:
    """Tell whether something is a configuration in sections, by its name."""
    name = spelled(node).rpartition(".")[2].lower()
    return "config" in name or name in ("cfg", "conf", "parser")


def defaulted(node: cst.CSTNode) -> cst.BaseExpression | None:
    """Return what an expression falls back on, or ``None``: ``env.int("X", default=8)``, ``getattr(c, "X", 8)``."""
    if isinstance(node, cst.BooleanOperation) and isinstance(node.operator, cst.Or):
        return node.right
    if not isinstance(node, cst.Call):
        return None
    named = argument(node, "default")
    if named is not None:
        return named
    last = node.func.attr.value if isinstance(node.func, cst.Attribute) else spelled(node.func)
    plain = [arg.value for arg in node.args if arg.keyword is None and not arg.star]
    if last == "getattr" and len(plain) == 3:
        return plain[2]
    if last == "get" and len(plain) == 2 and isinstance(node.func, cst.Attribute) and _has_sections(node.func.value):
        # Section and option: the second is no default.
        return None
    # The first argument of a look-up is the name that is looked up.
    if last in _LOOKUPS and len(plain) > 1 and text_of(plain[0]) is not None:
        return plain[1]
    return plain[0] if last in _CASTS and plain else None
