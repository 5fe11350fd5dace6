"""Which functions and constants of other files code needs in order to be run."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from pytest_datahygiene.catalog.password_words import is_about, password_words
from pytest_datahygiene.catalog.words import words
from pytest_datahygiene.facts import FactBase, FunctionCoded
from pytest_datahygiene.flow.running import library
from pytest_datahygiene.flow.running.program import Code, holds_password, nodes
from pytest_datahygiene.flow.running.values import Unknown
from pytest_datahygiene.flow.taint.program import module_of


def asked(facts: FactBase) -> set[str]:
    """Return the dotted names of what the project's checks use and is not known yet."""
    code = Code(facts)
    found: set[str] = set()
    for one in facts.of(FunctionCoded):
        for dotted in _called(one):
            if code.find(dotted.removeprefix(f"{module_of(one.at.path)}."), one.at.path) is None:
                found.add(dotted)
        for name in _constants(one.code):
            if isinstance(code.constant(name, one.at.path), Unknown):
                found.add(f"{module_of(one.at.path)}.{name}")
        for dotted in _used(one.code):
            if code.find(dotted, one.at.path) is None and isinstance(code.constant(dotted, one.at.path), Unknown):
                found.add(dotted)
    return found


@lru_cache(maxsize=2048)
def _called(function: FunctionCoded) -> frozenset[str]:
    """Return the functions of its own file, and methods of its own class, to which a function hands the password."""
    module = module_of(function.at.path)
    found = set()
    for callee, given in _calls(function.code):
        if any(_is_password(part, function.subject) for part in given):
            if callee[0] == "n" and callee[1] not in library.FUNCTIONS.keys() | library.SPECIAL:
                found.add(f"{module}.{callee[1]}")
            elif callee[0] == "a" and callee[1] == ["n", "self"]:
                found.add(f"{module}.{function.owner}.{callee[2]}")
    return frozenset(found)


@lru_cache(maxsize=2048)
def _constants(code: str) -> frozenset[str]:
    """Return the constants of its own file that code names."""
    return frozenset(name for name in _names(code) if name.isupper() and len(name) > 1)


def _names(code: str) -> Iterator[str]:
    return (node[1] for node in nodes(code) if node[:1] == ["n"] and isinstance(node[1], str))


def _calls(code: str) -> Iterator[tuple[Any, list[Any]]]:
    for node in nodes(code):
        if node[:1] == ["c"] and isinstance(node[1], list):
            yield node[1], [*node[2], *(value for _, value in node[3])]


def _is_password(node: Any, subject: str) -> bool:
    if node[:1] == ["n"]:
        return node[1] == subject or holds_password(node[1])
    named = node[2] if node[:1] == ["a"] else node[2][1] if node[:1] == ["i"] and node[2][:1] == ["k"] else ""
    return isinstance(named, str) and holds_password(named)


@lru_cache(maxsize=2048)
def _used(code: str) -> frozenset[str]:
    """Return the imported names in code that may be checks or constants."""
    return frozenset(name for name in _dotted(code) if _may_judge(name))


def _dotted(code: str) -> Iterator[str]:
    for node in nodes(code):
        if node[:1] == ["g"] and isinstance(node[1], str):
            yield node[1]
        if node[:1] == ["a"] and isinstance(node[1], list) and node[1][:1] == ["g"]:
            yield f"{node[1][1]}.{node[2]}"


def _may_judge(name: str) -> bool:
    last = name.rpartition(".")[2]
    told = {*words(last)}
    return "." in name and (last.isupper() or is_about(last) or bool(told & password_words().judges))
