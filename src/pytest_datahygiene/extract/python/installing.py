"""Packages that Python files ask for: ``setup.py``, sessions of nox, and scripts with a list of their own (PEP 723)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import libcst as cst

from pytest_datahygiene.errors import Unreadable
from pytest_datahygiene.extract.commands import named
from pytest_datahygiene.extract.python.names import Names
from pytest_datahygiene.extract.python.parsing import parse
from pytest_datahygiene.extract.python.positions import Positions
from pytest_datahygiene.extract.python.tree import argument, elements, everything, pairs, spelled, tail, text_of
from pytest_datahygiene.extract.requirements import required
from pytest_datahygiene.extract.toml import load
from pytest_datahygiene.facts import Fact, PackageRequired, Place, RuntimeNamed
from pytest_datahygiene.source import slices

if TYPE_CHECKING:
    from pytest_datahygiene.extract.reading import Work

# https://packaging.python.org/en/latest/specifications/inline-script-metadata/
_BLOCK = re.compile(r"(?m)^# /// script$\s(?P<content>(?:^#(?:| .*)$\s)+)^# ///$")
_LISTS = ("install_requires", "setup_requires", "tests_require")


def of_script(path: str, text: str) -> Iterator[Fact]:
    """Yield what the block of a script asks for; raise ``Unreadable`` for a block that is no TOML."""
    found = _BLOCK.search(text)
    if found is None:
        return
    line = text.count("\n", 0, found.start("content"))
    data, lines = load("".join(row[2:] if row[1:2] == " " else row[1:] for row in found["content"].splitlines(True)))
    asked = data.get("dependencies")
    for index, one in enumerate(asked if isinstance(asked, list) else ()):
        at = Place(path, line + lines.get(("dependencies", index), 1))
        try:
            yield required(str(one), at)
        except ValueError:
            raise Unreadable(f"line {at.line} is not a requirement") from None
    python = data.get("requires-python")
    if isinstance(python, str):
        at = Place(path, line + lines.get(("requires-python",), 1))
        yield RuntimeNamed(at, "python", specifier=python, tells="requires-python")


def of_build(path: str, text: str, work: Work) -> Iterator[Fact]:
    """Yield what a ``setup.py`` or a ``noxfile.py`` asks for, as far as its literals tell; nothing of it is run."""
    module, part = parse(slices.whole(text), text, work)
    names, positions = Names(path), Positions(path, module, part, work)
    given: dict[str, cst.BaseExpression] = {}
    for node in everything(module):
        if isinstance(node, cst.Assign) and spelled(node.targets[0].target):
            given[spelled(node.targets[0].target)] = node.value
        elif isinstance(node, (cst.Import, cst.ImportFrom)):
            names.take(node)
    for node in everything(module):
        if not isinstance(node, cst.Call):
            continue
        called = tail(node.func)
        if called.rpartition(".")[2] == "setup":
            yield from _setup(node, given, positions)
        elif called == "session.install":
            texts = [text_of(arg.value) for arg in node.args if arg.keyword is None]
            yield from named([text for text in texts if text is not None], positions.place(node))


def _setup(call: cst.Call, given: dict[str, cst.BaseExpression], positions: Positions) -> Iterator[Fact]:
    for name in _LISTS:
        value = argument(call, name)
        if value is not None:
            yield from _listed(value, "", given, positions)
    extras = argument(call, "extras_require")
    for group, value in pairs(given.get(spelled(extras), extras)) or () if extras is not None else ():
        yield from _listed(value, group, given, positions)
    python = argument(call, "python_requires")
    text = text_of(given.get(spelled(python), python)) if python is not None else None
    if python is not None and text:
        yield RuntimeNamed(positions.place(python), "python", specifier=text, tells="python_requires")


def _listed(
    node: cst.BaseExpression, group: str, given: dict[str, cst.BaseExpression], positions: Positions, depth: int = 8
) -> Iterator[PackageRequired]:
    """Yield the requirements in a list, in the variable that holds one, in lists that are added up."""
    if not depth:
        return
    text = text_of(node)
    if text is not None:
        # Setuptools takes a text of several lines too.
        for line in text.splitlines():
            try:
                yield required(line, positions.place(node), group=group)
            except ValueError:
                continue
    elif isinstance(node, cst.BinaryOperation):
        yield from _listed(node.left, group, given, positions, depth - 1)
        yield from _listed(node.right, group, given, positions, depth - 1)
    elif spelled(node) in given:
        yield from _listed(
            given[spelled(node)], group, {**given, spelled(node): cst.Name("None")}, positions, depth - 1
        )
    else:
        for part in elements(node) or ():
            yield from _listed(part, group, given, positions, depth - 1)
