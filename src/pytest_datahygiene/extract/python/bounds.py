"""How long a field lets a text be, and what checks are attached to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import libcst as cst

from pytest_datahygiene.extract.python.conditions import Conditions
from pytest_datahygiene.extract.python.constants import constant
from pytest_datahygiene.extract.python.subjects import Subjects
from pytest_datahygiene.extract.python.tree import argument, below, elements, spelled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytest_datahygiene.extract.python.scope import Declaration, Scope

# Calls that bound a length, with the names and positions of their bounds.
_LENGTHS = {
    "Length": (("min", 0), ("max", 1)),
    "length": (("min", 0), ("max", 1)),
    "Len": (("min_length", 0), ("max_length", 1)),
    "MinLen": (("min_length", 0), None),
    "MaxLen": (None, ("max_length", 0)),
    "MinLengthValidator": (("limit_value", 0), None),
    "MaxLengthValidator": (None, ("limit_value", 0)),
    "String": (None, ("length", 0)),
    "Unicode": (None, ("length", 0)),
    "VARCHAR": (None, ("length", 0)),
    "CHAR": (None, ("length", 0)),
}
_PATTERNS = {
    "Regexp": ("regex", 0),
    "regexp": ("regex", 0),
    "RegexValidator": ("regex", 0),
    "RegexField": ("regex", 0),
    "Regex": ("regex", 0),
}
# Lists of further checks that a declaration may carry.
_CHECKS = ("validators", "validate")


@dataclass
class Bounds:
    """Lengths in characters, the pattern, the dotted names of the checks; ``open`` when not all of it is constant."""

    least: int | None = None
    most: int | None = None
    pattern: str | None = None
    checks: tuple[str, ...] = ()
    open: bool = False


def bounds(declaration: Declaration) -> Bounds:
    """Read the bounds off every call of a declaration."""
    found = Bounds()
    scope = declaration.scope
    for part in declaration.parts:
        if not isinstance(part, cst.Call):
            continue
        last = scope.names.dotted(part.func).rsplit(".", 1)[-1]
        low, high = _LENGTHS.get(last, (None, None))
        for name, position in (("min_length", None), ("min_len", None), low or ("", None)):
            found.least = _tighter(found, argument(part, name, position), found.least, scope, max)
        for name, position in (("max_length", None), ("max_len", None), high or ("", None)):
            found.most = _tighter(found, argument(part, name, position), found.most, scope, min)
        _pattern(found, part, last, scope)
    if declaration.call is not None:
        _checks(found, declaration.call, scope)
    return found


def _tighter(
    found: Bounds, node: cst.BaseExpression | None, known: int | None, scope: Scope, pick: Callable[[int, int], int]
) -> int | None:
    if node is None:
        return known
    value = _number(node, scope)
    if value is None or value < 0:
        # WTForms writes "no bound" as -1; None says the same.
        found.open = found.open or (value is None and scope.names.dotted(node) != "None")
        return known
    return value if known is None else pick(known, value)


def _number(node: cst.BaseExpression, scope: Scope) -> int | None:
    """Return a bound: a literal, a constant of the module or of the class, or the default of a look-up."""
    name = spelled(node)
    for known in (constant(node, scope.names), scope.names.constants.get(f"{scope.owner}.{name}") if name else None):
        if isinstance(known, int) and not isinstance(known, bool):
            return known
    return None


def _pattern(found: Bounds, call: cst.Call, last: str, scope: Scope) -> None:
    name, position = _PATTERNS.get(last, ("", None))
    for node in (argument(call, name, position), argument(call, "pattern"), argument(call, "regex")):
        if node is None:
            continue
        text = scope.names.text(node)
        if text is None and isinstance(node, cst.Call):
            text = scope.names.text(node.args[0].value) if node.args else None
        if text is None:
            found.open = True
        elif found.pattern and found.pattern != text:
            # Each must match: said as one expression.
            found.pattern = f"(?={found.pattern})(?={text})"
        else:
            found.pattern = text


def _checks(found: Bounds, call: cst.Call, scope: Scope) -> None:
    names: dict[str, None] = {}
    for node in _attached(call):
        for part in elements(node) or [node]:
            if isinstance(part, cst.Lambda):
                _judged(found, part, scope)
                continue
            kept = scope.names.constants.get(spelled(part))
            if isinstance(kept, str):
                # A validator that the module makes once: it is known by its expression.
                found.pattern = f"(?={found.pattern})(?={kept})" if found.pattern else kept
                continue
            target = part.func if isinstance(part, cst.Call) else part
            name = scope.names.dotted(target)
            names[name or "?"] = None
            found.open = found.open or not name or not _plain(part)
    found.checks = tuple(names)


def _attached(call: cst.Call) -> Iterator[cst.BaseExpression]:
    """Yield the lists of further checks that a declaration carries, or the single check."""
    for keyword in _CHECKS:
        node = argument(call, keyword)
        if keyword == "validators" and node is None and len(call.args) > 1:
            # WTForms takes the list as its second argument.
            second = argument(call, keyword, 1)
            node = second if second is not None and elements(second) is not None else None
        if node is not None:
            yield node


def _judged(found: Bounds, check: cst.Lambda, scope: Scope) -> None:
    """Take in ``validate=lambda text: len(text) >= 8``."""
    subjects = Subjects((parameter.name.value, "password") for parameter in check.params.params)
    demand = Conditions(scope, subjects).demand(check.body, truth=True)
    found.least = max(found.least or 0, demand.least) or None
    found.open = found.open or demand.open or bool(demand.classes or demand.patterns) or not demand


def _plain(node: cst.CSTNode) -> bool:
    """Tell whether an entry is a name or a call, with nothing computed on the spot."""
    return not any(isinstance(part, (cst.Lambda, cst.IfExp, cst.ListComp, cst.BinaryOperation)) for part in below(node))
