"""Stretches of a Python file: its statements, told apart by margins and brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pytest_datahygiene.source import outline

_MARGIN = re.compile(r"^(?!(?:else|elif|except|finally)\b)[^\W\d]|^@", re.MULTILINE)
_DECORATED = re.compile(r"^(?:class|def|async)\b", re.MULTILINE)


class Block(NamedTuple):
    """A stretch of the file from ``line`` on, and the same with strings and comments blanked out."""

    line: int
    text: str
    bare: str

    def part(self, start: int, end: int | None = None) -> Block:
        """Return the stretch between two offsets."""
        return Block(self.line + self.text.count("\n", 0, start), self.text[start:end], self.bare[start:end])

    @property
    def data(self) -> bytes:
        """The stretch as seeds are looked up in it."""
        return self.text.encode("utf-8", "replace")

    @property
    def head(self) -> int:
        """The offset of the statement behind the decorators before it."""
        found = _DECORATED.search(self.bare) if self.bare.startswith("@") else None
        return found.start() if found else 0


def blocks(within: Block, margin: re.Pattern[str] = _MARGIN) -> Iterator[Block]:
    """Yield the statements at a margin; decorators belong to what they decorate."""
    bare = within.bare
    start, line, decorated, last, depth = 0, within.line, False, 0, 0
    for found in margin.finditer(bare):
        here, is_decorator = found.start(), found[0].endswith("@")
        depth, last = depth + outline.balance(bare, last, here), here
        if depth > 0 or bare.endswith("\\\n", start, here):
            continue
        if here != start and not decorated:
            text = within.text[start:here]
            yield Block(line, text, bare[start:here])
            start, line, depth = here, line + text.count("\n"), 0
        # What stands under a decorator belongs to it, unless that is one more of them.
        decorated = is_decorator
    yield Block(line, within.text[start:], bare[start:])
