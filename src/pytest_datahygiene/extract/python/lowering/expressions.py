"""Expressions, evaluated to where their values may come from."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING

import libcst as cst

from pytest_datahygiene.extract.python.lowering import builtin
from pytest_datahygiene.extract.python.lowering.evaluating import READERS, evaluate, one_of, together
from pytest_datahygiene.extract.python.lowering.values import ANY, NOTHING, UNKNOWN, Value
from pytest_datahygiene.extract.python.tree import children, elements, number_of, spelled, text_of

if TYPE_CHECKING:
    from pytest_datahygiene.extract.python.lowering.frame import Frame

_CONSTANTS = frozenset({"True", "False", "None", "Ellipsis", "NotImplemented", "__name__", "__file__"})
# So few digits at either end of a card number may be kept and shown.
_HEAD, _TAIL = 8, 4
_ELEMENTS = 40
_MORE = tuple(".*\u2026")
_NAMED = re.compile(r"%\((\w+)\)")
_SHORT = re.compile(r"0?\d[dD]|\.?[0-4][sS]?")


def _name(node: cst.Name, frame: Frame) -> Value:
    return NOTHING if node.value in _CONSTANTS else frame.lookup(node.value)


def _nothing(_node: cst.CSTNode, _frame: Frame) -> Value:
    return NOTHING


def _told(node: cst.CSTNode, frame: Frame) -> Value:
    """Return nothing: a comparison says something about its sides and is neither."""
    together(children(node), frame)
    return NOTHING


def _conditional(node: cst.IfExp, frame: Frame) -> Value:
    evaluate(node.test, frame)
    match node.test:
        case cst.Comparison(left=cst.Name(), comparisons=[cst.ComparisonTarget(operator=cst.In() | cst.NotIn())]):
            # "***" if key in HIDDEN else value
            hides = text_of(node.body) is not None or text_of(node.orelse) is not None
            if hides:
                return NOTHING
    return evaluate(node.body, frame).join(evaluate(node.orelse, frame))


def _walrus(node: cst.NamedExpr, frame: Frame) -> Value:
    value = evaluate(node.value, frame)
    frame.assign(node.target, value, node)
    return value


def _attribute(node: cst.Attribute, frame: Frame) -> Value:
    if node.attr.value == "__dict__":
        return evaluate(node.value, frame)
    name = spelled(node)
    frame.read.add(node.attr.value)
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
    if _is_behind_secret(node):
        return NOTHING
    if isinstance(part, cst.Slice):
        return value.cut() if _is_harmless(part) else value
    if not isinstance(part, cst.Index):
        return value.read(ANY)
    return looked_up(value, keys_of(part.value, frame), frame)


def looked_up(value: Value, keys: tuple[str, ...], frame: Frame) -> Value:
    """Return what is found under one of some keys; under one that is not known, no component that has a name."""
    frame.looked_up.update(keys)
    return one_of(value.read(UNKNOWN if key == ANY else key) for key in keys)


def _is_behind_secret(node: cst.Subscript) -> bool:
    """Tell whether of an address only what stands behind the password is taken: ``url.split("@")[1]``."""
    match node:
        case cst.Subscript(
            value=cst.Call(
                func=cst.Attribute(attr=cst.Name(value="split" | "rsplit" | "partition" | "rpartition")),
                args=[first, *_],
            ),
            slice=[cst.SubscriptElement(slice=cst.Index(value=index))],
        ):
            return text_of(first.value) == "@" and number_of(index) != 0
    return False


def keys_of(node: cst.BaseExpression, frame: Frame) -> tuple[str, ...]:
    """Return the keys that an expression may be: those of the list that its loop goes through, else the one."""
    return (isinstance(node, cst.Name) and frame.alternatives.get(node.value)) or (key_of(node, frame),)


def _is_harmless(part: cst.Slice) -> bool:
    """Tell whether a slice leaves what may be shown of a card number: ``[-4:]``, ``[12:16]``, ``[:6]``."""
    lower = number_of(part.lower) if part.lower is not None else None
    upper = number_of(part.upper) if part.upper is not None else None
    if lower is not None and (-_TAIL <= lower < 0 or lower > _HEAD):
        return True
    match part.lower:
        case cst.BinaryOperation(left=cst.Call(func=cst.Name(value="len")), operator=cst.Subtract(), right=taken):
            return (number_of(taken) or _HEAD) <= _TAIL
    return upper is not None and 0 <= upper <= _HEAD and (part.lower is None or lower is not None)


def key_of(node: cst.BaseExpression, frame: Frame) -> str:
    """Return a constant key as part of a path, ``*`` for any other; a key that may be data itself is none."""
    text, number = frame.names.text(node), number_of(node)
    if number is not None and 0 <= number < _ELEMENTS:
        return str(number)
    return text if text and len(text) <= _ELEMENTS and text.replace("-", "_").replace(".", "_").isidentifier() else ANY


def _formatted(node: cst.FormattedStringExpression, frame: Frame) -> Value:
    """Return what is pasted into a text; what is written as a number of few digits is no card's."""
    value = evaluate(node.expression, frame)
    spec = "".join(part.value for part in node.format_spec or () if isinstance(part, cst.FormattedStringText))
    return NOTHING if _SHORT.fullmatch(spec) else value


