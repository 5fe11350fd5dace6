"""What functions give, take and make harmless: what the catalog knows and what the project says of its own."""

from __future__ import annotations

from collections.abc import Iterable

from pytest_datahygiene.catalog.receivers import gives
from pytest_datahygiene.facts import OwnNamed
from pytest_datahygiene.flow.taint import sinks


class Own:
    """Answers for a function under its dotted names, of which any may be the one that was written."""

    def __init__(self, named: OwnNamed) -> None:
        self._sources = {**gives(), **{name: label for label, name in named.sources}}
        self._sinks = {name: kind for kind, name in named.sinks}
        self._said = {name.rpartition(".")[2] for name in (*self._sources, *self._sinks)}
        self._sanitizers = frozenset(named.sanitizers)
        self._providers = frozenset(named.providers)

    def may_know(self, callee: str) -> bool:
        """Tell by its last name whether anything may have been said of a function."""
        return callee.rpartition(".")[2] in self._said

    def label(self, names: Iterable[str]) -> str:
        """Return the label of what a function gives, ``""`` if nothing was said."""
        return _first(names, self._sources)

    def kind(self, names: Iterable[str]) -> str:
        """Return the kind of sink that a function is, ``""`` if nothing was said."""
        return _first(names, self._sinks)

    def is_harmless(self, dotted: str) -> bool:
        """Tell whether what a function returns is no longer the data that it was given."""
        return self.sealing(dotted, "") != ""

    def sealing(self, dotted: str, sealed: str) -> str | None:
        """Return how data is protected once it went through a function, ``None`` if it did not."""
        if self._sanitizers and any(name in self._sanitizers for name in _ends(dotted)):
            return None
        if sealed and sinks.undoes(dotted):
            return ""
        return sinks.sealing(dotted, sealed)

    def is_payment(self, dotted: str, host: str) -> bool:
        """Tell whether a call goes to a payment provider, where card data may go."""
        root, name = dotted.split(".", 1)[0], host.rpartition("/")[2]
        return sinks.is_payment(dotted) or root in self._providers or name in self._providers


def _first(names: Iterable[str], table: dict[str, str]) -> str:
    found = (table[end] for name in names for end in _ends(name) if end in table) if table else iter(())
    return next(found, "")


def _ends(dotted: str) -> Iterable[str]:
    """Yield a name as it is called from any folder on the way: roots of import are not told."""
    parts = dotted.strip(".").split(".")
    return (".".join(parts[start:]) for start in range(len(parts)))
