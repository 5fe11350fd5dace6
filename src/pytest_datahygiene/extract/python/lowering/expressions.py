"""Expressions, evaluated to where their values may come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from pytest_datahygiene.extract.python.lowering import builtin
from pytest_datahygiene.extract.python.lowering.literals import literals
from pytest_datahygiene.extract.python.lowering.values import ANY, NOTHING, Value
from pytest_datahygiene.extract.python.tree import children, number_of, spelled, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pytest_datahygiene.extract.python.lowering.frame import Frame

_CONSTANTS = frozenset({"True", "False", "None", "Ellipsis", "NotImplemented", "__name__", "__file__"})
# So few digits at either end of a card number may be kept and shown.
_HEAD, _TAIL = 8, 4
_ELEMENTS = 40


def evaluate(node: cst.CSTNode, frame: Frame) -> Value:
    """Return the value of an expression; calls in it are noted in the frame."""
    reader = _READERS.get(type(node))
    return reader(node, frame) if reader is not None else _all(children(node), frame)


def _name(node: cst.Name, frame: Frame) -> Value:
    return NOTHING if node.value in _CONSTANTS else frame.lookup(node.value)


def _nothing(_node: cst.CSTNode, _frame: Frame) -> Value:
    return NOTHING


def _told(node: cst.CSTNode, frame: Frame) -> Value:
    """Return nothing: a comparison says something about its sides and is neither."""
    _all(children(node), frame)
    return NOTHING


def _conditional(node: cst.IfExp, frame: Frame) -> Value:
    evaluate(node.test, frame)
    return evaluate(node.body, frame).join(evaluate(node.orelse, frame))


def _walrus(node: cst.NamedExpr, frame: Frame) -> Value:
    value = evaluate(node.value, frame)
    frame.assign(node.target, value, node)
    return value


def _all(nodes: Iterable[cst.CSTNode], frame: Frame) -> Value:
    """Return what is made of several parts: a sum, a formatted text, either side of ``or``."""
    found = NOTHING
    for node in nodes:
        found = found.join(evaluate(node, frame))
    return found


def _attribute(node: cst.Attribute, frame: Frame) -> Value:
    name = spelled(node)
    if name and not frame.is_local(name.split(".", 1)[0]):
        head, *keys = name.split(".")
        # Behind a name of another module keys begin; where the module ends only the linker knows.
        value = frame.lookup(head)
        for key in keys:
            value = value.read(key)
        return value
    return evaluate(node.value, frame).read(node.attr.value)


def _subscript(node: cst.Subscript, frame: Frame) -> Value:
    value = evaluate(node.value, frame)
    if len(node.slice) != 1:
        return value.read(ANY)
    part = node.slice[0].slice
    if isinstance(part, cst.Slice):
        return NOTHING if _is_harmless(part) else value
    return value.read(key_of(part.value, frame)) if isinstance(part, cst.Index) else value.read(ANY)


def _is_harmless(part: cst.Slice) -> bool:
    """Tell whether a slice leaves what may be shown of a card number."""
    lower = number_of(part.lower) if part.lower is not None else None
    upper = number_of(part.upper) if part.upper is not None else None
    if part.upper is None:
        return lower is not None and -_TAIL <= lower < 0
    return upper is not None and 0 <= upper <= _HEAD and (part.lower is None or lower is not None)


def key_of(node: cst.BaseExpression, frame: Frame) -> str:
    """Return a constant key as part of a path, ``*`` for any other; a key that may be data itself is none."""
    text, number = frame.names.text(node), number_of(node)
    if number is not None and 0 <= number < _ELEMENTS:
        return str(number)
    return text if text and len(text) <= _ELEMENTS and text.replace("-", "_").replace(".", "_").isidentifier() else ANY


def _dict(node: cst.Dict, frame: Frame) -> Value:
    value = NOTHING
    for element in node.elements:
        inner = evaluate(element.value, frame)
        if isinstance(element, cst.DictElement):
            evaluate(element.key, frame)
            value = value.write(key_of(element.key, frame), inner)
        else:
            value = value.update(inner)
    return value


def _sequence(node: cst.List | cst.Tuple | cst.Set, frame: Frame) -> Value:
    value = NOTHING
    for index, element in enumerate(node.elements):
        inner = evaluate(element.value, frame)
        starred = isinstance(element, cst.StarredElement)
        if starred:
            inner = inner.read(ANY)
        value = value.write(ANY if starred or index >= _ELEMENTS else str(index), inner)
    return value


def _comprehension(node: cst.BaseComp, frame: Frame) -> Value:
    loop: cst.CompFor | None = node.for_in
    while loop is not None:
        frame.assign(loop.target, evaluate(loop.iter, frame).read(ANY), node)
        _all((condition.test for condition in loop.ifs), frame)
        loop = loop.inner_for_in
    if isinstance(node, cst.DictComp):
        evaluate(node.key, frame)
        return NOTHING.write(ANY, evaluate(node.value, frame))
    return NOTHING.write(ANY, evaluate(node.elt, frame)) if isinstance(node, cst.BaseSimpleComp) else NOTHING


def _lambda(node: cst.Lambda, frame: Frame) -> Value:
    for parameter in node.params.params:
        frame.assign(parameter.name, NOTHING, node)
    return evaluate(node.body, frame)


def _call(node: cst.Call, frame: Frame) -> Value:
    arguments = [(arg, evaluate(arg.value, frame)) for arg in node.args]
    name = spelled(node.func)
    head = name.split(".", 1)[0]
    dotted = frame.names.dotted(node.func) if name and not frame.is_local(head) else ""
    first = arguments[0][1] if arguments else NOTHING
    if dotted in builtin.ABOUT:
        return NOTHING
    if dotted in ("dict", "collections.OrderedDict", "types.SimpleNamespace"):
        return _made(arguments)
    if dotted in builtin.SAME:
        return _joined(arguments)
    if dotted in ("enumerate", "zip"):
        pairs = [NOTHING, first] if dotted == "enumerate" else [value for _, value in arguments]
        return NOTHING.write(ANY, _tuple(value.read(ANY) for value in pairs))
    if dotted in ("getattr", "setattr") and len(arguments) > 1:
        return first.read(key_of(node.args[1].value, frame))
    if isinstance(node.func, cst.Attribute):
        known = _method(node, node.func, arguments, frame, dotted)
        if known is not None:
            return known
    return _noted(node, dotted, arguments, frame)


def _tuple(values: Iterable[Value]) -> Value:
    found = NOTHING
    for index, value in enumerate(values):
        found = found.write(str(index), value)
    return found


def _joined(arguments: list[tuple[cst.Arg, Value]]) -> Value:
    found = NOTHING
    for _, value in arguments:
        found = found.join(value)
    return found


def _made(arguments: list[tuple[cst.Arg, Value]]) -> Value:
    value = NOTHING
    for arg, inner in arguments:
        value = value.write(arg.keyword.value, inner) if arg.keyword else value.update(inner)
    return value


def _method(
    node: cst.Call, func: cst.Attribute, arguments: list[tuple[cst.Arg, Value]], frame: Frame, dotted: str
) -> Value | None:
    """Return the result of a method that every object of its kind has, or ``None`` for any other."""
    method = func.attr.value
    literal = text_of(func.value) is not None or isinstance(func.value, cst.FormattedString)
    if literal and method in ("format", "join", "format_map"):
        return evaluate(func.value, frame).join(_joined(arguments))
    if dotted and not frame.is_import(dotted):
        dotted = ""
    if method in builtin.ABOUT_METHODS and not dotted:
        evaluate(func.value, frame)
        return NOTHING
    if method in builtin.LOOKUPS and arguments and not arguments[0][0].keyword:
        key = key_of(node.args[0].value, frame)
        if key != ANY or method != "get":
            return _looked_up(func, method, key, arguments, frame)
    if method in builtin.BODIES and spelled(func.value).rsplit(".", 1)[-1] in builtin.REQUESTS:
        return evaluate(func.value, frame).read(builtin.BODIES[method])
    if method == "items" and not arguments:
        return NOTHING.write(ANY, _tuple([NOTHING, evaluate(func.value, frame).read(ANY)]))
    if method in builtin.SAME_METHODS:
        return evaluate(func.value, frame)
    if method in builtin.ADDS and isinstance(func.value, (cst.Name, cst.Attribute)) and not dotted:
        frame.assign_key(func.value, ANY, _joined(arguments), node)
        return NOTHING
    if method in builtin.MERGES and isinstance(func.value, (cst.Name, cst.Attribute)) and arguments and not dotted:
        frame.merge(func.value, _made(arguments), node)
        return None
    return None


def _looked_up(
    func: cst.Attribute, method: str, key: str, arguments: list[tuple[cst.Arg, Value]], frame: Frame
) -> Value:
    found = evaluate(func.value, frame).read(key)
    if len(arguments) > 1:
        found = found.join(arguments[1][1])
    if method == "pop" and key != ANY:
        frame.forget(func.value, key)
    return found


def _noted(node: cst.Call, dotted: str, arguments: list[tuple[cst.Arg, Value]], frame: Frame) -> Value:
    """Note a call of which only the linker can tell what it does."""
    receiver = NOTHING
    if dotted:
        callee = dotted
        if isinstance(node.func, cst.Attribute):
            receiver = evaluate(node.func.value, frame)
    elif isinstance(node.func, cst.Attribute):
        receiver, callee = evaluate(node.func.value, frame), "." + node.func.attr.value
    else:
        receiver, callee = evaluate(node.func, frame), ""
    number = frame.call(callee, node, literals(node, frame))
    position = 0
    for arg, value in arguments:
        key = arg.keyword.value if arg.keyword else arg.star or str(position)
        position += not arg.keyword and not arg.star
        frame.flow(value, f"c{number}/#{key}", node)
    frame.flow(receiver, f"c{number}/#@", node)
    return Value(frozenset({f"c{number}"}))


_READERS: dict[type, Callable[..., Value]] = {
    cst.Name: _name,
    cst.Attribute: _attribute,
    cst.Subscript: _subscript,
    cst.Call: _call,
    cst.Dict: _dict,
    cst.IfExp: _conditional,
    cst.NamedExpr: _walrus,
    cst.Lambda: _lambda,
    **dict.fromkeys((cst.List, cst.Tuple, cst.Set), _sequence),
    **dict.fromkeys((cst.ListComp, cst.SetComp, cst.GeneratorExp, cst.DictComp), _comprehension),
    **dict.fromkeys((cst.Comparison, cst.UnaryOperation), _told),
    **dict.fromkeys((cst.SimpleString, cst.Integer, cst.Float, cst.Imaginary, cst.Ellipsis), _nothing),
}
