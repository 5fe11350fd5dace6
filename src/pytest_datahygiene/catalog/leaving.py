"""The calls through which data is told to people or to other companies, as code shows them that nobody has parsed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

from pytest_datahygiene.catalog.seeds import telling

# Where secrets and personal data are looked for.
SENT = frozenset({"monitoring", "analytics", "llm", "chat"})
TOLD = SENT | {"log"}
_CALLED = re.compile(r"(?:(\w+)\)?\.)?(\w+)\Z")
_EMPTY = re.compile(r"[\s,_%]*\)")
_LONGEST = 80
_SHORT = 6
# A project's own function says by its name that it tells somebody; whoever logs in tells nobody, and what Django's
# administration calls log_action writes to the database.
_OWN_SENT = re.compile(r"track|slack|telegram|sentry|prompt|analytics", re.IGNORECASE)
_OWN = re.compile(r"log(?!in|out|ic|o|_action)|audit|notif|report", re.IGNORECASE)


def tells(code: str) -> bool:
    """Tell whether such a call is in code whose texts are blanked out."""
    return bool(told(code))


def sends(code: str) -> bool:
    """Tell whether one is that does more than log."""
    return told(code) > 1


def told(code: str) -> int:
    """Return 2 if code sends something to another company, 1 if it merely logs, else 0."""
    return max(map(_how, _callees(code)), default=0)


def keeps(code: str) -> bool:
    """Tell whether code calls something that protects what is kept, or looks like it, or that keeps a document."""
    return any(map(_keeps, _callees(code)))


@lru_cache(maxsize=8192)
def _keeps(callee: str) -> bool:
    lower = callee.lower()
    return any(part in lower for part in telling("kept"))


def reaches(text: str) -> bool:
    """Tell whether a text names a host through which data is sent to another company."""
    return "://" in text and any(host in text for host in telling("hosts"))


def hosts() -> list[str]:
    """Return the hosts of other companies as the seeds keep them."""
    from pytest_datahygiene.catalog.receivers import hosts as known

    return sorted(known())


def _callees(code: str) -> set[str]:
    """Return the ends of what is called with more than constant texts."""
    # Splitting costs a twentieth of what a pattern does that looks for names.
    parts = code.split("(")
    said = (not _EMPTY.match(after) for after in parts[1:])
    return {text[-_LONGEST:].rpartition(" ")[2] for text, is_said in zip(parts[:-1], said, strict=True) if is_said}


@lru_cache(maxsize=8192)
def _how(callee: str) -> int:
    return 2 if _is_known(callee, "sent", _OWN_SENT) else int(_is_known(callee, "log", _OWN))


def _is_known(callee: str, kind: Literal["log", "sent"], own: re.Pattern[str]) -> bool:
    called = _CALLED.search(callee)
    if called is None:
        return False
    receiver, name = called[1], called[2]
    return name in telling(kind) or f"{receiver}.{name}" in telling(kind) or bool(own.search(name))


def calls(kinds: Iterable[str]) -> list[str]:
    """Return the calls of some kinds of sinks as the seeds keep them: behind the name of what they are called on where
    that counts."""
    from pytest_datahygiene.catalog.receivers import receivers
    from pytest_datahygiene.catalog.sinks import sinks

    found: set[str] = set()
    for row in (row for row in receivers() if row.kind in kinds):
        found.update(f"{name}.{method}" for name in row.names for method in row.methods)
        found.update(row.methods if not row.names else ())
    for name in (name for row in sinks().sink if row.kind in kinds for name in row.names):
        if re.fullmatch(r"[\w.]+", name):
            # One common word says enough only behind the name of its module.
            found.add(name.rpartition(".")[2] if "_" in name.rpartition(".")[2] else ".".join(name.split(".")[-2:]))
    return sorted(found)


def keeping() -> list[str]:
    """Return parts of the names of calls that protect what is kept, look like it, or keep a document, in lower case."""
    from pytest_datahygiene.catalog.encryption import encryption
    from pytest_datahygiene.catalog.receivers import documents
    from pytest_datahygiene.catalog.sinks import sinks

    rows = (row for row in sinks().sanitizer if row.family == "names" and row.seals in ("encrypted", "tokenised"))
    said = {name.rpartition(" ")[2] for row in rows for name in row.names}
    listed = (name for row in encryption().not_encryption if row.looks for name in row.names)
    alike = {name for name in listed if name.rpartition(".")[2].islower()}
    # A short name is that of other things too, unless its module stands before it.
    last = {name.rpartition(".")[2] for name in alike if len(name.rpartition(".")[2]) > _SHORT}
    short = {".".join(name.split(".")[-2:]) for name in alike if len(name.rpartition(".")[2]) <= _SHORT}
    return sorted(name.lower() for name in said | documents() | last | short)
