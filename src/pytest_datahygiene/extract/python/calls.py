"""Calls into the libraries that the catalog knows, and attributes that choose how these work."""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from functools import cache

import libcst as cst

from pytest_datahygiene.catalog import algorithms, calls, hashers
from pytest_datahygiene.catalog.sinks import switches
from pytest_datahygiene.catalog.words import words
from pytest_datahygiene.extract.python.reaching import Goes, Reaching
from pytest_datahygiene.extract.python.scope import Scope
from pytest_datahygiene.extract.python.tree import below, elements, pairs, spelled, text_of
from pytest_datahygiene.extract.python.tree import calls as calls_in
from pytest_datahygiene.facts import AttributeSet, CallMade

# Deeper in an argument than this many words, intent is no longer told by names.
_WORDS = 12
# Arguments by which functions of a project have certificates checked.
_CHECKS = frozenset({"verify", "verify_ssl", "ssl_verify", "verify_certs", "verify_tls", "check_cert"})
_BUILTINS = frozenset(dir(builtins))
_PARTIAL = "functools.partial"
_CIPHERS = frozenset(
    {"encrypt", "encrypts", "encrypted", "crypt", "cipher", "encipher", "xor", "obfuscate", "scramble", "key"}
)
# Kinds of calls of which it counts what becomes of the result.
_GOING = frozenset({"draws", "guessed", "random-key"})


def made(call: cst.Call, statement: cst.CSTNode, target: cst.BaseExpression | None, scope: Scope) -> Iterator[CallMade]:
    """Yield a call whose target the imports resolve to a known library, once for each that it may be; note every call
    for the class around it."""
    name = scope.names.dotted(call.func)
    if scope.owner and name:
        scope.called.append(name)
    for callee in _callees(call, name, scope):
        made_of = call
        if callee == _PARTIAL and call.args:
            made_of = call.with_changes(func=call.args[0].value, args=call.args[1:])
            callee = (scope.values.callees(made_of.func) or [""])[0]
        fact = _fact(callee, made_of, call, statement, target, scope)
        if fact is not None:
            yield fact


def _callees(call: cst.Call, name: str, scope: Scope) -> list[str]:
    """Return what a call may mean, if that may be of interest: most calls are told apart by their last name."""
    last = name.rpartition(".")[2] if name else call.func.attr.value if isinstance(call.func, cst.Attribute) else ""
    if any(arg.keyword is not None and arg.keyword.value in _CHECKS for arg in call.args):
        return scope.values.callees(call.func) or [f"*.{last}"]
    own = last in scope.names.functions or f"?{last}" in scope.seeds.asked
    if last not in _ends() and not own and not _is_alias(call.func, scope):
        return []
    return scope.values.callees(call.func) or ([name] if name else [])


def _is_alias(node: cst.BaseExpression, scope: Scope) -> bool:
    """Tell whether a name of the file, or an attribute of its class, may stand for a function of a library."""
    if isinstance(node, cst.Call):
        return spelled(node.func) == "getattr"
    name = spelled(node)
    head, _, rest = name.partition(".")
    if rest:
        # Attributes that a method sets are looked at where their last name is a known one.
        return head in ("self", "cls") and f"{scope.owner.rpartition('.')[2]}.{rest}" in scope.names.values
    if not name or name in _BUILTINS or scope.names.is_imported(scope.names.dotted(node)):
        return False
    return any(isinstance(one, (cst.Name, cst.Attribute, cst.IfExp, cst.Call)) for one in scope.values.behind(node))


