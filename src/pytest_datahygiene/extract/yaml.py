"""YAML read with care, and what it names: packages (conda environments, ``additional_dependencies`` of pre-commit),
password policies, records of people.

Nodes are composed and never constructed: unknown tags are normal, and no value of a file becomes an object.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import yaml
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from pytest_datahygiene.errors import Unreadable
from pytest_datahygiene.extract import pipeline, policies
from pytest_datahygiene.extract.records import documents
from pytest_datahygiene.extract.requirements import package, pinned, required, without_comment, written
from pytest_datahygiene.facts import Fact, PackageRequired, Place, RuntimeNamed

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEEPEST = 100
_TOO_DEEP = f"YAML nested deeper than {_DEEPEST} levels"
_MOST_NODES = 200_000
_MOST_SOURCES = 64
_TEMPLATE = re.compile(r"\{\{[^{}]*\}\}|\{%[^{}]*%\}")
_CONDA = re.compile(r"(?:[^\s:]+::)?([A-Za-z0-9_][\w.-]*)\s*(.*)", re.DOTALL)
# Its letters are no version as Python knows them.
_OPENSSL = re.compile(r"(?:[^\s:]+::)?openssl\s*==?\s*(\d[\w.]*)(?:=\S+)?")
_CONDA_CLAUSE = re.compile(r"([=!<>~]*)\s*([^\s=]*)([\s=].*)?", re.DOTALL)


class NotYaml(Unreadable):
    """The text breaks the rules of YAML."""


def extract(path: str, text: str) -> Iterator[Fact]:
    """Yield the packages of a conda environment or a pre-commit configuration, what pipelines run on and install,
    password policies, and what the records in it are; nothing for any other file.

    A template that makes YAML (Helm, Ansible, Jinja) is no YAML yet, and no error.
    """
    try:
        roots = compose(text)
    except NotYaml:
        # Of what is looked at for records alone, not to be YAML is no fault.
        if _TEMPLATE.search(text) or not ("dependencies" in text or policies.mentions(text)):
            return
        raise
    name = path.rpartition("/")[2]
    for root in roots:
        yield from pipeline.told(path, root, is_workflow=".github/" in path)
        if name.startswith(".pre-commit-config."):
            yield from _hooks(path, root)
        elif policies.mentions(text):
            yield from policies.told(path, root)
        elif "environment" in name or items(root).keys() & {"channels", "prefix"}:
            yield from _environment(path, root)
        else:
            yield from documents.of_documents(path, text, [_plain(root)])


def _plain(node: yaml.Node) -> Any:
    """Return a node as lists, dictionaries and texts; numbers stay as they are written."""
    if isinstance(node, yaml.SequenceNode):
        return [*map(_plain, node.value)]
    if isinstance(node, yaml.MappingNode):
        return {key.value: _plain(value) for key, value in node.value if isinstance(key, yaml.ScalarNode)}
    return node.value


def compose(text: str) -> list[yaml.Node]:
    """Return the root node of every document, with marks; raise ``Unreadable`` for what is broken or would explode."""
    try:
        _weigh(text)
        roots = [root for root in yaml.compose_all(text, Loader=_LOADER) if root is not None]
    except Unreadable:
        raise
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f": line {mark.line + 1}" if mark else ""
        # libyaml 0.2.6 and later count levels themselves, before an event tells of them.
        if "nesting depth" in (error.problem or ""):
            raise Unreadable(_TOO_DEEP + where) from None
        raise NotYaml("not valid YAML" + where) from None
    except Exception as error:  # noqa: BLE001  # the boundary of a file: whatever its reader raises is named
        raise Unreadable(f"not readable as YAML: {type(error).__name__}") from None
    for root in roots:
        _refuse_wide_merges(root)
    return roots


def items(node: yaml.Node | None) -> dict[str, yaml.Node]:
    """Return the values of a mapping by their plain keys; nothing for another node."""
    if not isinstance(node, yaml.MappingNode):
        return {}
    return {key.value: value for key, value in node.value if isinstance(key, yaml.ScalarNode)}


def elements(node: yaml.Node | None) -> list[yaml.Node]:
    """Return the elements of a sequence; nothing for another node."""
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def line_of(node: yaml.Node) -> int:
    """Return the line on which a node begins, counted from one."""
    return int(node.start_mark.line) + 1


def _weigh(text: str) -> None:
    """Raise ``Unreadable`` if composing would be too deep or too much, with every alias counted as what it stands for.

    The events come one at a time, without the recursion that overflows the C loader's stack.
    """
    total = 0
    open_nodes: list[tuple[str | None, int]] = []
    weights: dict[str, int] = {}
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.CollectionStartEvent):
            open_nodes.append((event.anchor, total))
            total += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, before = open_nodes.pop()
            weights[anchor or ""] = total - before
        elif isinstance(event, yaml.ScalarEvent):
            total += 1
            weights[event.anchor or ""] = 1
        elif isinstance(event, yaml.AliasEvent):
            total += _weight_of(event, weights)
        if len(open_nodes) > _DEEPEST:
            raise Unreadable(_TOO_DEEP + _near(event))
        if total > _MOST_NODES:
            raise Unreadable(f"YAML of more than {_MOST_NODES} nodes, aliases counted in full{_near(event)}")


def _weight_of(alias: yaml.AliasEvent, weights: dict[str, int]) -> int:
    if alias.anchor not in weights:
        raise Unreadable(f"a YAML alias names nothing, or what it stands in{_near(alias)}")
    return weights[alias.anchor]


def _near(event: yaml.Event) -> str:
    return f": line {event.start_mark.line + 1}" if event.start_mark else ""


def _refuse_wide_merges(root: yaml.Node) -> None:
    """Raise ``Unreadable`` for a mapping that merges more sources than a person writes."""
    left, seen = [root], {id(root)}
    while left:
        node = left.pop()
        if isinstance(node, yaml.MappingNode):
            merged = sum(len(elements(value)) or 1 for key, value in node.value if key.value == "<<")
            if merged > _MOST_SOURCES:
                raise Unreadable(f"a YAML mapping merges {merged} sources: line {line_of(node)}")
        for part in node.value if isinstance(node, yaml.CollectionNode) else ():
            for child in part if isinstance(part, tuple) else (part,):
                if id(child) not in seen:
                    seen.add(id(child))
                    left.append(child)


def _hooks(path: str, root: yaml.Node) -> Iterator[Fact]:
    """Yield the additional dependencies of every hook; those of other languages than Python are not requirements."""
    for repository in elements(items(root).get("repos")):
        for hook in elements(items(repository).get("hooks")):
            for node in elements(items(hook).get("additional_dependencies")):
                if isinstance(node, yaml.ScalarNode):
                    with suppress(ValueError):
                        yield required(node.value, Place(path, line_of(node)))


def _environment(path: str, root: yaml.Node) -> Iterator[Fact]:
    """Yield conda's packages and those of the pip list among them; raise ``Unreadable`` at the end for broken ones."""
    bad: list[int] = []
    for node, read in _listed(root):
        try:
            found = read(without_comment(node.value), Place(path, line_of(node)))
        except ValueError:
            bad.append(line_of(node))
            continue
        if found:
            yield found
    if bad:
        raise Unreadable(f"line {bad[0]} is not a requirement")


