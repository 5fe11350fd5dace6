"""Passwords that are compared as they are, in code or by the database."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import libcst as cst

from pytest_datahygiene.catalog.labels import label_of
from pytest_datahygiene.catalog.password_words import is_repeated, password_words
from pytest_datahygiene.catalog.receivers import requests
from pytest_datahygiene.catalog.words import words
from pytest_datahygiene.extract.python.tree import below, spelled, text_of
from pytest_datahygiene.facts.secrets import PasswordCompared

if TYPE_CHECKING:
    from pytest_datahygiene.extract.python.scope import Scope

# What a visitor sends, and what forms make of it, is no kept password.
_GIVEN = frozenset(
    "self form forms data cleaned_data validated_data attrs values value args kwargs params payload body json post"
    " serializer schema credentials creds login_data user_data input entry st cls info".split()
)
_LOOKUPS = frozenset({"get", "getlist", "get_argument"})
_STATEMENTS = frozenset({"execute", "executemany", "raw", "fetch_one", "fetchrow", "fetchval", "text", "query"})
_WHERE = re.compile(
    r"\b(?:where|and)\b[^;]*?\b(\w*pass\w*|pwd|senha|contrasena)\s*=\s*(?:%s|\?|:\w+|\$\d|['\"]?[{%?]|['\"]\s*$)",
    re.IGNORECASE | re.DOTALL,
)
_HASHES = frozenset(
    "hashlib scrypt argon2 pbkdf2 hmac hasher hash hashed digest sha sha1 sha256 sha512 md5 bcrypt encrypt crypt"
    " hexdigest hashpw".split()
)


def compared(node: cst.FunctionDef, scope: Scope) -> Iterator[PasswordCompared]:
    """Yield the comparisons in a function of a password that was typed with one that is kept."""
    if not scope.seeds.judges:
        return
    hashed = {name for part in below(node.body) for name in _hashed(part)}
    for part in below(node.body):
        if isinstance(part, cst.Comparison) and len(part.comparisons) == 1:
            one = part.comparisons[0]
            if isinstance(one.operator, (cst.Equal, cst.NotEqual)):
                yield from _pair(part.left, one.comparator, part, hashed, scope)
        elif type(part) is cst.Call:
            yield from _asked(part, hashed, scope)


def _hashed(part: cst.CSTNode) -> Iterator[str]:
    """Yield the variables that are given the hash of something."""
    match part:
        case cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=name))], value=value):
            said = {word for inner in below(value) if isinstance(inner, cst.Name) for word in words(inner.value)}
            if said & _HASHES:
                yield name


def _pair(
    left: cst.BaseExpression, right: cst.BaseExpression, node: cst.CSTNode, hashed: set[str], scope: Scope
) -> Iterator[PasswordCompared]:
    for given, kept in ((left, right), (right, left)):
        if _is_given(given, hashed) and _is_kept(kept):
            yield PasswordCompared(scope.positions.place(node), _said(given), _said(kept), scope.function)
            return


def _name(node: cst.BaseExpression) -> tuple[str, str]:
    """Return the name of a value, and of what it is a part of."""
    match node:
        case cst.Name(value=name):
            return name, ""
        case cst.Attribute(value=holder, attr=cst.Name(value="data")):
            return _name(holder)
        case cst.Attribute(value=holder, attr=cst.Name(value=name)):
            return name, _last(holder)
        case cst.Subscript(value=holder, slice=[cst.SubscriptElement(slice=cst.Index(value=key))]):
            return text_of(key) or "", _last(holder)
        case cst.Call(func=cst.Attribute(value=holder, attr=cst.Name(value=method)), args=[cst.Arg(value=key), *_]) if (
            method in _LOOKUPS
        ):
            return text_of(key) or "", _last(holder)
        case cst.Call(func=cst.Attribute(value=holder, attr=cst.Name(value="strip" | "encode" | "get"))):
            return _name(holder)
    return "", ""


def _last(node: cst.BaseExpression) -> str:
    while isinstance(node, (cst.Subscript, cst.Call)):
        node = node.value if isinstance(node, cst.Subscript) else node.func
    return spelled(node).rsplit(".", 1)[-1]


def _is_given(node: cst.BaseExpression, hashed: set[str]) -> bool:
    name, holder = _name(node)
    told = label_of(name) == "password" and not is_repeated(name) and not name.isupper() and name not in hashed
    return told and (not holder or holder.lower() in _GIVEN or holder in requests().names or holder in ("form", "POST"))


def _is_kept(node: cst.BaseExpression) -> bool:
    """Tell whether a value is the password of a row, or of a table of passwords."""
    name, holder = _name(node)
    if name.isupper():
        # Written into the code; what settings hold is a machine's, or comes from elsewhere.
        return not holder and label_of(name) == "password" and password_words().markers.isdisjoint(words(name))
    if is_repeated(name) or not holder or holder.lower() in _GIVEN or holder in requests().names:
        return False
    if label_of(name) == "password":
        return True
    # USERS[username], passwords.get(user)
    table = {*words(holder)} & {"users", "user", "accounts", "passwords", "credentials", "logins", "admins"}
    keyed = isinstance(node, (cst.Subscript, cst.Call)) and not name
    return keyed and bool(table) and _is_plain_key(node)


def _is_plain_key(node: cst.BaseExpression) -> bool:
    match node:
        case cst.Subscript(slice=[cst.SubscriptElement(slice=cst.Index(value=cst.Name()))]):
            return not isinstance(node.value, cst.Subscript)
        case cst.Call(func=cst.Attribute(attr=cst.Name(value="get")), args=[cst.Arg(value=cst.Name()), *_]):
            return True
    return False


def _said(node: cst.BaseExpression) -> str:
    name, holder = _name(node)
    return ".".join(filter(None, (holder, name)))


def _asked(call: cst.Call, hashed: set[str], scope: Scope) -> Iterator[PasswordCompared]:
    """Yield the comparison that a statement of the database makes."""
    last = call.func.attr.value if isinstance(call.func, cst.Attribute) else spelled(call.func)
    if last not in _STATEMENTS or not call.args:
        return
    text = _text(call.args[0].value, scope)
    found = _WHERE.search(text) if text else None
    if found is None or label_of(found[1].lower()) != "password":
        return
    named = [part.value for arg in call.args for part in below(arg.value) if isinstance(part, cst.Name)]
    if hashed.isdisjoint(named) and not any(_HASHES & {*words(name)} for name in named):
        given = next((name for name in named if label_of(name) == "password"), "a password")
        yield PasswordCompared(scope.positions.place(call), given, found[1], scope.function)


def _text(node: cst.BaseExpression, scope: Scope) -> str:
    if isinstance(node, cst.FormattedString):
        return "".join(part.value if isinstance(part, cst.FormattedStringText) else "{" for part in node.parts)
    if isinstance(node, cst.BinaryOperation):
        return _text(node.left, scope) + _text(node.right, scope)
    if isinstance(node, cst.Call) and node.args:
        return _text(node.args[0].value, scope)
    return scope.names.text(node) or ("{" if isinstance(node, (cst.Name, cst.Attribute)) else "")
