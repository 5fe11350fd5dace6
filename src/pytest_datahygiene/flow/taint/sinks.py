"""Which calls and which stores take data away, and of what kind they are."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from pytest_datahygiene.catalog.receivers import by_method, requests, service_at
from pytest_datahygiene.catalog.sinks import sinks
from pytest_datahygiene.catalog.words import words
from pytest_datahygiene.facts.lowered import Called

# Kinds that a dotted name tells; the others need more than a name (a column, a host, a response).
_TOLD = frozenset(
    "log file cache session cookie queue monitoring analytics llm email sms chat reply crm db http".split()
)
# Sessions that are told by their names: request.session["card"], st.session_state.card; a database has some too.
_SESSIONS = frozenset({"session", "session_state"})
# Their result is a database row only when the statement writes; their names are shared with what reads.
_STATEMENTS = frozenset({"execute", "executemany", "text", "fetch"})


def kind_of(call: Called, receivers: tuple[str, ...], argument: str, is_put: Callable[[], bool]) -> str:
    """Return the kind of sink that an argument of a call is, ``""`` if none is known.

    ``receivers`` are the last words of what a method is called on, ``argument`` a position, a name, ``*`` or ``**``;
    ``is_put`` tells whether the data was put into the argument on the spot.
    """
    kind = _kind_of(call, receivers, argument, is_put)
    if kind != "http":
        return kind
    return service_at(call.host.rpartition("/")[2]) or ("http" if _is_foreign(call.host) else "")


def _is_foreign(host: str) -> bool:
    """Tell whether an address is known and no payment provider's; one that only settings know may be anybody's."""
    name = host.rpartition("/")[2]
    return bool(name) and not (
        host.startswith("https:")
        and any(name == one or name.endswith("." + one) for one in sinks().payment_hosts.suffixes)
    )


def _kind_of(call: Called, receivers: tuple[str, ...], argument: str, is_put: Callable[[], bool]) -> str:
    name = call.callee.rsplit(".", 1)[-1]
    if not call.callee.startswith("."):
        kind = _dotted().get(call.callee, "") if argument != "@" else ""
        if kind and (name not in _STATEMENTS or call.writes):
            return kind
        receivers = (*receivers, *call.callee.split(".")[-2:-1])
    for row in by_method().get(name, ()):
        named = not row.names or any(receiver in row.names for receiver in receivers)
        asked = argument in row.data if row.data else argument != "@"
        asked = asked or (argument in ("*", "**") and "@" not in row.data)
        fits = (call.writes or not row.writes) and "." in call.callee
        if named and asked and fits and (not row.objects or is_put()):
            return row.kind
    return ""


@cache
def _dotted() -> dict[str, str]:
    """Return dotted name -> kind for the sinks that are plain functions or module-level objects."""
    found: dict[str, str] = {}
    for row in sinks().sink:
        if row.kind in _TOLD:
            for name in row.names:
                if "(" not in name and " " not in name:
                    found.setdefault(name, row.kind)
    return found


def store_kind(base: str, keys: tuple[str, ...]) -> str:
    """Return the kind of sink that writing to a path is: a session, whatever framework it is of."""
    names = (*base[2:].split("."), *keys)
    for index, name in enumerate(names[:-1]):
        imported = base.startswith("g:") and names[0] in _frameworks() and index < base.count(".") + 1
        if name in _SESSIONS and (imported or (index and names[index - 1] in requests().names)):
            return "session"
    return ""


@cache
def _frameworks() -> frozenset[str]:
    """Return the packages whose sessions are of a visitor."""
    rows = (row for row in sinks().sink if row.kind == "session")
    return frozenset(name.split(".", 1)[0] for row in rows for name in row.names) - requests().names


@cache
def _made_up() -> frozenset[str]:
    return frozenset(name.rsplit(".", 1)[-1] for row in sinks().source if row.kind == "faker" for name in row.names)


def is_payment(dotted: str) -> bool:
    """Tell whether a dotted name belongs to the library of a payment provider, where card data may go."""
    return dotted.split(".", 1)[0] in _providers()


@cache
def _providers() -> frozenset[str]:
    return frozenset(name.split(".", 1)[0] for row in sinks().payment_destination for name in row.imports)


@cache
def _digests() -> frozenset[str]:
    return frozenset(name for row in sinks().sanitizer if row.family == "hash-fast" for name in row.names)


def is_digest(dotted: str) -> bool:
    """Tell whether a function makes a digest without a key, from which a card number is recovered by trying."""
    return dotted in _digests()


@cache
def _encoders() -> frozenset[str]:
    return frozenset(name for row in sinks().sanitizer if row.family == "encode" for name in row.names)


def is_encoder(dotted: str) -> bool:
    """Tell whether a function only spells the same data in another way."""
    return dotted in _encoders()


@cache
def _seals() -> dict[str, str]:
    """Return how what a function gives back is protected, by the function's dotted name; ``""`` if it is no data."""
    rows = (row for row in sinks().sanitizer if row.family != "names" and row.seals is not None)
    return {name: row.seals or "" for row in rows for name in row.names}


@cache
def _seal_words() -> tuple[tuple[str, str], ...]:
    """Return the parts of a name by which a function says so itself, each with how."""
    rows = (row for row in sinks().sanitizer if row.family == "names")
    return tuple((name.rsplit(" ", 1)[-1], row.seals or "") for row in rows for name in row.names)


@cache
def _undoing() -> tuple[str, ...]:
    return tuple(name for row in sinks().sanitizer if row.family == "undo" for name in row.names)


_VERDICTS = frozenset({"is", "has", "valid", "validate", "check", "luhn", "verify", "verified", "match", "matches"})


def is_verdict(dotted: str) -> bool:
    """Tell whether a function's name says that it returns yes or no."""
    return not _VERDICTS.isdisjoint(words(dotted.rsplit(".", 1)[-1]))


def undoes(dotted: str) -> bool:
    """Tell whether a function gives back in clear what was protected."""
    last = dotted.rsplit(".", 1)[-1].lower()
    return any(word in last for word in _undoing())


def sealing(dotted: str, sealed: str) -> str | None:
    """Return how data is protected once it went through a function: as before, anew, or ``None`` if what comes back is
    no longer that data."""
    last = dotted.rsplit(".", 1)[-1].lower()
    how = "" if last in _made_up() else _seals().get(dotted)
    if how is None:
        how = next((seals for word, seals in _seal_words() if word in last), sealed)
        return sealed if undoes(dotted) else how
    return how or None
