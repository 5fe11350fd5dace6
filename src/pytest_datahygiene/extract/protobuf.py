"""Protocol Buffers: the fields of messages that a file defines without a service to send them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pytest_datahygiene.facts import Fact, FieldDeclared, Place

_SILENT = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:[^"\\\n]|\\.)*"', re.DOTALL)
_SERVICE = re.compile(r"\bservice\s+\w+\s*\{")
_PART = re.compile(
    r"\b(?:message|enum|oneof)\s+(?P<opens>\w+)\s*\{"
    r"|(?:repeated|optional|required)?\s*(?P<kind>[\w.]+(?:<[^<>;{}]*>)?)\s+(?P<name>\w+)\s*=\s*\d+\s*[;\[]"
    r"|(?P<brace>[{}])"
)
# Messages that say by their names that they are sent and not kept.
_SENT = ("Request", "Response", "Reply", "Event", "Command", "Query")


def extract(path: str, text: str) -> Iterator[Fact]:
    """Yield the fields of the messages that are kept: what a service of the same file sends is none."""
    bare = _SILENT.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    if _SERVICE.search(bare):
        return
    owners: list[str] = []
    line = last = 0
    for found in _PART.finditer(bare):
        if found["opens"]:
            owners.append(found["opens"] if found[0].startswith("message") else "".join(owners[-1:]))
        elif found["brace"] == "{":
            owners.append("".join(owners[-1:]))
        elif found["brace"]:
            del owners[-1:]
        elif owners and not owners[-1].endswith(_SENT):
            at = found.start("name")
            line, last = line + bare.count("\n", last, at), at
            place = Place(path, line + 1, at - bare.rfind("\n", 0, at))
            yield FieldDeclared(place, owners[-1], found["name"], "protobuf", stored=True, types=(found["kind"],))
