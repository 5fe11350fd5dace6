"""The value of any expression: told by the reader of its kind, else whatever its parts may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_datahygiene.extract.python.lowering.values import NOTHING, Value
from pytest_datahygiene.extract.python.tree import children

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import libcst as cst

    from pytest_datahygiene.extract.python.lowering.frame import Frame

# Kind of node -> its reader; the modules of this room enter their own.
READERS: dict[type, Callable[..., Value]] = {}


def evaluate(node: cst.CSTNode, frame: Frame) -> Value:
    """Return the value of an expression; calls in it are noted in the frame."""
    reader = READERS.get(type(node))
    return reader(node, frame) if reader is not None else together(children(node), frame)


def together(nodes: Iterable[cst.CSTNode], frame: Frame) -> Value:
    """Return what is made of several parts: a sum, a formatted text, either side of ``or``."""
    return one_of(evaluate(node, frame) for node in nodes)


def one_of(values: Iterable[Value]) -> Value:
    """Return what may be any of some values."""
    found = NOTHING
    for value in values:
        found = found.join(value)
    return found
