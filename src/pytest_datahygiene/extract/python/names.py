"""What a name in a file refers to, as far as its imports and constants tell."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import libcst as cst

from pytest_datahygiene.extract.python.tree import argument, number_of, spelled, text_of

if TYPE_CHECKING:
    from pytest_datahygiene.extract.python.scope import Scope
    from pytest_datahygiene.facts import Place


class Names:
    """The imports and the module constants of one file, whose own dotted name is ``module``."""

    def __init__(self, path: str) -> None:
        self._package = path.split("/")[:-1]
        self.module = path.rsplit(".", 1)[0].removesuffix("/__init__").replace("/", ".")
        self._imports: dict[str, str] = {}
        self.stars: list[str] = []
        self.constants: dict[str, int | str] = {}
        self.values: dict[str, cst.BaseExpression] = {}
        # The functions of the module and of its classes, by their own names.
        self.functions: dict[str, cst.FunctionDef] = {}
        # The top-level statement that sets a constant, by its number, and what sets it.
        self.homes: dict[str, tuple[int, cst.CSTNode]] = {}
        # What was found out about functions, to be asked once.
        self.told: dict[str, bool] = {}

    @property
    def modules(self) -> Iterable[str]:
        """The dotted names that the file imports."""
        return [*self._imports.values(), *self.stars]

    def imports(self, *packages: str) -> bool:
        """Tell whether the file imports from one of these top-level packages."""
        return any(dotted.split(".", 1)[0] in packages for dotted in self.modules)

    def take(self, statement: cst.Import | cst.ImportFrom) -> None:
        """Note what an import statement binds."""
        if isinstance(statement, cst.Import):
            for alias in statement.names:
                self._bind(alias, spelled(alias.name), whole=True)
            return
        module = self._module(statement)
        if isinstance(statement.names, cst.ImportStar):
            self.stars.append(module)
            return
        for alias in statement.names:
            self._bind(alias, f"{module}.{spelled(alias.name)}", whole=False)

    def _bind(self, alias: cst.ImportAlias, dotted: str, *, whole: bool) -> None:
        if alias.asname is not None:
            self._imports[spelled(alias.asname.name)] = dotted
        else:
            head = spelled(alias.name).split(".", 1)[0]
            self._imports[head] = head if whole else dotted

    def _module(self, statement: cst.ImportFrom) -> str:
        named = spelled(statement.module) if statement.module else ""
        level = len(statement.relative)
        if not level:
            return named
        above = self._package[: len(self._package) - level + 1]
        return ".".join([*above, named] if named else above)

    def define(self, name: str, value: cst.BaseExpression) -> None:
        """Note what a name of the module stands for; a compiled pattern counts as its text."""
        self.values[name] = value
        if (
            isinstance(value, cst.Call)
            and value.args
            and spelled(value.func) in ("re.compile", "regex.compile", "_lazy_re_compile")
        ):
            value = value.args[0].value
        elif isinstance(value, cst.Call) and spelled(value.func).rsplit(".", 1)[-1] in ("RegexValidator", "Regexp"):
            value = argument(value, "regex", 0) or value
        number, text = number_of(value), text_of(value)
        if number is not None:
            self.constants[name] = number
        elif text is not None and len(text) < 500:
            self.constants[name] = text

    def place(self, name: str, scope: Scope) -> Place | None:
        """Return where a constant of the module, or of the class around, is set."""
        home = self.homes.get(name) or self.homes.get(f"{scope.owner}.{name.rpartition('.')[2]}")
        return scope.positions.elsewhere(*home) if home else None

    def dotted(self, node: cst.CSTNode) -> str:
        """Return the dotted name that an expression refers to, ``""`` when it is no name."""
        name = spelled(node)
        head, dot, rest = name.partition(".")
        return self._imports.get(head, head) + dot + rest

    def resolved(self, name: str) -> str:
        """Return the dotted name of something that is no local variable: imported, or of this module."""
        return self._imports.get(name) or f"{self.module}.{name}"

    def is_imported(self, dotted: str) -> bool:
        """Tell whether a dotted name is one that the imports bind, or of something inside it."""
        return any(dotted == one or dotted.startswith(one + ".") for one in self._imports.values())

    def number(self, node: cst.CSTNode) -> int | None:
        """Return an integer literal or the module constant it names, or ``None``."""
        value = number_of(node)
        if value is not None:
            return value
        constant = self.constants.get(spelled(node))
        return constant if isinstance(constant, int) else None

    def text(self, node: cst.CSTNode) -> str | None:
        """Return a string literal or the module constant it names, or ``None``."""
        value = text_of(node)
        if value is not None:
            return value
        constant = self.constants.get(spelled(node))
        return constant if isinstance(constant, str) else None
