"""What standards ask of passwords, and what the validators of the frameworks enforce."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from pytest_datahygiene.catalog.password_rows import Passwords, Profile, Validator
from pytest_datahygiene.catalog.store import read

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pytest_datahygiene.catalog.password_rows import CharacterClass

# In this order classes are listed wherever they are shown.
CLASSES: tuple[CharacterClass, ...] = ("upper", "lower", "alpha", "digit", "symbol")

# What a validator of these kinds demands is not told by its options: somebody's code, or another file, decides.
_OPEN = frozenset({"custom", "configured", "strength"})


class Policy(NamedTuple):
    """What a profile demands: the least length in characters, and the classes; none where it asks for none."""

    title: str
    least: int
    classes: tuple[str, ...]


class Demand(NamedTuple):
    """What a validator enforces; ``known`` is false when it may enforce more than that."""

    least: int = 0
    classes: tuple[str, ...] = ()
    known: bool = True


NOTHING_KNOWN = Demand(known=False)


@cache
def passwords() -> Passwords:
    """Return all that is known about passwords; raise ``CatalogError`` for a wrong row."""
    return read("password_standards.toml", Passwords)


def profile(name: str) -> Profile:
    """Return a profile, ``asvs_l2`` or ``asvs-l2``; raise ``KeyError`` for an unknown one."""
    return _profiles()[name.replace("_", "-")]


def policies() -> tuple[str, ...]:
    """Return the names of the profiles that state numbers, and so can be chosen."""
    return tuple(row.id for row in passwords().profile if row.min_length or row.follows)


def policy(name: str) -> Policy:
    """Return what a profile demands; raise ``KeyError`` for an unknown one, or one without numbers."""
    row = profile(name)
    source = profile(row.follows) if row.follows else row
    if not source.min_length:
        raise KeyError(name)
    return Policy(row.title, source.min_length, source.classes if source.composition == "required" else ())


def missing(wanted: tuple[str, ...], given: tuple[str, ...]) -> tuple[str, ...]:
    """Return the classes of ``wanted`` that ``given`` does not force; an upper or a lower case letter is a letter."""
    has = set(given) | ({"alpha"} if {"upper", "lower"} & set(given) else set())
    return tuple(kind for kind in wanted if kind not in has)


def validator(name: str) -> Validator | None:
    """Return the row of a validator, a call or a setting, by its dotted name or an alias of it."""
    return _validators().get(name)


def setting(name: str) -> Validator | None:
    """Return the row of a setting about passwords, be it a framework's or a name that projects give it out of habit."""
    row = _validators().get(name)
    return row if row and row.kind in ("setting", "habit") else None


@cache
def house_policies() -> dict[str, tuple[Validator, ...]]:
    """Return the rows of policies that are set up at another house, or in a library, by the keys and calls that do."""
    found: dict[str, tuple[Validator, ...]] = {}
    for row in passwords().validator:
        for key in row.stated_by:
            found[key] = (*found.get(key, ()), row)
    return found


def enforced(name: str, options: Mapping[str, object]) -> Demand:
    """Return what the validator of this dotted name enforces with these options.

    An option that is not constant is ``None``. A validator that the catalog does not list may enforce anything.
    """
    row = _validators().get(name)
    if row is None:
        return NOTHING_KNOWN
    counts = {kind: _count(options, param, row.class_default) for kind, param in row.class_params.items()}
    forced = tuple(kind for kind in CLASSES if counts.get(kind))
    return Demand(_least(row, options), forced, known=_tells_all(row, options))


def _least(row: Validator, options: Mapping[str, object]) -> int:
    if "non_empty" in row.enforces:
        return 1
    if "length" not in row.enforces or row.kind == "setting":
        return 0
    for param in (row.equal_param, row.min_param):
        if param and param in options:
            return _count(options, param, 0)
    return max(0, row.default) if isinstance(row.default, int) else 0


def _count(options: Mapping[str, object], param: str, default: int) -> int:
    """Return an option as a number, 0 when it is not a constant one."""
    value = options.get(param, default)
    return max(0, value) if isinstance(value, int) else 0


def _tells_all(row: Validator, options: Mapping[str, object]) -> bool:
    """Tell whether a row and constant options say all that is demanded."""
    options_decide = row.kind == "validator" or bool(row.stated_by) or (row.kind == "call" and "length" in row.enforces)
    told = (row.min_param, row.equal_param, *row.class_params.values())
    constant = all(isinstance(options[param], int) for param in told if param in options)
    return options_decide and constant and _OPEN.isdisjoint(row.enforces) and not _has_pattern(row, options)


def _has_pattern(row: Validator, options: Mapping[str, object]) -> bool:
    """Tell whether a validator holds the text against a pattern, or a strength, that its options name."""
    if any(param in options for param in row.open_params):
        return True
    return "regex" in row.enforces and (
        "length" not in row.enforces or any(param in options for param in row.other_params)
    )


@cache
def _profiles() -> dict[str, Profile]:
    return {row.id: row for row in passwords().profile}


@cache
def _validators() -> dict[str, Validator]:
    return {name: row for row in reversed(passwords().validator) for name in (*row.aliases, row.name)}


_SAID = {
    "upper": "an upper-case letter",
    "lower": "a lower-case letter",
    "alpha": "a letter",
    "digit": "a digit",
    "symbol": "a symbol",
}


def spoken(classes: Sequence[str], last: str = "or") -> str:
    """Return classes of characters as a sentence has them: ``a lower-case letter or a digit``."""
    said = [_SAID[name] for name in classes]
    return f" {last} ".join(filter(None, (", ".join(said[:-1]), said[-1])))