def _fact(
    name: str,
    made_of: cst.Call,
    call: cst.Call,
    statement: cst.CSTNode,
    target: cst.BaseExpression | None,
    scope: Scope,
) -> CallMade | None:
    row = calls.row_of(name, scope.names.modules) or _asks(name, made_of)
    given = _given(made_of, row, scope) if row else ()
    known = name in _known()
    if row and row.kind == "primitive" and not (known or scope.seeds.lists):
        return None
    own = "" if row or known else _own(name, scope)
    if not (known or own) and (row is None or (row.takes and not given)):
        return None
    arguments = tuple(_said(arg.value, scope) for arg in made_of.args if arg.keyword is None)
    named = scope.values.arguments(made_of)[1].items()
    keywords = tuple((keyword, _said(value, scope)) for keyword, value in named)
    arguments, keywords = _chosen(name, made_of, arguments, keywords, scope)
    going = own or (row and row.kind in _GOING) or algorithms.chosen(name.removesuffix(".update"), arguments, keywords)
    goes = scope.reaching.names(call) if going and scope.reaching else Goes()
    if going and scope.reaching and isinstance(target, cst.Name):
        arguments += tuple(
            _said(one, scope) for one in scope.reaching.fed(target.value) if isinstance(one, cst.BaseExpression)
        )
    if row and row.kind == "draws":
        reaching = scope.reaching or Reaching(statement)
        last = name.rpartition(".")[2]
        by_name = last == "shuffle" and call.args
        goes = reaching.after(spelled(call.args[0].value)) if by_name else reaching.names(call)
        given = (("draw", last), ("again", str(reaching.is_repeated(call))))
    return CallMade(
        scope.positions.place(call, statement),
        own or name,
        arguments=arguments,
        keywords=keywords,
        function=scope.function,
        owner=scope.owner,
        target=_taker(target) if target is not None else "",
        kind="own" if own else row.kind if row else "",
        given=given,
        goes=goes.names,
        returned=goes.returned,
        sent=goes.sent,
        then=scope.reaching.then(call, target) if scope.reaching else (),
    )


def _asks(name: str, call: cst.Call) -> calls.Call | None:
    """Return what is known of a function that is told by name to check a certificate, or not."""
    told = any(arg.keyword is not None and arg.keyword.value in _CHECKS for arg in call.args)
    return calls.asking(name) if told else None


def _given(call: cst.Call, row: calls.Call, scope: Scope) -> tuple[tuple[str, str], ...]:
    """Return what a call is given, by role."""
    plain, named = scope.values.arguments(call)
    # Of a table that switches the check off it is told where that is set.
    own = {arg.keyword.value for arg in call.args if arg.keyword is not None}
    named = {name: value for name, value in named.items() if name in own or name not in _CHECKS}
    found: list[tuple[str, str]] = []
    for role, places in row.takes.items():
        values = [scope.values.said(node) for place in places for node in _at(place, plain, named)]
        # Of several libraries with one name for it, only one is called.
        value = "|".join(dict.fromkeys(values)) or row.left_out.get(role, "")
        if value:
            found.append((role, value))
    return tuple(found)


def _at(place: str, plain: list[cst.BaseExpression], named: dict[str, cst.BaseExpression]) -> list[cst.BaseExpression]:
    keyword, _, position = place.partition("@")
    if keyword in named:
        return [named[keyword]]
    if position == "*":
        return plain
    return [plain[int(position)]] if position.isdigit() and int(position) < len(plain) else []


def _own(name: str, scope: Scope) -> str:
    """Return the dotted name of a function of the project that draws or hashes for others, ``""`` for any other."""
    last = name.rpartition(".")[2]
    if f"?{last}" in scope.seeds.asked and scope.names.is_imported(name):
        return name
    function = scope.names.functions.get(last)
    if function is None or scope.names.is_imported(name):
        return ""
    return f"{scope.names.module}.{last}" if _works(function, scope) else ""


def _works(function: cst.FunctionDef, scope: Scope) -> bool:
    key = f"{function.name.value} works"
    if key not in scope.names.told:
        heads = {scope.names.dotted(call.func).partition(".")[0] for call in calls_in(function.body)}
        scope.names.told[key] = bool(heads & {"random", "hashlib", "uuid", "Crypto", "Cryptodome", "numpy"})
    return scope.names.told[key]


