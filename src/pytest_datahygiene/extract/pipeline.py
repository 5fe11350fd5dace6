"""Workflows, pipelines and other YAML that runs something: versions of Python, images, commands that install."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from pytest_datahygiene.extract.commands import installs
from pytest_datahygiene.extract.container import image
from pytest_datahygiene.facts import Fact, Place, RuntimeNamed

_COMMANDS = frozenset(
    {"run", "script", "before_script", "after_script", "command", "commands", "before_install", "install"}
)
_LISTED = frozenset({"script", "before_script", "after_script", "commands", "before_install", "install"})
_VERSION = re.compile(r"(?:python-?)?(?P<version>[23]\.\d{1,2}(?:\.\d+)?)")
_RUNTIME = re.compile(r"python-?(?P<major>[23])\.?(?P<minor>\d{1,2})(?![\d.])")


def told(path: str, root: yaml.Node, *, is_workflow: bool) -> Iterator[Fact]:
    """Yield what the jobs of a pipeline, or the services of a composition, run on and install.

    A list of versions is what a library is tested with, and tells nothing of what runs.
    """
    for key, holder, node in _pairs(root):
        at = Place(path, int(node.start_mark.line) + 1)
        if isinstance(node, yaml.ScalarNode):
            # GitLab may put the name of an image below it, GitHub calls that of a job a container.
            is_image = key == "image" or (holder == "image" and key == "name") or (is_workflow and key == "container")
            if is_image:
                yield from image(node.value, at)
            else:
                yield from _scalar(key, node, at, is_set_up=is_workflow and holder == "with")
        elif isinstance(node, yaml.SequenceNode) and key in _LISTED:
            for one in node.value:
                if isinstance(one, yaml.ScalarNode):
                    yield from _commands(one, path)


def _scalar(key: str, node: yaml.ScalarNode, at: Place, *, is_set_up: bool) -> Iterator[Fact]:
    if key.lower() == "runtime":
        found = _RUNTIME.fullmatch(node.value)
        if found:
            yield RuntimeNamed(at, "python", f"{found['major']}.{found['minor']}", tells="its runtime")
    elif key == "python-version" and is_set_up:
        version = _VERSION.fullmatch(node.value)
        if version:
            yield RuntimeNamed(at, "python", version["version"], tells="the job")
    elif key in _COMMANDS:
        yield from _commands(node, at.path)


def _commands(node: yaml.ScalarNode, path: str) -> Iterator[Fact]:
    # The text of a block begins on the line behind its sign.
    line = int(node.start_mark.line) + (2 if node.style in ("|", ">") else 1)
    yield from installs(node.value, path, line)


def _pairs(root: yaml.Node) -> Iterator[tuple[str, str, yaml.Node]]:
    """Yield every key of every mapping, the key that holds the mapping, and the value, in order."""
    left = [("", root)]
    seen: set[int] = set()
    while left:
        holder, node = left.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            pairs = [(key.value, value) for key, value in node.value if isinstance(key, yaml.ScalarNode)]
            yield from ((key, holder, value) for key, value in pairs)
            left.extend(reversed(pairs))
        elif isinstance(node, yaml.SequenceNode):
            left.extend((holder, value) for value in reversed(node.value))
