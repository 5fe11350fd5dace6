"""Calls: what Python's own functions and methods make of their arguments, and a note of all others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from pytest_datahygiene.extract import sqltext
from pytest_datahygiene.extract.python.lowering import builtin
from pytest_datahygiene.extract.python.lowering.evaluating import READERS, evaluate, one_of
from pytest_datahygiene.extract.python.lowering.expressions import formats, key_of, keys_of, looked_up
from pytest_datahygiene.extract.python.lowering.literals import literals
from pytest_datahygiene.extract.python.lowering.values import ANY, NOTHING, Value
from pytest_datahygiene.extract.python.tree import argument, elements, spelled, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pytest_datahygiene.extract.python.lowering.frame import Frame


def _attribute(node: cst.Call, values: list[Value], frame: Frame) -> Value:
    """Read an attribute, or set one whose name is a text: ``setattr(card, "number", number)``."""
    name = text_of(node.args[1].value)
    if len(values) < 3 or not name or spelled(node.func) != "setattr":
        return values[0].read(key_of(node.args[1].value, frame))
    frame.read.add(name)
    frame.put.add(name)
    frame.assign_key(node.args[0].value, name, values[2], node)
    return NOTHING


def _is_same(dotted: str, frame: Frame) -> bool:
    named = dotted.rpartition(".")[2] in builtin.SAME_NAMES and dotted not in builtin.SIGNS
    return named and frame.is_import(dotted)


def _call(node: cst.Call, frame: Frame) -> Value:
    arguments = [(arg, evaluate(arg.value, frame)) for arg in node.args]
    name = spelled(node.func)
    head = name.split(".", 1)[0]
    dotted = frame.names.dotted(node.func) if name and not frame.is_local(head) else ""
    if isinstance(node.func, cst.Name) and not dotted:
        dotted = frame.callee(name)
    first = arguments[0][1] if arguments else NOTHING
    if dotted in builtin.ABOUT:
        return NOTHING
    if dotted in ("dict", "collections.OrderedDict", "types.SimpleNamespace"):
        return _made(arguments)
    if dotted in builtin.SAME or _is_same(dotted, frame):
        return _joined(arguments)
    if dotted in builtin.PICKS:
        return first.read(ANY).join(_joined(arguments[1:]))
    if dotted in ("enumerate", "zip"):
        pairs = [NOTHING, first] if dotted == "enumerate" else [value for _, value in arguments]
        return NOTHING.write(ANY, _tuple(value.read(ANY) for value in pairs))
    if dotted in ("getattr", "setattr") and len(arguments) > 1:
        return _attribute(node, [value for _, value in arguments], frame)
    if dotted.endswith("get_model") and node.args and text_of(node.args[-1].value):
        return frame.lookup((text_of(node.args[-1].value) or "").rpartition(".")[2])
    if dotted == "re.sub" and len(arguments) > 2 and _only_tidies(node):
        return arguments[2][1]
    if isinstance(node.func, cst.Attribute):
        known = _method(node, node.func, arguments, frame, dotted)
        if known is not None:
            return known
    _hand_on(node, dotted, arguments, frame)
    return _noted(node, dotted, arguments, frame)


def _only_tidies(node: cst.Call) -> bool:
    """Tell whether a substitution only takes away what parts the digits."""
    pattern, put = text_of(node.args[0].value) or "", text_of(node.args[1].value)
    return put == "" and ("\\D" in pattern or "[^" in pattern or "d" not in pattern.lower()) and "." not in pattern


def _hand_on(node: cst.Call, dotted: str, arguments: list[tuple[cst.Arg, Value]], frame: Frame) -> None:
    """Note the call of a function that is handed over with its arguments: ``partial(note, number)``."""
    method = node.func.attr.value if isinstance(node.func, cst.Attribute) else ""
    if dotted and method in builtin.CALLS_ITSELF | builtin.CALLS_WITH and isinstance(node.func, cst.Attribute):
        passed = arguments if method in builtin.CALLS_ITSELF else [*_packed(arguments)]
        _handed(node, node.func.value, passed, frame)
    for arg, _ in arguments:
        if arg.keyword is not None and arg.keyword.value in builtin.HANDS_ALL_ON:
            _handed(node, arg.value, [*_packed(arguments)], frame)
    at = builtin.HANDS_ON.get(dotted, builtin.HANDS_ON_METHODS.get(method, len(arguments)))
    if at >= len(arguments) or arguments[at][0].keyword or arguments[at][0].star:
        return
    _handed(node, arguments[at][0].value, arguments[at + 1 :], frame)


def _handed(node: cst.Call, func: cst.BaseExpression, arguments: list[tuple[cst.Arg, Value]], frame: Frame) -> None:
    """Note the call of a function by another one."""
    name = spelled(func)
    if not name:
        return
    local = frame.is_local(name.split(".", 1)[0])
    dotted = frame.callee(name) if local else frame.names.dotted(func)
    if dotted or "." in name:
        inner = frame.handed.setdefault(
            (id(node), name), node.with_changes(func=func, args=[arg for arg, _ in arguments])
        )
        _noted(inner, dotted, arguments, frame)


def _packed(arguments: list[tuple[cst.Arg, Value]]) -> Iterator[tuple[cst.Arg, Value]]:
    """Yield arguments that come as one: ``args=(number,), kwargs={"code": code}``."""
    for index, (arg, value) in enumerate(arguments):
        name = arg.keyword.value if arg.keyword else ("args", "kwargs")[index] if index < 2 and not arg.star else ""
        if name in ("args", "kwargs"):
            yield cst.Arg(arg.value, star="*" if name == "args" else "**"), value


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
        given = _joined(arguments)
        return evaluate(func.value, frame).join(given).join(given.read(ANY) if method == "join" else NOTHING)
    if dotted and not frame.is_import(dotted):
        dotted = ""
    if method in builtin.ABOUT_METHODS and not dotted:
        evaluate(func.value, frame)
        return NOTHING
    if method in builtin.LOOKUPS and arguments and not arguments[0][0].keyword:
        keys = keys_of(node.args[0].value, frame)
        if keys != (ANY,) or method != "get":
            return _looked_up(func, method, keys, arguments, frame)
    if method in builtin.BODIES and spelled(func.value).rsplit(".", 1)[-1] in builtin.REQUESTS:
        return evaluate(func.value, frame).read(builtin.BODIES[method])
    if method in ("items", "values") and not arguments:
        each = evaluate(func.value, frame).read(ANY)
        return NOTHING.write(ANY, _tuple([NOTHING, each]) if method == "items" else each)
    if method == "replace" and len(arguments) > 1 and "*" in (text_of(node.args[1].value) or ""):
        return NOTHING
    if method in builtin.SAME_METHODS and not (dotted and method in ("encode", "decode")):
        return _without(evaluate(func.value, frame), argument(node, "exclude"))
    if method in builtin.ADDS and isinstance(func.value, (cst.Name, cst.Attribute)) and not dotted:
        frame.assign_key(func.value, ANY, _joined(arguments), node)
        return NOTHING
    if method in builtin.MERGES and isinstance(func.value, (cst.Name, cst.Attribute)) and arguments and not dotted:
        frame.merge(func.value, _made(arguments), node)
        return None
    return None


def _without(value: Value, excluded: cst.BaseExpression | None) -> Value:
    """Return a value without the components that are left out of what it is dumped to."""
    for element in (elements(excluded) or []) if excluded is not None else []:
        key = text_of(element)
        value = value.write(key, NOTHING) if key else value
    return value


def _looked_up(
    func: cst.Attribute, method: str, keys: tuple[str, ...], arguments: list[tuple[cst.Arg, Value]], frame: Frame
) -> Value:
    value = evaluate(func.value, frame)
    found = looked_up(value, keys, frame)
    if len(arguments) > 1:
        found = found.join(arguments[1][1])
    if method == "pop":
        for one in keys:
            frame.forget(func.value, one)
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
        if callee == ".connect" and not frame.name:
            # A signal of the module: others know it by its name.
            callee = spelled(node.func)
    else:
        receiver, callee = evaluate(node.func, frame), ""
    read = literals(node, frame)
    number = frame.call(callee, node, read)
    position = 0
    for arg, value in _formatted(arguments):
        key = arg.keyword.value if arg.keyword else arg.star or str(position)
        position += not arg.keyword and not arg.star
        if key == "0" and read.writes:
            value = _written(arg.value, value, frame)
        frame.flow(value, f"c{number}/#{key}", node)
    frame.flow(receiver, f"c{number}/#@", node)
    if callee.rpartition(".")[2] in builtin.TABLES:
        for column in filter(None, map(text_of, elements(argument(node, "columns") or node) or [])):
            frame.flow(Value(frozenset({f"c{number}/{column.replace('/', '_')}"})), "held", node)
    return Value(frozenset({f"c{number}"}))


def _formatted(arguments: list[tuple[cst.Arg, Value]]) -> list[tuple[cst.Arg, Value]]:
    """Return arguments, of a mapping behind a text only what the text names: ``log.info("%(id)s", data)``."""
    if len(arguments) == 2:
        named = formats(text_of(arguments[0][0].value))
        if named:
            return [arguments[0], (arguments[1][0], one_of(arguments[1][1].read(key) for key in named))]
    return arguments


def _written(node: cst.BaseExpression, value: Value, frame: Frame) -> Value:
    """Return what a statement that is put together on the spot writes; what stands behind WHERE it looks for."""
    if not isinstance(node, cst.FormattedString):
        return value
    found, said = NOTHING, ""
    for part in node.parts:
        if isinstance(part, cst.FormattedStringText):
            said += part.value
        elif isinstance(part, cst.FormattedStringExpression) and not sqltext.looks_up(said):
            found = found.join(evaluate(part.expression, frame))
    return found


READERS[cst.Call] = _call
