"""Packages that Python files ask for: ``setup.py``, sessions of nox, and scripts with a list of their own (PEP 723)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from typing import TYPE_CHECKING

import libcst as cst

from pytest_datahygiene.errors import Unreadable
from pytest_datahygiene.extract.commands import named
from pytest_datahygiene.extract.python.names import Names
from pytest_datahygiene.extract.python.parsing import parse
from pytest_datahygiene.extract.python.positions import Positions
from pytest_datahygiene.extract.python.tree import argument, everything, pairs, spelled, tail, text_of
from pytest_datahygiene.extract.requirements import required, split_lines
from pytest_datahygiene.extract.toml import load
from pytest_datahygiene.facts import Fact, PackageRequired, Place, RuntimeNamed
from pytest_datahygiene.source import outline, slices

if TYPE_CHECKING:
    from pytest_datahygiene.extract.reading import Work

_LISTS = ("install_requires", "setup_requires", "tests_require")


def of_script(path: str, text: str) -> Iterator[Fact]:
    """Yield what the block of a script asks for; raise ``Unreadable`` for a block that is no TOML."""
    block = _block(text)
    if not block:
        return
    data, lines = load(block)
    asked = data.get("dependencies")
    for index, one in enumerate(asked if isinstance(asked, list) else ()):
        at = Place(path, lines.get(("dependencies", index), 1))
        try:
            yield required(str(one), at)
        except ValueError:
            raise Unreadable(f"line {at.line} is not a requirement") from None
    python = data.get("requires-python")
    if isinstance(python, str):
        at = Place(path, lines.get(("requires-python",), 1))
        yield RuntimeNamed(at, "python", specifier=python, tells="requires-python")


def _block(text: str) -> str:
    """Return the TOML in the comments of a script, on the lines on which it stands there, nothing without a block.

    https://packaging.python.org/en/latest/specifications/inline-script-metadata/, where one expression reads it; that
    one looks at every comment anew for each beginning that has no end.
    """
    lines = split_lines(text)
    first = next((number for number, line in enumerate(lines) if line == "# /// script"), None)
    if first is None:
        return ""
    rows = list(takewhile(lambda line: line == "#" or line.startswith("# "), lines[first + 1 :]))
    ends = [number for number, row in enumerate(rows) if row == "# ///"]
    return "\n" * (first + 1) + "\n".join(row[2:] for row in rows[: ends[-1]]) if ends and ends[-1] else ""


def of_build(path: str, text: str, work: Work) -> Iterator[Fact]:
    """Yield what a ``setup.py`` or a ``noxfile.py`` asks for, as far as its literals tell; nothing of it is run."""
    nested = outline.depth(text)
    if nested > outline.DEEPEST:
        raise Unreadable(f"brackets nest {nested} deep; Python stops at {outline.DEEPEST}")
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
            # What is not known still takes its place: it may be the value of an option.
            words = ["$" if text is None else text for text in texts]
            yield from named(words, positions.place(node), path.rpartition("/")[0])


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
    node: cst.BaseExpression, group: str, given: dict[str, cst.BaseExpression], positions: Positions
) -> Iterator[PackageRequired]:
    """Yield the requirements in a list, in the variable that holds one, in lists that are added up."""
    left, seen = [node], set[str]()
    while left:
        part = left.pop()
        name = spelled(part)
        if isinstance(part, cst.BinaryOperation):
            left += [part.right, part.left]
        elif name:
            # Once is enough, and variables in variables in variables are many.
            left += [given[name]] if name in given and name not in seen else []
            seen.add(name)
        elif text_of(part) is None:
            parts = part.elements if isinstance(part, (cst.List, cst.Tuple, cst.Set)) else ()
            left += [one.value for one in reversed(parts)]
        else:
            yield from _written(part, positions.place(part), group)


def _written(node: cst.BaseExpression, at: Place, group: str) -> Iterator[PackageRequired]:
    """Yield the requirements in a text: setuptools takes one of several lines too."""
    lines = (text_of(node) or "").split("\n")
    as_written = isinstance(node, cst.SimpleString) and node.value.count("\n") == len(lines) - 1
    for number, line in enumerate(lines):
        here = at._replace(line=at.line + number) if as_written else at
        try:
            yield required(line, here, group=group)
        except ValueError:
            continue
