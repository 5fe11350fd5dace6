"""Where the keys of ciphers come from."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

import libcst as cst

from pytest_datahygiene.catalog.encryption import encryption, key_settings, key_takers
from pytest_datahygiene.catalog.words import words
from pytest_datahygiene.extract.python.constants import defaulted
from pytest_datahygiene.extract.python.tree import argument, below, calls, elements, spelled, tail, text_of
from pytest_datahygiene.facts.secrets import KeyUsed

if TYPE_CHECKING:
    from pytest_datahygiene.extract.python.scope import Scope

# What turns one form of a key into another; of any other call nothing is known.
_TURNS = frozenset(
    "encode decode digest hexdigest derive b64decode b64encode urlsafe_b64encode urlsafe_b64decode unhexlify fromhex"
    " bytes bytearray str sha256 sha512 sha384 sha1 md5 new ljust rjust zfill strip to_bytes pad SecretStr".split()
)
# Words of a setting beside "key" that say what the key is for.
_CIPHERS = frozenset({"encrypt", "encryption", "encrypting", "fernet", "aes", "cipher"})
# Longer chains of names are nobody's.
_DEEPEST = 8
# Shorter texts are the names of keys, not keys.
_SHORTEST = 8


def used(body: cst.CSTNode, scope: Scope) -> Iterator[KeyUsed]:
    """Yield the ciphers that are made in a function, or in a statement of the module, with keys that are no good."""
    if not scope.names.imports(*_packages()):
        return
    given: dict[str, cst.BaseExpression] = {}
    for part in below(body):
        if isinstance(part, cst.Assign):
            given.update((spelled(one.target), part.value) for one in part.targets if spelled(one.target))
    for call in calls(body):
        for taker in key_takers().get(_called(call, given, scope), ()):
            value = argument(call, taker.keyword, taker.position if taker.position >= 0 else None)
            origin = _origin(value, given, scope) if value is not None else ""
            if taker.takes == "iv":
                origin = "literal" if origin == "literal" or _is_lasting(value, given) else ""
            elif origin == "fresh" and value is not None and _is_kept(_base(value), call, body):
                origin = ""
            if origin:
                yield KeyUsed(scope.positions.place(call), taker.call, taker.takes, origin, scope.function)


def _called(call: cst.Call, given: dict[str, cst.BaseExpression], scope: Scope) -> str:
    """Return the dotted name of what is called, the method of a cipher that was just made too."""
    if isinstance(call.func, cst.Attribute):
        holder = call.func.value
        made = given.get(spelled(holder)) or scope.names.values.get(spelled(holder)) if spelled(holder) else holder
        if isinstance(made, cst.Call):
            return f"{scope.names.dotted(made.func)}.{call.func.attr.value}"
    return scope.names.dotted(call.func)


@cache
def _packages() -> frozenset[str]:
    return frozenset(name.partition(".")[0] for name in key_takers())


def assigned(name: str, value: cst.BaseExpression, line: cst.CSTNode, scope: Scope) -> Iterator[KeyUsed]:
    """Yield a setting that holds the key of an encryption as a literal, or as the default of one."""
    own = {*words(name)}
    if name not in key_settings() and (own.isdisjoint({"key", "keys"}) or own.isdisjoint(_CIPHERS)):
        return
    first = (elements(value) or [value])[0]
    origin = _origin(first, {}, scope)
    if origin in ("literal", "default"):
        yield KeyUsed(scope.positions.place(line), name, "key", origin, scope.function)


def _origin(node: cst.BaseExpression, given: dict[str, cst.BaseExpression], scope: Scope) -> str:
    """Return ``literal``, ``default``, ``secret key`` or ``fresh`` for what a key comes from, ``""`` for all else."""
    for _ in range(_DEEPEST):
        name = spelled(node)
        # A variable of that name may be the cipher's own key.
        if name.endswith(".SECRET_KEY") or _is_looked_up_as_secret(node):
            return "secret key"
        following = given.get(name) or scope.names.values.get(name) if name else None
        if following is not None and following is not node:
            node = following
            continue
        if isinstance(node, cst.Call):
            if scope.names.dotted(node.func) in encryption().keys.makers:
                return "fresh"
            default = defaulted(node)
            if default is not None and _is_looked_up(node):
                return "default" if _is_key(default) else ""
            inner = _inner(node)
            if inner is None:
                return _returned(node, given, scope)
            node = inner
        elif isinstance(node, cst.IfExp):
            node = node.body
        elif isinstance(node, cst.BooleanOperation):
            return "default" if _is_key(node.right) else "fresh" if _origin(node.right, given, scope) == "fresh" else ""
        elif isinstance(node, (cst.Subscript, cst.BinaryOperation)):
            # Part of it, or more of it: b"0" * 16
            node = node.value if isinstance(node, cst.Subscript) else node.left
            if isinstance(node, cst.SimpleString):
                return "literal"
        else:
            return "literal" if _is_key(node) else ""
    return ""


def _returned(call: cst.Call, given: dict[str, cst.BaseExpression], scope: Scope) -> str:
    """Return where the key comes from that a function of the same file gives back, in one of its ways at the least."""
    function = scope.names.functions.get(tail(call.func).rpartition(".")[2])
    if function is None or function.name.value in given:
        return ""
    inner: dict[str, list[cst.BaseExpression]] = {}
    for part in below(function.body):
        if isinstance(part, cst.Assign):
            for one in part.targets:
                inner.setdefault(spelled(one.target), []).append(part.value)
    # A function that is being looked into is not looked into again.
    known = {**given, function.name.value: call, **{name: listed[-1] for name, listed in inner.items()}}
    ways = [part.value for part in below(function.body) if isinstance(part, cst.Return) and part.value is not None]
    # What is written down before it is given back is kept.
    ways = [way for way in ways if not _is_kept(_base(way), call, function.body, returned=True)]
    ways += [value for way in ways for value in inner.get(_base(way), ())]
    return next((origin for way in ways if (origin := _origin(way, known, scope)) not in ("", "literal")), "")


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


def _is_key(node: cst.BaseExpression) -> bool:
    text = text_of(node)
    if text is None and isinstance(node, cst.SimpleString):
        text = node.raw_value
    return text is not None and len(text) >= _SHORTEST and "{" not in text


def _inner(call: cst.Call) -> cst.BaseExpression | None:
    """Return what a call turns into a key: the receiver of ``.encode()`` and ``.digest()``, the argument of others."""
    last = tail(call.func).rpartition(".")[2]
    if last not in _TURNS and "derive" not in words(last):
        return None
    if isinstance(call.func, cst.Attribute) and not call.args:
        return call.func.value
    if isinstance(call.func, cst.Attribute) and call.func.attr.value in ("encode", "ljust", "rjust", "zfill"):
        return call.func.value
    return call.args[0].value if call.args and call.args[0].keyword is None else None


def _is_lasting(node: cst.BaseExpression | None, given: dict[str, cst.BaseExpression]) -> bool:
    """Tell whether a vector outlives the text: a setting, or what an object holds since it was made."""
    name = spelled(node) if node is not None else ""
    holder, _, last = name.rpartition(".")
    return name not in given and (last.isupper() or holder in ("self", "cls"))


def _base(node: cst.BaseExpression) -> str:
    """Return the name that a key is turned from, ``""`` where there is none."""
    for _ in range(_DEEPEST):
        if spelled(node):
            return spelled(node)
        inner = node.body if isinstance(node, cst.IfExp) else _inner(node) if isinstance(node, cst.Call) else None
        if inner is None:
            return ""
        node = inner
    return ""


def _is_kept(name: str, cipher: cst.Call, body: cst.CSTNode, *, returned: bool = False) -> bool:
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
