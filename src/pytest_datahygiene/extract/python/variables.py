"""The variables of one function: what they are bound to, and which of them tell something about the password."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from pytest_datahygiene.catalog.password_words import is_new
from pytest_datahygiene.extract.python.constants import constant
from pytest_datahygiene.extract.python.tree import below, spelled

if TYPE_CHECKING:
    from pytest_datahygiene.extract.python.demands import Demand
    from pytest_datahygiene.extract.python.scope import Scope
    from pytest_datahygiene.extract.python.subjects import Subjects


class Variables:
    """Bound as the walk over the function meets them.

    ``flags`` are set when a character of some class was met, each with a demand for that class. ``read`` are the ids
    of the nodes that were understood, ``raised`` the flags that were.
    """

    def __init__(self, scope: Scope, subjects: Subjects) -> None:
        self.names, self.subjects, self._owner = scope.names, subjects, scope.owner
        self.bound: dict[str, cst.BaseExpression] = {}
        self.flags: dict[str, Demand] = {}
        self.read: set[int] = set()
        self.raised: set[str] = set()

    def bind(self, name: str, value: cst.BaseExpression) -> None:
        """Note that a variable takes a value."""
        self.subjects.bind(name, value)
        self.bound[name] = value

    def flag(self, name: str) -> Demand:
        """Return the demand behind a flag; raise ``KeyError`` for another variable."""
        found = self.flags[name]
        self.raised.add(name)
        return found

    def subject(self, node: cst.CSTNode) -> str:
        """Return the name of the new password that an expression holds, or ``""``."""
        name = self.subjects.of(node)
        return name if name and is_new(name) else ""

    def telling(self, node: cst.CSTNode) -> bool:
        """Tell whether a variable holds something that was read off the password."""
        if not isinstance(node, cst.Name):
            return False
        value = self.bound.get(node.value)
        return node.value in self.flags or (value is not None and any(self.subjects.of(part) for part in below(value)))

    def number(self, node: cst.BaseExpression) -> int | None:
        """Return the value of a bound: a literal, a constant of the file, the class or the function, or a default."""
        name = spelled(node)
        own = self._own(name)
        if own is not None:
            return own if isinstance(own, int) else None
        value = self.bound.pop(name, None)
        if value is not None:
            # Taken out while it is read: variables may be bound to one another.
            found = self.number(value)
            self.bound[name] = value
            return found
        known = constant(node, self.names)
        if isinstance(known, str) and known.isdecimal():
            return int(known)
        return known if isinstance(known, int) else None

    def pattern(self, node: cst.BaseExpression) -> str | None:
        """Return the text of a regular expression, compiled or not, or ``None``."""
        name = spelled(node)
        own = self._own(name)
        if own is not None:
            return own if isinstance(own, str) else None
        node = self.bound.get(name, node)
        if isinstance(node, cst.Call) and node.args and self.names.dotted(node.func) in ("re.compile", "regex.compile"):
            node = node.args[0].value
        return self.names.text(node)

    def _own(self, name: str) -> int | str | None:
        """Return the constant of the class that ``self.NAME`` is, or ``None``."""
        head, _, rest = name.partition(".")
        return self.names.constants.get(f"{self._owner}.{rest}") if rest and head in ("self", "cls") else None
