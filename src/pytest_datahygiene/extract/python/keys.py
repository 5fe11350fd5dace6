"""The keys and the initialisation vectors that ciphers, signatures and tokens are given, and what is called a key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import libcst as cst
import msgspec

from pytest_datahygiene.catalog import algorithms
from pytest_datahygiene.catalog.encryption import Taker
from pytest_datahygiene.catalog.keys import is_key_name, key_ends, key_settings, key_takers
from pytest_datahygiene.catalog.words import words
from pytest_datahygiene.extract.python.origins import Origin, base, is_kept, origin_of
from pytest_datahygiene.extract.python.tree import pairs, spelled, tail, text_of
from pytest_datahygiene.facts.secrets import KeyUsed

if TYPE_CHECKING:
    from pytest_datahygiene.extract.python.scope import Scope
    from pytest_datahygiene.facts import Place

# Words of a setting beside "key" that say what the key is for.
_CIPHERS = frozenset({"encrypt", "encryption", "encrypting", "fernet", "aes", "cipher", "cryptography"})
_KEYS = frozenset({"key", "keys", "token"})
_CLASSES = _CIPHERS | {"crypto", "crypt", "encryptor", "encrypter", "vault"}
# A secret is in a file, or behind an address.
_PATHS = ("/", "~", "./", "http://", "https://")
_JOINED = ("encryptionkey", "aeskey", "fernetkey", "cipherkey", "ssecustomerkey")
_PRIVATE = ("-----BEGIN", "PRIVATE KEY-----")
_PADS = ("encode", "ljust", "rjust", "zfill", "pad", "bytes")
# A password of four characters is one.
_LEAST_SECRET = 4


def used(call: cst.Call, statement: cst.CSTNode, scope: Scope) -> Iterator[KeyUsed]:
    """Yield what a call makes with keys that are no good."""
    if tail(call.func).rpartition(".")[2] not in key_ends() and not isinstance(call.func, cst.Name):
        return
    body = scope.around[-1].body if scope.function and scope.around else statement
    for callee in scope.values.callees(call.func) if _may_take(call, scope) else ():
        takers = key_takers().get(callee) or key_takers().get("*." + callee.rpartition(".")[2], ())
        for taker in takers:
            if not taker.imports or scope.names.imports(*taker.imports):
                yield from _taken(call, taker, body, scope)


def _may_take(call: cst.Call, scope: Scope) -> bool:
    """Tell whether a call may be one that takes a key: of plain names those that are imported, or stand for another."""
    if not isinstance(call.func, cst.Name):
        return True
    name = call.func.value
    return scope.names.is_imported(scope.names.dotted(call.func)) or name in scope.names.values


def _taken(call: cst.Call, taker: Taker, body: cst.CSTNode, scope: Scope) -> Iterator[KeyUsed]:
    plain, named = scope.values.arguments(call)
    value = named.get(taker.keyword) or (plain[taker.position] if 0 <= taker.position < len(plain) else None)
    if value is None:
        if taker.left_out:
            yield KeyUsed(scope.positions.place(call), taker.call, taker.takes, "literal", scope.function)
        return
    if taker.takes == "iv":
        if _is_fixed(value, scope):
            yield KeyUsed(scope.positions.place(call), taker.call, "iv", "literal", scope.function)
        return
    if taker.takes == "key" and _is_passphrase(value, scope):
        yield KeyUsed(scope.positions.place(call), taker.call, "key", "passphrase", scope.function)
        return
    found = origin_of(value, scope, shortest=_LEAST_SECRET) if taker.takes != "key" else origin_of(value, scope)
    if found is None or (found.kind in ("fresh", "secret key") and taker.takes != "key"):
        return
    if found.kind == "fresh" and is_kept(base(value), call, body):
        return
    place = _place(found, call, scope)
    yield KeyUsed(place, taker.call, taker.takes, found.kind, scope.function, found.size, bool(found.name))


def _is_passphrase(value: cst.BaseExpression, scope: Scope) -> bool:
    """Tell whether what somebody types is the key itself: no call but those that pad or encode it lies between."""
    while isinstance(value, cst.Call) and tail(value.func).endswith(_PADS):
        inner = value.args[0].value if value.args and not isinstance(value.func, cst.Attribute) else value.func
        value = inner.value if isinstance(inner, cst.Attribute) and inner is value.func else inner
    name = spelled(value)
    for one in scope.values.behind(value) if name else ():
        if isinstance(one, cst.Call):
            return spelled(one.func).rpartition(".")[2] in ("input", "getpass")
    return bool(name) and algorithms.use_of((name.rpartition(".")[2],)) == "password" and not scope.values.behind(value)


def _place(found: Origin, call: cst.Call, scope: Scope) -> Place:
    """Return where a literal stands that should not: that is the line to mend."""
    if found.kind in ("literal", "default") and found.name:
        home = None if found.name in scope.values.given else scope.names.place(found.name, scope)
        return home or scope.positions.found(found.node) or scope.positions.place(call)
    return scope.positions.place(call)


def assigned(statement: cst.BaseSmallStatement, line: cst.CSTNode, scope: Scope) -> Iterator[KeyUsed]:
    """Yield a variable, an attribute or a setting that holds a key as a literal, or as the default of one."""
    match statement:
        case cst.Assign(targets=targets, value=value):
            for one in targets:
                yield from _named(_name(one.target), value, line, scope)
        case cst.AnnAssign(target=target, value=cst.BaseExpression() as value):
            yield from _named(_name(target), value, line, scope)


def handed(part: cst.Call | cst.Dict, statement: cst.CSTNode, scope: Scope) -> Iterator[KeyUsed]:
    """Yield the arguments, and the values of a table, that are keys by their names and literals."""
    if isinstance(part, cst.Call):
        named = [(arg.keyword.value, arg.value) for arg in part.args if arg.keyword is not None]
    else:
        named = pairs(part) or []
    for name, value in named:
        # What a variable holds is told where that is set.
        if not spelled(value):
            yield from _named(name, value, part if isinstance(part, cst.Call) else statement, scope)


def _named(name: str, value: cst.BaseExpression, at: cst.CSTNode, scope: Scope) -> Iterator[KeyUsed]:
    found = takes = None
    if is_cipher_key(name):
        found, takes = origin_of(value, scope), "key"
    elif is_key_name(name) and not _is_prose(value):
        found, takes = origin_of(value, scope, shortest=_LEAST_SECRET), "secret"
    elif _is_private_key(value):
        found, takes = Origin("literal", value), "secret"
    if found and takes and found.kind in ("literal", "default") and not found.name:
        yield KeyUsed(scope.positions.place(at), name, takes, found.kind, scope.function, found.size, kept=True)


def _is_prose(value: cst.BaseExpression) -> bool:
    """Tell whether a literal speaks of a secret, and is none."""
    text = text_of(value)
    if text is None or text.startswith(_PRIVATE[0]):
        return False
    return len(text.split(" ")) > 1 or text.startswith(_PATHS)


def is_cipher_key(name: str) -> bool:
    """Tell whether a name is that of a setting, or a constant, with the key of an encryption."""
    own = {*words(name)}
    if name.lower().replace("_", "").endswith(_JOINED):
        return True
    told = not own.isdisjoint(_KEYS) and not own.isdisjoint(_CIPHERS)
    return name in key_settings() or (told and (name.isupper() or words(name)[-1] in _KEYS))


def defaults(node: cst.FunctionDef, scope: Scope) -> Iterator[KeyUsed]:
    """Yield the parameters of a function that are keys, and whose default is one."""
    around = {*words(scope.owner), *words(node.name.value)}
    for one in (*node.params.params, *node.params.kwonly_params):
        if one.default is None:
            continue
        name = one.name.value
        if name == "key" and not around.isdisjoint(_CLASSES):
            name = "cipher_key"
        for found in _named(name, one.default, one, scope):
            yield msgspec.structs.replace(found, by=one.name.value, origin="default")


def _name(target: cst.BaseExpression) -> str:
    match target:
        case cst.Subscript(slice=[cst.SubscriptElement(slice=cst.Index(value=key))]):
            return text_of(key) or ""
    return spelled(target).rpartition(".")[2]


def _is_private_key(value: cst.BaseExpression) -> bool:
    text = text_of(value)
    return text is not None and all(part in text for part in _PRIVATE)


def _is_fixed(value: cst.BaseExpression, scope: Scope) -> bool:
    """Tell whether a vector is the same for every text: a literal, a constant or a setting, part of the key."""
    said = scope.values.said(value)
    if any(way.partition(" ")[0] in ("text", "bytes") or way.isdigit() for way in said.split("|")):
        return True
    found = origin_of(value, scope)
    if found is not None and found.kind in ("literal", "secret key"):
        return True
    return _is_lasting(value, scope) or _is_of_key(value, scope)


def _is_lasting(node: cst.BaseExpression, scope: Scope) -> bool:
    """Tell whether a vector outlives the text: a setting, or what an object holds since it was made."""
    name = spelled(node)
    holder, _, last = name.rpartition(".")
    if scope.around and any(name in (spelled(one.target)) for one in _set_here(name, scope)):
        return False
    return bool(name) and (last.isupper() or holder in ("self", "cls"))


def _set_here(name: str, scope: Scope) -> list[cst.AssignTarget]:
    """Return where the function around sets a name itself."""
    from pytest_datahygiene.extract.python.tree import below

    body = scope.around[-1].body
    return [
        one
        for part in below(body)
        if isinstance(part, cst.Assign)
        for one in part.targets
        if spelled(one.target) == name
    ]


def _is_of_key(node: cst.BaseExpression, scope: Scope) -> bool:
    """Tell whether a vector is cut from the key."""
    ways = [node, *scope.values.behind(node)]
    cut = (way.value for way in ways if isinstance(way, cst.Subscript))
    return any("key" in words(spelled(one).rpartition(".")[2])[-1:] for one in cut)
