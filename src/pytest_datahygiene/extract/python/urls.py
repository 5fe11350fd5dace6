"""What stands in addresses: in the paths of routes, in the queries that are read, in the links that are made."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import libcst as cst

from pytest_datahygiene.extract.python.tree import argument, below, elements, pairs, spelled, tail, text_of
from pytest_datahygiene.facts.urls import How, UrlHolds
from pytest_datahygiene.source.vocabulary import NOTHING

if TYPE_CHECKING:
    from pytest_datahygiene.extract.python.scope import Scope

_VERBS = frozenset("get post put patch delete head options api_route route websocket".split())
_ROUTES = _VERBS | frozenset(
    "path re_path url add_url_rule add_api_route add_route Route add_get add_post add_put add_delete".split()
)
# Paths of Flask and Django, of FastAPI and Starlette, and regular expressions.
_PLACES = re.compile(r"\(\?P<(\w+)>|<(?:[\w.]+(?:\([^)]*\))?:)?(\w+)>|\{(\w+)(?::\w+)?\}")
_QUERIES = frozenset({"GET", "args", "query_params", "query"})
_LOOKUPS = frozenset({"get", "getlist", "getone", "pop"})
_LINKS = frozenset({"url_for", "reverse", "reverse_lazy", "redirect"})
_ASKED = re.compile(r"[?&]([A-Za-z_][\w-]*)=$")
_ASKED_WITHIN = re.compile(r"[?&]([A-Za-z_][\w-]*)=(?:%s|%\(|\{|\Z)")
# Addresses of the web, and those of databases and the like, which no browser sees.
_WEB = re.compile(r"https?://|/\w")
_OTHER = re.compile(r"(?!https?:)[a-z][a-z0-9+.]*://")
# Libraries in which the parameters of a function that answers, but for those of the path, stand in the query.
_QUERIED = ("fastapi", "ninja")
_ELSEWHERE = frozenset(
    "Depends Header Cookie Body Form File Security Path Annotated Request Response UploadFile WebSocket".split()
)


def answered(node: cst.FunctionDef, scope: Scope) -> Iterator[UrlHolds]:
    """Yield what stands in the addresses at which a function answers: in the path, and in the query it is given."""
    for decorator in node.decorators:
        call = decorator.decorator
        if not isinstance(call, cst.Call):
            continue
        places = _places(call)
        told = [name for name in places if _counts(name, scope)]
        yield from (UrlHolds(scope.positions.place(node), name, "path", node.name.value) for name in told)
        if tail(call.func).rpartition(".")[2] in _VERBS and call.args and scope.names.imports(*_QUERIED):
            for parameter in (*node.params.params, *node.params.kwonly_params):
                name = parameter.name.value
                if name not in places and _counts(name, scope) and _is_queried(parameter):
                    yield UrlHolds(scope.positions.place(parameter), name, "query", node.name.value)


def _counts(name: str, scope: Scope) -> bool:
    """Tell whether a name is a seed: to say where anything else stands would cost too much."""
    return bool(name) and scope.seeds.together(name.encode("utf-8", "replace")) != NOTHING


def _is_queried(parameter: cst.Param) -> bool:
    """Tell whether a parameter is filled from the query: one of a plain type that nothing else gives."""
    if parameter.name.value in ("self", "request"):
        return False
    said = [part for part in (parameter.annotation, parameter.default) if part is not None]
    names = {spelled(part).rsplit(".", 1)[-1] for whole in said for part in below(whole)}
    return names.isdisjoint(_ELSEWHERE) and not any(_is_schema(name) for name in names)


def _is_schema(name: str) -> bool:
    """Tell whether a name is that of a class which the library reads from the body."""
    plain = ("Optional", "Union", "Query", "List", "Literal", "None", "EmailStr", "Decimal", "UUID", "Any")
    return name[:1].isupper() and name not in plain


def said(parts: Iterable[cst.CSTNode], scope: Scope) -> Iterator[UrlHolds]:
    """Yield what stands in the addresses that an expression, given with all its parts, reads or makes."""
    for part in parts:
        for name, how in _named(part, scope):
            if not _counts(name, scope):
                continue
            yield UrlHolds(scope.positions.place(part), name, how, scope.function)


def _named(part: cst.CSTNode, scope: Scope) -> Iterator[tuple[str, How]]:
    if type(part) is cst.Call:
        yield from _called(part, scope)
    elif type(part) is cst.Subscript and _is_query(part.value):
        for element in part.slice:
            key = text_of(element.slice.value) if isinstance(element.slice, cst.Index) else None
            if key:
                yield key, "query"
    elif type(part) is cst.FormattedString:
        yield from ((name, "link") for name in _pasted(part))
    elif type(part) is cst.SimpleString and ("?" in part.value or "&" in part.value):
        text = text_of(part) or ""
        yield from ((name, "link") for name in _ASKED_WITHIN.findall(text) if not _OTHER.match(text))


def _pasted(text: cst.FormattedString) -> Iterator[str]:
    """Yield the names of what is put into the query of an address, or between the slashes of its path."""
    first = text.parts[0] if text.parts else None
    start = first.value if isinstance(first, cst.FormattedStringText) else ""
    for before, after in zip(text.parts, text.parts[1:], strict=False):
        if isinstance(before, cst.FormattedStringText) and isinstance(after, cst.FormattedStringExpression):
            found = _ASKED.search(before.value)
            if found and not _OTHER.match(start):
                yield found[1]
            elif before.value.endswith("/") and _WEB.match(start):
                yield tail(after.expression).rpartition(".")[2]


def _called(call: cst.Call, scope: Scope) -> Iterator[tuple[str, How]]:
    name = tail(call.func).rpartition(".")[2]
    if not scope.function:
        yield from ((place, "path") for place in _places(call))
    if name in _LOOKUPS and isinstance(call.func, cst.Attribute) and _is_query(call.func.value) and call.args:
        key = text_of(call.args[0].value)
        if key:
            yield key, "query"
    elif name in _LINKS:
        given = argument(call, "kwargs") or argument(call, "query")
        yield from ((key, "link") for key, _ in (pairs(given) or () if given is not None else ()))
        yield from ((arg.keyword.value, "link") for arg in call.args if arg.keyword and arg.keyword.value[:1] != "_")
    elif name == "urlencode" and call.args:
        yield from ((key, "link") for key, _ in pairs(call.args[0].value) or ())
    given = argument(call, "params") if name in ("get", "request", "Request", "head") else None
    yield from ((key, "link") for key, _ in (pairs(given) or () if given is not None else ()))


def _is_query(node: cst.BaseExpression) -> bool:
    """Tell whether an expression is the query of a request."""
    return (
        isinstance(node, cst.Attribute)
        and node.attr.value in _QUERIES
        and tail(node.value).rpartition(".")[2] in ("request", "req", "rel_url", "url")
    )


def _places(call: cst.Call) -> list[str]:
    """Return the names of the parts of a route's path that are filled."""
    if tail(call.func).rpartition(".")[2] not in _ROUTES or not call.args:
        return []
    listed = [call.args[0].value, *(elements(call.args[0].value) or [])]
    texts = filter(None, map(text_of, listed))
    return ["".join(found) for text in texts for found in _PLACES.findall(text)]
