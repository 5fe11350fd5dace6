"""Under which names the result of a call goes on in its function: variables, arguments, keys."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import libcst as cst

from pytest_datahygiene.extract.python.tree import below, elements, spelled, tail, text_of

# Longer ways tell nothing any more.
_HOPS = 3
_MOST = 16
# Calls that ask another service.
_ASKS = re.compile(
    r"(?:requests|session|client|http\w*|api|aiohttp)\.(?:get|post|put|patch|request)$|\.(?:load|post|fetch|urlopen|api_request|api_call|call_api|api_response)$|^(?:urlopen|fetch)$"
)
_LOOPS = frozenset({cst.For, cst.While, cst.ListComp, cst.GeneratorExp, cst.SetComp})
# Methods that put their argument into what they are called on.
_COLLECT = frozenset({"append", "extend", "add", "insert", "update", "write"})


class Goes(NamedTuple):
    """The names under which a value goes on, whether it is returned, and whether another service is asked with it."""

    names: tuple[str, ...] = ()
    returned: bool = False
    sent: bool = False


class Reaching:
    """What goes where in a function, or in a statement of the module."""

    def __init__(self, body: cst.CSTNode) -> None:
        self._places: list[tuple[str, ...]] = []
        self._of_node: dict[int, list[int]] = defaultdict(list)
        self._of_name: dict[str, list[int]] = defaultdict(list)
        self.returns: set[int] = set()
        self._sends: set[int] = set()
        # What is done again and again: the elements of a comprehension, the statements of a loop.
        self._repeated: set[int] = set()
        self._fed: list[tuple[tuple[str, ...], cst.CSTNode]] = []
        # The call around a call that is its argument, and the method that is called on a call or a variable.
        self._around: dict[int, cst.Call] = {}
        self._methods: dict[int, str] = {}
        self._on: dict[str, list[str]] = defaultdict(list)
        for part in below(body):
            if type(part) is cst.Call:
                self._note_call(part)
            if type(part) in _LOOPS:
                self._repeated.update(id(node) for node in below(part))
            for names, value in _puts(part):
                self._note(names, value)
                if type(part) is cst.Call:
                    self._fed.append((names, value))
            if type(part) is cst.Call and _ASKS.search(tail(part.func)):
                for arg in part.args:
                    self._sends.add(len(self._places))
                    self._note(("",), arg.value)

    def _note(self, names: tuple[str, ...], value: cst.CSTNode) -> None:
        index = len(self._places)
        self._places.append(names)
        if not names:
            self.returns.add(index)
        for node in below(value):
            self._of_node[id(node)].append(index)
            name = spelled(node)
            if name:
                self._of_name[name].append(index)

    def _note_call(self, call: cst.Call) -> None:
        for arg in call.args:
            if type(arg.value) is cst.Call:
                self._around[id(arg.value)] = call
        if isinstance(call.func, cst.Attribute):
            self._methods[id(call.func.value)] = call.func.attr.value
            if isinstance(call.func.value, cst.Name):
                self._on[call.func.value.value].append(call.func.attr.value)

    def then(self, call: cst.Call, target: cst.CSTNode | None) -> tuple[str, ...]:
        """Return the methods that are called on what a call makes, or on what it is made part of."""
        here: cst.Call | None = call
        while here is not None:
            if id(here) in self._methods:
                return (self._methods[id(here)],)
            here = self._around.get(id(here))
        return tuple(self._on.get(target.value, ())) if isinstance(target, cst.Name) else ()

    def is_repeated(self, node: cst.CSTNode) -> bool:
        """Tell whether something is done again and again."""
        return id(node) in self._repeated

    def fed(self, name: str) -> list[cst.CSTNode]:
        """Return what methods put into what a variable holds."""
        return [value for names, value in self._fed if name in names]

    def names(self, node: cst.CSTNode) -> Goes:
        """Return where what a node gives goes on."""
        # What holds it most closely says what it is: ``File(upload_to=draw())`` is no file.
        return self._from(self._of_node.get(id(node), ())[-1:])

    def after(self, name: str) -> Goes:
        """Return where what a variable holds goes on."""
        return self._from(self._of_name.get(name, ()))

    def _from(self, begin: Iterable[int]) -> Goes:
        found: dict[str, None] = {}
        returned = sent = False
        todo, seen = list(begin), set[int]()
        for _ in range(_HOPS):
            fresh = [index for index in todo if index not in seen]
            seen.update(fresh)
            returned = returned or not self.returns.isdisjoint(fresh)
            sent = sent or not self._sends.isdisjoint(fresh)
            names = [name for index in fresh for name in self._places[index]]
            found.update(dict.fromkeys(names))
            todo = [index for name in names for index in self._of_name.get(name, ())]
        return Goes(tuple(found)[:_MOST], returned, sent)


def _puts(part: cst.CSTNode) -> Iterator[tuple[tuple[str, ...], cst.CSTNode]]:
    """Yield the names that a value goes on under; none for one that is returned."""
    match part:
        case cst.Assign(targets=[cst.AssignTarget(target=target)], value=value) if (
            (ways := elements(target)) and (values := elements(value)) and len(ways) == len(values)
        ):
            yield from (((_name(one),), given) for one, given in zip(ways, values, strict=True))
        case cst.Assign(targets=targets, value=value):
            yield tuple(name for one in targets if (name := _name(one.target))), value
        case (
            cst.AnnAssign(target=target, value=cst.BaseExpression() as value)
            | cst.AugAssign(target=target, value=value)
            | cst.NamedExpr(target=target, value=value)
        ):
            yield (_name(target),), value
        case cst.Return(value=cst.BaseExpression() as value):
            yield (), value
        case cst.Expr(value=cst.Yield(value=cst.BaseExpression() as value)):
            yield (), value
        case cst.Arg(keyword=cst.Name(value=keyword), value=value):
            yield (keyword,), value
        case cst.DictElement(key=key, value=value) if (text := text_of(key)) and text.isidentifier():
            yield (text,), value
        case cst.Call(func=cst.Attribute(value=holder, attr=cst.Name(value=method)), args=[*_, cst.Arg(value=value)]):
            if method in _COLLECT and spelled(holder):
                yield (spelled(holder),), value
            elif method == "sign":
                yield ("what is signed",), value
            elif method in ("set", "setdefault", "setex") and len(part.args) > 1:
                yield (text_of(part.args[0].value) or "",), value


def _name(node: cst.BaseExpression) -> str:
    match node:
        case cst.Subscript(value=holder, slice=[cst.SubscriptElement(slice=cst.Index(value=key))]):
            return text_of(key) or spelled(holder)
        case cst.Call(func=cst.Attribute(attr=cst.Name(value="get")), args=[cst.Arg(value=key), *_]):
            return text_of(key) or ""
    return spelled(node)
