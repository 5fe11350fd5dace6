"""What an argument becomes: a parameter of the function that is called, or a part of what an unknown one makes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pytest_datahygiene.facts import FunctionLowered
from pytest_datahygiene.facts.lowered import Called
from pytest_datahygiene.flow.taint import sinks
from pytest_datahygiene.flow.taint.paths import ANY, Path

Keys = tuple[str, ...]


def bound(function: FunctionLowered, argument: str, rest: Keys) -> Iterator[Path]:
    """Yield the parameters that an argument becomes: a position, a name, ``@`` for the receiver, ``*`` or ``**``."""
    parameters = function.parameters
    named = parameters[:1] in (("self",), ("cls",)) or "classmethod" in function.decorators
    is_method = bool(function.owner) and named
    plain = [name for name in parameters[is_method:] if not name.startswith("*")]
    if argument == "@":
        yield from (Path("p:" + name, rest) for name in parameters[:is_method])
    elif argument.isdigit():
        yield from _placed(parameters, plain, int(argument), rest)
    elif argument == "**":
        yield from _named(parameters, plain, rest[0], rest[1:]) if rest else ()
    elif argument == "*":
        fits = (name for index, name in enumerate(plain) if not rest or rest[0] in (ANY, str(index)))
        yield from (Path("p:" + name, rest[1:]) for name in fits)
    else:
        yield from _named(parameters, plain, argument, rest)


def _placed(parameters: Keys, plain: list[str], position: int, rest: Keys) -> Iterator[Path]:
    if position < len(plain):
        yield Path("p:" + plain[position], rest)
    else:
        yield from (Path("p:" + name, (ANY, *rest)) for name in _starred(parameters, "*"))


def _named(parameters: Keys, plain: list[str], name: str, rest: Keys) -> Iterator[Path]:
    if name in plain:
        yield Path("p:" + name, rest)
    else:
        yield from (Path("p:" + one, (name, *rest)) for one in _starred(parameters, "**"))


def _starred(parameters: Keys, stars: str) -> Iterator[str]:
    """Yield the name of ``*args`` or of ``**kwargs``."""
    return (name[len(stars) :] for name in parameters if name.count("*") == len(stars))


def through(call: Called, argument: str, rest: Keys, fields: Sequence[str]) -> Keys | None:
    """Return where an argument is in the result of a call that reaches no function of the project, ``None`` if nowhere.

    ``fields`` are those of the class that is called, in order, if it is known.
    """
    if sinks.is_encoder(call.callee) or sinks.undoes(call.callee):
        return rest
    if argument.isdigit() and call.callee.endswith(("Error", "Exception")):
        # An exception's text is what it is made of.
        return rest
    if call.callee.rsplit(".", 1)[-1][:1].isupper():
        # An object holds what it was made of.
        if argument == "**":
            return rest
        if argument.isdigit() and int(argument) < len(fields):
            return (fields[int(argument)], *rest)
        return (argument, *rest) if argument.isidentifier() else None
    return None
