"""The functions and constants of a project, as the evaluator looks them up."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from pytest_datahygiene.catalog.labels import label_of
from pytest_datahygiene.catalog.password_words import is_new
from pytest_datahygiene.facts import FactBase, FunctionCoded, SettingAssigned
from pytest_datahygiene.flow.running.values import Unknown


class Code:
    """The code of a project by name."""

    def __init__(self, facts: FactBase) -> None:
        self._functions: dict[str, list[FunctionCoded]] = defaultdict(list)
        self._constants: dict[str, list[SettingAssigned]] = defaultdict(list)
        self._files: dict[str, dict[str, int | str]] = {}
        for one in facts.of(FunctionCoded):
            self._functions[one.name.rsplit(".", 1)[-1]].append(one)
        for row in facts.of(SettingAssigned):
            self._constants[row.name].append(row)

    def _own(self, path: str) -> dict[str, int | str]:
        """Return the constants of a file that its functions name."""
        if path not in self._files:
            rows = [row for row in self.functions if row.at.path == path]
            self._files[path] = {name: value for row in rows for name, value in json.loads(row.constants).items()}
        return self._files[path]

    @property
    def functions(self) -> Iterable[FunctionCoded]:
        """Every function."""
        return [one for listed in self._functions.values() for one in listed]

    def find(self, name: str, path: str) -> FunctionCoded | None:
        """Return the function of a name as one file calls it: its own, else the one that its import means."""
        found = self._functions.get(name.rsplit(".", 1)[-1], [])
        near = [one for one in found if one.at.path == path and one.name == name]
        return next(iter(near or [one for one in found if _means(name, one.at.path, one.name)]), None)

    def method(self, owner: str, name: str, path: str) -> FunctionCoded | None:
        """Return a method of a class."""
        return self.find(f"{owner}.{name}", path)

    def constant(self, name: str, path: str) -> Any:
        """Return the value of a module's or a class's constant, ``Unknown`` where it is not known."""
        *holder, last = name.split(".")
        own = self._own(path)
        if name in own:
            return own[name]
        rows = self._constants.get(last, [])
        near = [row for row in rows if row.at.path == path and not holder]
        rows = near or [row for row in rows if _means(name, row.at.path, f"{row.owner}.{last}".lstrip("."))]
        values = {row.value for row in rows if isinstance(row.value, (int, str))}
        return values.pop() if len(values) == 1 else Unknown(("constant", name))


def _means(dotted: str, path: str, name: str) -> bool:
    """Tell whether a dotted name may be that of something in a file."""
    whole = f"{path.rsplit('.', 1)[0].removesuffix('/__init__').replace('/', '.')}.{name}"
    return f".{whole}".endswith(f".{dotted}") or f".{dotted}".endswith(f".{whole}")


@lru_cache(maxsize=4096)
def holds_password(name: str) -> bool:
    """Tell whether something of this name is a new password, or its repetition."""
    if name.isupper() and len(name) > 2:  # a constant is somebody else's
        return False
    return label_of(name) == "password" and is_new(name)


@lru_cache(maxsize=512)
def parsed(code: str) -> tuple[list[Any], list[Any]]:
    """Return the parameters and the statements of a function."""
    parameters, body = json.loads(code)
    return parameters, body


def nodes(code: str) -> Iterator[list[Any]]:
    """Yield every node of a function's code."""
    stack = [json.loads(code)]
    while stack:
        here = stack.pop()
        if isinstance(here, list):
            yield here
            stack.extend(reversed(here))
