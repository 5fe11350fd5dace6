"""Where the keys of ciphers come from."""

from __future__ import annotations

from collections.abc import Iterator
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
# Longer chains of names are nobody's.
_DEEPEST = 8
# Shorter texts are the names of keys, not keys.
_SHORTEST = 8


def used(body: cst.CSTNode, scope: Scope) -> Iterator[KeyUsed]:
    """Yield the ciphers that are made in a function, or in a statement of the module, with keys that are no good."""
    given: dict[str, cst.BaseExpression] = {}
    for part in below(body):
        if isinstance(part, cst.Assign):
            given.update((spelled(one.target), part.value) for one in part.targets if spelled(one.target))
    for call in calls(body):
        for taker in key_takers().get(scope.names.dotted(call.func), ()):
            value = argument(call, taker.keyword, taker.position if taker.position >= 0 else None)
            origin = _origin(value, given, scope) if value is not None else ""
            if taker.takes == "iv":
                origin = origin if origin == "literal" else ""
            elif origin == "fresh" and value is not None and _is_kept(spelled(value), call, body):
                origin = ""
            if origin:
                yield KeyUsed(scope.positions.place(call), taker.call, taker.takes, origin, scope.function)


def assigned(name: str, value: cst.BaseExpression, line: cst.CSTNode, scope: Scope) -> Iterator[KeyUsed]:
    """Yield a setting that holds the key of an encryption as a literal, or as the default of one."""
    own = {*words(name)}
    if name not in key_settings() and not ({"encryption", "key"} <= own or {"fernet", "key"} <= own):
        return
    first = (elements(value) or [value])[0]
    origin = _origin(first, {}, scope)
    if origin in ("literal", "default"):
        yield KeyUsed(scope.positions.place(line), name, "key", origin, scope.function)


def _origin(node: cst.BaseExpression, given: dict[str, cst.BaseExpression], scope: Scope) -> str:
    """Return ``literal``, ``default``, ``secret key`` or ``fresh`` for what a key comes from, ``""`` for all else."""
    for _ in range(_DEEPEST):
        name = spelled(node)
        if name.rsplit(".", 1)[-1] == "SECRET_KEY":
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
                return ""
            node = inner
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


def _is_looked_up(call: cst.Call) -> bool:
    return bool(call.args) and text_of(call.args[0].value) is not None and len(call.args) > 1


def _is_key(node: cst.BaseExpression) -> bool:
    text = text_of(node)
    if text is None and isinstance(node, cst.SimpleString):
        text = node.raw_value
    return text is not None and len(text) >= _SHORTEST and "{" not in text


def _inner(call: cst.Call) -> cst.BaseExpression | None:
    """Return what a call turns into a key: the receiver of ``.encode()`` and ``.digest()``, the argument of others."""
    if tail(call.func).rpartition(".")[2] not in _TURNS:
        return None
    if isinstance(call.func, cst.Attribute) and not call.args:
        return call.func.value
    if isinstance(call.func, cst.Attribute) and call.func.attr.value in ("encode", "ljust", "rjust", "zfill"):
        return call.func.value
    return call.args[0].value if call.args and call.args[0].keyword is None else None


def _is_kept(name: str, cipher: cst.Call, body: cst.CSTNode) -> bool:
    """Tell whether a key that was just made is used for anything but its cipher."""
    if not name:
        return False
    inside = {id(part) for part in below(cipher)}
    targets = {id(one.target) for part in below(body) if isinstance(part, cst.Assign) for one in part.targets}
    return any(
        isinstance(part, (cst.Name, cst.Attribute)) and spelled(part) == name and id(part) not in inside | targets
        for part in below(body)
    )