def _text(node: cst.FormattedString, frame: Frame) -> Value:
    """Return what is pasted into a text; a piece with dots or stars behind it is shown in part on purpose."""
    found = NOTHING
    for part, after in zip_longest(node.parts, node.parts[1:]):
        value = evaluate(part, frame)
        if not (_is_piece(part) and isinstance(after, cst.FormattedStringText) and after.value[:1] in _MORE):
            found = found.join(value)
    return found


def _is_piece(part: cst.BaseFormattedStringContent) -> bool:
    match part:
        case cst.FormattedStringExpression(
            expression=cst.Subscript(slice=[cst.SubscriptElement(slice=cst.Slice(lower=None))])
        ):
            return True
    return False


def formats(text: str | None) -> list[str]:
    """Return the keys that a text with ``%(name)s`` in it names."""
    return _NAMED.findall(text) if text and "%(" in text else []


def _binary(node: cst.BinaryOperation, frame: Frame) -> Value:
    """Return what is made of both sides; of a mapping behind a text only what the text names."""
    named = formats(text_of(node.left)) if isinstance(node.operator, cst.Modulo) else []
    if named:
        whole = evaluate(node.right, frame)
        return one_of(whole.read(key) for key in named)
    return together(children(node), frame)


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


def each(target: cst.BaseExpression, iterated: cst.BaseExpression, frame: Frame) -> None:
    """Give the variables of a loop their values; one that goes through a list of constants is each of them."""
    value = evaluate(iterated, frame)
    keys = [frame.names.text(part) for part in elements(iterated) or []]
    if isinstance(target, cst.Name):
        frame.alternatives[target.value] = tuple(key for key in keys if key) if keys and all(keys) else ()
    if spelled(iterated).rsplit(".", 1)[-1] in builtin.MAPPINGS:
        # Going through a mapping gives its keys.
        value = NOTHING
    # So it does through any other: what lies under a name is not met.
    frame.assign(target, value.read(UNKNOWN), iterated)


def _chooses(test: cst.BaseExpression, target: cst.BaseExpression) -> bool:
    """Tell whether a condition is about the keys that a loop goes through."""
    first = target.elements[0].value if isinstance(target, cst.Tuple) and target.elements else target
    match test:
        case cst.Comparison(left=cst.Name(value=name), comparisons=[cst.ComparisonTarget(operator=sign)]):
            return isinstance(sign, (cst.In, cst.NotIn)) and spelled(first) == name
    return False


def _comprehension(node: cst.BaseComp, frame: Frame) -> Value:
    loop: cst.CompFor | None = node.for_in
    chosen = False
    while loop is not None:
        each(loop.target, loop.iter, frame)
        together((condition.test for condition in loop.ifs), frame)
        chosen = chosen or any(_chooses(condition.test, loop.target) for condition in loop.ifs)
        loop = loop.inner_for_in
    if chosen:
        # Whoever picks keys picks them on purpose.
        return NOTHING
    if isinstance(node, cst.BaseSimpleComp) and spelled(node.elt) == spelled(node.for_in.target) != "":
        # Elements that are merely chosen.
        return evaluate(node.for_in.iter, frame)
    if isinstance(node, cst.DictComp):
        evaluate(node.key, frame)
        return NOTHING.write(ANY, evaluate(node.value, frame))
    return NOTHING.write(ANY, evaluate(node.elt, frame)) if isinstance(node, cst.BaseSimpleComp) else NOTHING


READERS |= {
    cst.Name: _name,
    cst.Attribute: _attribute,
    cst.Subscript: _subscript,
    cst.Dict: _dict,
    cst.FormattedStringExpression: _formatted,
    cst.FormattedString: _text,
    cst.BinaryOperation: _binary,
    cst.IfExp: _conditional,
    cst.NamedExpr: _walrus,
    **dict.fromkeys((cst.List, cst.Tuple, cst.Set), _sequence),
    **dict.fromkeys((cst.ListComp, cst.SetComp, cst.GeneratorExp, cst.DictComp), _comprehension),
    **dict.fromkeys((cst.Comparison, cst.UnaryOperation), _told),
    **dict.fromkeys((cst.SimpleString, cst.Integer, cst.Float, cst.Imaginary, cst.Ellipsis), _nothing),
}