def _chosen(
    name: str,
    call: cst.Call,
    arguments: tuple[str, ...],
    keywords: tuple[tuple[str, str], ...],
    scope: Scope,
) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Return the arguments with the one that names an algorithm as its value, whatever variable holds it."""
    place = algorithms.place_of(name)
    if place is None:
        return arguments, keywords
    plain, named = scope.values.arguments(call)
    node = named.get(place[1]) or (plain[place[0]] if place[0] < len(plain) else None)
    value = scope.values.said(node) if node is not None else ""
    if not value or value == "?":
        return arguments, keywords
    others = tuple(one for one in keywords if one[0] != place[1])
    return arguments, (*others, (place[1], value))


def xored(function: cst.FunctionDef, scope: Scope) -> Iterator[CallMade]:
    """Yield the place where a function encrypts by XOR with a key: sign by sign, in a loop or a comprehension."""
    around = {*words(function.name.value), *(word for one in scope.parameters for word in words(one))}
    if around.isdisjoint(_CIPHERS) or scope.reaching is None:
        return
    for part in below(function.body):
        is_xor = isinstance(part, cst.BinaryOperation) and isinstance(part.operator, cst.BitXor)
        if is_xor and scope.reaching.is_repeated(part):
            yield CallMade(scope.positions.place(part), "operator.xor_by_key", (), (), scope.function, scope.owner)
            return


def set_here(
    statement: cst.BaseSmallStatement, line: cst.CSTNode, parts: list[cst.CSTNode], scope: Scope
) -> Iterator[AttributeSet]:
    """Yield the attributes, and the keys of tables, that choose how a library works."""
    if isinstance(statement, cst.Assign):
        for one in statement.targets:
            holder, _, name = spelled(one.target).rpartition(".")
            name = (name if holder or name.isupper() else "") or _key(one.target)
            yield from _set(name, statement.value, line, scope)
    within_call = {id(arg.value) for part in parts if type(part) is cst.Call for arg in part.args}
    for part in parts:
        # Tables that a call is given are read with the call.
        if type(part) is cst.Dict and id(part) not in within_call:
            for key, value in pairs(part) or ():
                yield from _set(key, value, line, scope)


def _key(target: cst.BaseExpression) -> str:
    match target:
        case cst.Subscript(slice=[cst.SubscriptElement(slice=cst.Index(value=key))]):
            return text_of(key) or ""
    return ""


def _set(name: str, value: cst.BaseExpression, line: cst.CSTNode, scope: Scope) -> Iterator[AttributeSet]:
    row = calls.attribute_of(name, scope.names.modules)
    if row is not None:
        said = scope.values.said(value)
        yield AttributeSet(scope.positions.place(line), name, row.kind, said, scope.function, scope.owner)


def _taker(target: cst.BaseExpression) -> str:
    """Return the words of what takes a result: a variable, an attribute, the key of a dict."""
    key = text_of(target)
    if key is not None:
        return key if key.isidentifier() else ""
    return _words(target)


@cache
def _known() -> frozenset[str]:
    return algorithms.named() | hashers.names() | {name for name, _ in switches()}


@cache
def _ends() -> frozenset[str]:
    return calls.ends() | {name.rpartition(".")[2] for name in (*_known(), _PARTIAL)} | hashers.names()


def _said(node: cst.BaseExpression, scope: Scope) -> str:
    """Return an argument as a rule may read it: a number, an algorithm's name, a dotted name, else the names in it."""
    number, text = scope.names.number(node), text_of(node)
    if number is not None:
        return str(number)
    if text is not None:
        # Other literals may be the secret itself: they never leave the file.
        return text if algorithms.is_name(text) else ""
    if isinstance(node, cst.Call):
        return _words(node)
    if isinstance(node, (cst.List, cst.Tuple)):
        return ",".join(_said(part, scope) for part in elements(node) or [])
    return scope.names.dotted(node) or _words(node)


def _words(node: cst.CSTNode) -> str:
    """Return the names in an expression and the keys it looks up, in order; no other literal."""
    whole = spelled(node)
    if whole:
        return whole
    found: list[str] = []
    for part in below(node):
        if isinstance(part, cst.Name):
            found.append(part.value)
        elif isinstance(part, (cst.Index, cst.Arg)):
            key = text_of(part.value) if isinstance(part, cst.Index) or _looks_up(node) else None
            if key and key.isidentifier():
                found.append(key)
    return " ".join(found[:_WORDS])


def _looks_up(node: cst.CSTNode) -> bool:
    return (
        isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute) and node.func.attr.value in ("get", "pop")
    )
