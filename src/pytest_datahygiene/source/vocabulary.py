"""Which words a text holds, and whether the seeds of the catalog are among them.

One pass in C (``translate``, ``split``) gives the words; the price does not depend on how many seeds there are.
"""

from __future__ import annotations

from collections.abc import Iterable

# Letters stay, bytes of other alphabets stay, everything else parts words.
_LETTERS = bytes(code if chr(code).isalpha() or code >= 128 else 32 for code in range(256))

FOLLOWED = 2
DECLARED = 1
NOTHING = 0


def vocabulary(data: bytes) -> set[str]:
    """Return the words of a text in lower case, with snake case and camel case taken apart."""
    found: set[str] = set()
    for word in set(data.translate(_LETTERS).split()):
        if not word.isascii():
            found.update(_foreign(word))
        elif word.islower():
            found.add(word.decode())
        else:
            found.add(word.lower().decode())
            if not (word.isupper() or word[1:].islower()):
                found.update(_camel(word.decode()))
    return found


def _camel(word: str) -> tuple[str, ...]:
    from pytest_datahygiene.catalog.words import words

    return words(word)


def _foreign(word: bytes) -> tuple[str, ...]:
    from pytest_datahygiene.catalog.words import words

    return words(word.decode("utf-8", "replace"))


class Seeds:
    """The words that make a text worth parsing; ``strict`` takes in those of data that should merely be minimised."""

    def __init__(self, lines: Iterable[str], *, strict: bool = False) -> None:
        self._by_first: dict[str, list[tuple[int, frozenset[str]]]] = {}
        for line in lines:
            mark, first, *rest = line.split()
            if mark == "+" and not strict:
                continue
            kind = FOLLOWED if mark == "*" else DECLARED
            self._by_first.setdefault(first, []).append((kind, frozenset(rest)))
        self._firsts = frozenset(self._by_first)

    def in_words(self, found: set[str]) -> int:
        """Return ``FOLLOWED``, ``DECLARED`` or ``NOTHING`` for a set of words."""
        best = NOTHING
        for first in self._firsts & found:
            for kind, rest in self._by_first[first]:
                if kind > best and rest <= found:
                    best = kind
        return best

    def in_text(self, data: bytes) -> int:
        """Return ``FOLLOWED``, ``DECLARED`` or ``NOTHING`` for a text."""
        return self.in_words(vocabulary(data))
