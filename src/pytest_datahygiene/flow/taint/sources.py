"""Which access paths bear a name that says what data they hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from pytest_datahygiene.catalog.labels import label_of
from pytest_datahygiene.catalog.receivers import requests
from pytest_datahygiene.catalog.taxonomy import taxonomy, types
from pytest_datahygiene.catalog.words import words
from pytest_datahygiene.flow.taint.paths import ANY, UNKNOWN, Path

# What a visitor is signed in with, as headers call it.
_SIGNS_IN = frozenset({"authorization", "http_authorization", "proxy-authorization"})

_HASHED = frozenset({"hash", "hashed", "digest", "encrypted", "masked", "hexdigest"})

Wanted = Callable[[str], bool]


def labelled(paths: Iterable[Path], function: str, module: str, wanted: Wanted) -> dict[Path, str]:
    """Return the labels of those paths whose last name is one, read together with what stands before and beside it."""
    every = set(paths)
    listed = {_named(path) for path in every}
    beside: dict[Path, set[str]] = defaultdict(set)
    for path in listed:
        if path.keys:
            beside[Path(path.base, path.keys[:-1])].add(path.keys[-1].lstrip("#"))
    found = {}
    # An invite_cards.py is about other cards than a bank's.
    about = set(words(module.rpartition("/")[2].partition(".")[0])) if module else set()
    for path in listed:
        label = _label(path, function, module, beside)
        if label and wanted(label) and about.isdisjoint(types()[label].not_of):
            found[path] = label
    # Where only the elements are read, they bear the name of the whole.
    elements = {path: found[_named(path)] for path in every - listed if _named(path) in found}
    return found | elements


def _named(path: Path) -> Path:
    """Return a path without the positions at its end: an element of the cards is a card."""
    keys = path.keys
    while keys and (keys[-1] in (ANY, UNKNOWN) or keys[-1].isdigit()):
        keys = keys[:-1]
    return Path(path.base, keys)


def _label(path: Path, function: str, module: str, beside: dict[Path, set[str]]) -> str:
    kind, _, base = path.base.partition(":")
    if not path.keys:
        return label_of(base, function, module) if kind == "p" else ""
    # Behind what a variable is given stands what is read from it: the id of a credit_card.
    if kind == "v" and len(path.keys) == 1:
        return label_of(base, function, module)
    name = path.keys[-1].lstrip("#")
    if kind == "g" and not taxonomy().safe_markers.holders.isdisjoint(words(base.rsplit(".", 1)[-1])[-1:]):
        # ConfigKey.SECRET_KEY
        return ""
    if not name or name in ("@", "*", "**") or not taxonomy().safe_markers.holders.isdisjoint(path.keys[:-1]):
        return ""
    owner = path.keys[-2].lstrip("#") if len(path.keys) > 1 + (kind == "v") else base.rsplit(".", 1)[-1]
    return label_of(name, owner, module, beside[Path(path.base, path.keys[:-1])])


def promises(path: Path) -> bool:
    """Tell whether the name of a value says that it is hidden: ``hashed_password``, ``card["masked"]``."""
    own = words(path.keys[-1].lstrip("#") if path.keys else path.base[2:].rpartition(".")[2])
    markers = taxonomy().safe_markers
    return bool(own) and (own[0] in markers.hidden | _HASHED or own[-1] in markers.hidden | _HASHED)


def brought(paths: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    """Yield what signs a visitor in, where all that a request brings along is taken: ``request.headers``."""
    for path in paths:
        last = path.keys[-1] if path.keys else path.base.rpartition(".")[2]
        holder = path.keys[-2] if len(path.keys) > 1 else path.base.rpartition(".")[0] if not path.keys else path.base
        if last.lower() in _SIGNS_IN and len(path.keys) > 1 and path.keys[-2] in requests().parts:
            yield path, "access_token"
        if last in requests().parts and holder[2 * (holder[1:2] == ":") :].rpartition(".")[2] in requests().names:
            yield Path(path.base, (*path.keys, "Authorization")), "access_token"
