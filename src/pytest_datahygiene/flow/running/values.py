"""What the evaluator computes with: Python's own texts, numbers and collections, and these."""

from __future__ import annotations

from typing import Any, NamedTuple


class Unknown(NamedTuple):
    """A value that nobody knows, told apart by where it comes from; ``judges`` names who may have judged."""

    tag: tuple[Any, ...] = ()
    judges: str = ""


class Own(NamedTuple):
    """A function of the project, or a method bound to ``self``."""

    name: str
    path: str
    bound: Instance | None = None


class Closure(NamedTuple):
    """A function or lambda that was defined inside another; ``scope`` are the variables around it."""

    parameters: list[Any]
    body: list[Any]
    scope: dict[str, Any]
    is_expression: bool


class Dotted(NamedTuple):
    """Something imported, by its dotted name."""

    name: str


class Bound(NamedTuple):
    """A method of a value of Python's own."""

    holder: Any
    name: str


class Pattern(NamedTuple):
    """A compiled regular expression."""

    text: str


class Failure(NamedTuple):
    """An exception as a value: the last name of its class and what it is made of."""

    name: str
    given: tuple[Any, ...] = ()


class Instance:
    """An object of a class of the project."""

    def __init__(self, owner: str, path: str) -> None:
        self.owner, self.path = owner, path
        self.attributes: dict[str, Any] = {}


class Returned(Exception):  # a way out, not an error
    """The function returns."""

    def __init__(self, value: Any) -> None:
        super().__init__()
        self.value = value


class Raised(Exception):  # the evaluated code's error, not ours
    """The evaluated code raises."""

    def __init__(self, failure: Failure) -> None:
        super().__init__()
        self.failure = failure


class Broken(Exception):
    """``break``."""


class Continued(Exception):
    """``continue``."""


class TooLong(Exception):
    """More steps than are taken."""
