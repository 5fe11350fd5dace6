"""Where a key comes from: a literal, the environment with a literal as its default, the framework's own, nowhere."""

from __future__ import annotations

import re
from typing import NamedTuple

import libcst as cst

from pytest_datahygiene.catalog.encryption import encryption
from pytest_datahygiene.catalog.words import words
from pytest_datahygiene.extract.python.constants import defaulted
from pytest_datahygiene.extract.python.scope import Scope
from pytest_datahygiene.extract.python.tree import below, elements, spelled, tail, text_of

# What turns one form of a key into another; of any other call nothing is known.
_TURNS = frozenset(
    "encode decode digest hexdigest derive b64decode b64encode urlsafe_b64encode urlsafe_b64decode unhexlify fromhex"
    " bytes bytearray str sha256 sha512 sha384 sha1 md5 new ljust rjust zfill strip to_bytes pad SecretStr Secret"
    " import_key load_pem_private_key importKey OctKey import_key from_json".split()
)
_RECEIVERS = ("encode", "ljust", "rjust", "zfill", "strip", "decode")
# Longer chains of names are nobody's.
_DEEPEST = 8
# Shorter texts are the names of keys, not keys.
SHORTEST = 8
# A text that stands for another one: ${KEY}, {{ key }}, <key>, %(key)s.
_REFERENCE = re.compile(r"\{\{|\$\{|%\(\w+\)s|^\$\w+$|^\{\w*\}$|^<[^<>]+>$|^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$")


class Origin(NamedTuple):
    """``kind`` is ``literal``, ``default``, ``secret key`` or ``fresh``; ``node`` is where that stands, ``size`` the
    length of a literal in characters, ``name`` the constant that holds it (``""`` where it stands in the place
    itself)."""

    kind: str
    node: cst.BaseExpression
    size: int = 0
    name: str = ""


def origin_of(node: cst.BaseExpression, scope: Scope, *, shortest: int = SHORTEST) -> Origin | None:
    """Return where a key comes from, ``None`` if that is not known, or is as it should be."""
    name, start = "", node
    for _ in range(_DEEPEST):
        here = spelled(node)
        # A variable of that name may be the cipher's own key.
        if here.endswith(".SECRET_KEY") or _is_looked_up_as_secret(node):
            return Origin("secret key", start)
        behind = [one for one in scope.values.behind(node) if one is not node] if here else []
        if behind:
            name, node = name or here, behind[-1]
            continue
        if isinstance(node, cst.Call):
            if _is_maker(node, scope):
                return Origin("fresh", node, name=name)
            default = defaulted(node)
            if default is not None and _is_looked_up(node):
                return Origin("default", node, _size(default), name) if is_key(default, shortest) else None
            inner = inner_of(node)
            if inner is None:
                return _returned(node, scope, name)
            node = inner
        elif isinstance(node, cst.IfExp):
            node = node.body
        elif isinstance(node, cst.BooleanOperation):
            return _either(node, scope, name, shortest)
        elif isinstance(node, (cst.Subscript, cst.BinaryOperation)):
            # Part of it, or more of it: b"0" * 16
            node = node.value if isinstance(node, cst.Subscript) else node.left
            if isinstance(node, (cst.SimpleString, cst.ConcatenatedString)):
                return Origin("literal", node, _size(node), name)
        else:
            return Origin("literal", node, _size(node), name) if is_key(node, shortest) else None
    return None


def _either(node: cst.BooleanOperation, scope: Scope, name: str, shortest: int) -> Origin | None:
    """Return where a key comes from that falls back on another one."""
    if is_key(node.right, shortest):
        return Origin("default", node, _size(node.right), name)
    right = origin_of(node.right, scope)
    return Origin("fresh", node, name=name) if right and right.kind == "fresh" else None


def _is_maker(call: cst.Call, scope: Scope) -> bool:
    return scope.names.dotted(call.func) in encryption().keys.makers