def _listed(root: yaml.Node) -> Iterator[tuple[yaml.ScalarNode, Callable[[str, Place], Fact | None]]]:
    """Yield every listed package with the reader of its notation."""
    for node in elements(items(root).get("dependencies")):
        if isinstance(node, yaml.ScalarNode):
            yield node, _conda
        yield from (
            (inner, package) for inner in elements(items(node).get("pip")) if isinstance(inner, yaml.ScalarNode)
        )


def _conda(text: str, at: Place) -> PackageRequired | RuntimeNamed | None:
    """Return the fact of conda's ``channel::name=1.2``; raise ``ValueError`` if it is none. ``|`` is no bound."""
    exact = _OPENSSL.fullmatch(text)
    if exact:
        return RuntimeNamed(at, "openssl", exact[1], tells="the environment")
    found = _CONDA.fullmatch(text)
    if not found:
        raise ValueError("not a conda package")
    rest = "" if found[2].startswith("[") or "|" in found[2] else found[2]
    specifiers = SpecifierSet(",".join(_conda_clause(part) for part in rest.split(",")))
    return PackageRequired(at, canonicalize_name(found[1]), written(specifiers), pinned(specifiers))


def _conda_clause(part: str) -> str:
    """Return one of conda's clauses in the words of PEP 440: ``=1.2`` takes every 1.2.x, a build makes it exact."""
    found = _CONDA_CLAUSE.fullmatch(part.strip())
    if not found or not found[2]:
        return ""
    sign, version, build = found.groups()
    version = version.removesuffix("*").removesuffix(".") + ".*" if version.endswith("*") else version
    if sign == "=" and not build and not version.endswith(".*"):
        version += ".*"
    return f"{'==' if sign in ('', '=') else sign}{version}" if version != ".*" else ""