def _returned(call: cst.Call, scope: Scope, name: str) -> Origin | None:
    """Return where the key comes from that a function of the same file gives back, in one of its ways at the least."""
    function = scope.names.functions.get(tail(call.func).rpartition(".")[2])
    if function is None or function.name.value == scope.function:
        return None
    inner: dict[str, list[cst.BaseExpression]] = {}
    for part in below(function.body):
        if isinstance(part, cst.Assign):
            for one in part.targets:
                inner.setdefault(spelled(one.target), []).append(part.value)
    ways = [part.value for part in below(function.body) if isinstance(part, cst.Return) and part.value is not None]
    # What is written down before it is given back is kept.
    ways = [way for way in ways if not is_kept(base(way), call, function.body, returned=True)]
    ways += [value for way in ways for value in inner.get(base(way), ())]
    found = (origin_of(way, scope) for way in ways)
    return next((Origin(one.kind, call, name=name) for one in found if one and one.kind != "literal"), None)


def _is_looked_up_as_secret(node: cst.BaseExpression) -> bool:
    """Tell whether an expression is ``app.config["SECRET_KEY"]``, or asks for it in another way."""
    match node:
        case cst.Call(func=cst.Name(value="getattr"), args=[cst.Arg(value=holder), cst.Arg(value=key), *_]):
            return text_of(key) == "SECRET_KEY" and spelled(holder).endswith("settings")
        case cst.Call(func=cst.Attribute(value=holder, attr=cst.Name(value="get")), args=[cst.Arg(value=key), *_]):
            return text_of(key) == "SECRET_KEY" and spelled(holder).endswith("config")
        case cst.Subscript(value=holder, slice=[cst.SubscriptElement(slice=cst.Index(value=key))]):
            return text_of(key) == "SECRET_KEY" and spelled(holder).endswith("config")
    return False


def _is_looked_up(call: cst.Call) -> bool:
    return bool(call.args) and text_of(call.args[0].value) is not None and len(call.args) > 1


def is_key(node: cst.BaseExpression, shortest: int = SHORTEST) -> bool:
    """Tell whether an expression is a literal that may be a key, or a list that begins with one."""
    listed = elements(node)
    if listed:
        return is_key(listed[0], shortest)
    text = text_of(node)
    if text is None and isinstance(node, cst.SimpleString):
        text = node.raw_value
    return text is not None and len(text) >= shortest and not _REFERENCE.search(text)


def _size(node: cst.BaseExpression) -> int:
    text = text_of(node)
    if text is None and isinstance(node, cst.SimpleString):
        return len(node.evaluated_value)
    return len(text or "")


def inner_of(call: cst.Call) -> cst.BaseExpression | None:
    """Return what a call turns into a key: the receiver of ``.encode()`` and ``.digest()``, the argument of others."""
    last = tail(call.func).rpartition(".")[2]
    if last not in _TURNS and "derive" not in words(last):
        return None
    if isinstance(call.func, cst.Attribute) and (not call.args or call.func.attr.value in _RECEIVERS):
        return call.func.value
    return call.args[0].value if call.args and call.args[0].keyword is None else None


def base(node: cst.BaseExpression) -> str:
    """Return the name that a key is turned from, ``""`` where there is none."""
    for _ in range(_DEEPEST):
        if spelled(node):
            return spelled(node)
        inner = node.body if isinstance(node, cst.IfExp) else inner_of(node) if isinstance(node, cst.Call) else None
        if inner is None:
            return ""
        node = inner
    return ""


def is_kept(name: str, cipher: cst.Call, body: cst.CSTNode, *, returned: bool = False) -> bool:
    """Tell whether a key that was just made is used for anything but its cipher, or for being returned."""
    if not name:
        return False
    inside = {id(part) for part in below(cipher)}
    targets = {id(one.target) for part in below(body) if isinstance(part, cst.Assign) for one in part.targets}
    # Asking whether it is there keeps nothing.
    for part in below(body):
        if isinstance(part, (cst.If, cst.IfExp)):
            targets |= {id(one) for one in below(part.test)}
        if returned and isinstance(part, cst.Return) and part.value is not None:
            targets |= {id(one) for one in below(part.value)}
    return any(
        isinstance(part, (cst.Name, cst.Attribute)) and spelled(part) == name and id(part) not in inside | targets
        for part in below(body)
    )
