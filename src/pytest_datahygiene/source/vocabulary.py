"""Which words a text holds, and whether the seeds of the catalog are among them.

One pass in C (``translate``, ``split``) gives the words; the price does not depend on how many seeds there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, cached_property, lru_cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import re

# Letters and digits stay, bytes of other alphabets stay, everything else parts words.
_PARTED = bytes(code if chr(code).isalnum() or code >= 128 else 32 for code in range(256))

_NO_WORD = bytes(code for code in range(128) if not chr(code).isalnum())

# How far apart, in bytes, the words of a seed may be that need not follow one another.
_NEAR, _BESIDE = 1200, 48
FOLLOWED = 5
JUDGED = 4
DECLARED = 3
TOLD = 2
SENT = 1
NOTHING = 0


def vocabulary(data: bytes) -> set[str]:
    """Return the words of a text in lower case; snake case and camel case are taken apart, digits both left on and
    cut off."""
    return set(chain.from_iterable(map(_told, set(data.translate(_PARTED).split()))))


@lru_cache(maxsize=1 << 16)
def _told(word: bytes) -> tuple[str, ...]:
    if not word.isascii():
        return _parts(word.decode("utf-8", "replace"))
    whole = word.lower().decode()
    if word.isdigit() or (word.isalpha() and (word.islower() or word.isupper() or word[1:].islower())):
        return (whole,)
    return (whole, *_parts(word.decode()))


def _parts(word: str) -> tuple[str, ...]:
    from pytest_datahygiene.catalog.words import words

    return words(word)


_KINDS = {"2": NOTHING, "*": FOLLOWED, "&": FOLLOWED, "$": FOLLOWED, "?": JUDGED, ">": TOLD, "@": SENT}
_KINDS |= dict.fromkeys("-+=", DECLARED)
_MARKS = "2*&?->@"
# The marks that a level takes in besides.
_MORE = {"strict": "+", "everything": "+=", "crypto": "$"}


class Seed(NamedTuple):
    """A seed: how it selects, its words, the longest of them, and all run together (``b""`` where their order does not
    matter)."""

    written: str
    kind: int
    words: frozenset[str]
    pieces: tuple[bytes, ...]
    longest: bytes
    run: bytes


class Seeds:
    """The words that make a text worth parsing; the level ``strict`` takes in those of data that should merely be
    minimised, ``everything`` those of data that may well be kept too. ``followed`` are the dotted names of functions
    that give data or take it away."""

    def __init__(self, lines: Iterable[str], *, level: str = "default", followed: Iterable[str] = ()) -> None:
        # Thousands of seeds, of which a run meets a few dozen: each is taken apart when its word is met.
        self._written = dict(line.split("\t", 1) for line in lines)
        for head in "!~()/|":
            self._written.pop(head, None)
        for name in followed:
            parts = _parts(name.rpartition(".")[2])
            self._written[parts[0]] = "\t".join(filter(None, (self._written.get(parts[0]), " ".join(("*", *parts)))))
        self._words = frozenset(self._written)
        self._met: dict[str, list[Seed]] = {}
        self._marks = _MARKS + _MORE.get(level, "")

    def present(self, data: bytes) -> Present:
        """Return the seeds whose words a text holds."""
        found = vocabulary(data)
        held = [one for word in self._words & found for one in self._of(word) if one.words <= found]
        if not any(one.written[0] == "&" for one in held):
            return Present(held)
        lower = data.lower()
        return Present([one for one in held if one.written[0] != "&" or _near(one, lower)])

    def _of(self, word: str) -> list[Seed]:
        if word not in self._met:
            self._met[word] = [
                seed(written) for written in self._written[word].split("\t") if written[0] in self._marks
            ]
        return self._met[word]


class Present:
    """The few seeds that a file holds: its parts need not be asked for any other.

    ``asked`` are the names of functions (``Class.method``) and classes that must be parsed whatever they hold, since
    data goes there; behind ``?`` of those whose callers must be, since data comes from there, behind ``=``
    of what must be wherever it is used, behind ``!`` of what is defined anywhere, behind ``%`` of what is to be run.
    """

    def __init__(self, seeds: Iterable[Seed], asked: Iterable[str] = ()) -> None:
        self.asked = frozenset(asked)
        self.seeds = sorted(seeds, key=lambda one: (-one.kind, one.written))
        self.strongest = self.seeds[0].kind if self.seeds else NOTHING

    @cached_property
    def judges(self) -> bool:
        """Whether a seed speaks of passwords."""
        return any(one.kind == JUDGED for one in self.seeds)

    @cached_property
    def follows(self) -> bool:
        """Whether a seed names data that is followed wherever it goes."""
        return any(one.written[0] == "*" for one in self.seeds)

    @cached_property
    def lists(self) -> bool:
        """Whether all of a file's cryptography is asked for."""
        return any(one.written[0] == "$" for one in self.seeds)

    @cached_property
    def ciphers(self) -> bool:
        """Whether a seed speaks of an algorithm."""
        return any(one.written[0] in "&$" for one in self.seeds)

    @property
    def named(self) -> Present:
        """Return the seeds that select nothing, and whose being there is all that counts."""
        return Present(one for one in self.seeds if one.kind == NOTHING)

    def standing(self, data: bytes) -> Iterator[Seed]:
        """Yield the seeds that stand word for word in a file, and not in its comments alone."""
        lower = (
            b"".join(line.partition(b"#")[0] for line in data.lower().splitlines(keepends=True)) if self.seeds else b""
        )
        return (one for one in self.seeds if _joined(one.pieces).search(lower))

    @property
    def written(self) -> list[str]:
        """The seeds as ``seed()`` takes them apart, to be sent to another process."""
        return [one.written for one in self.seeds]

    def above(self, kind: int) -> Present:
        """Return the seeds that are stronger than a kind."""
        return Present((one for one in self.seeds if one.kind > kind), self.asked)

    def narrowed(self, data: bytes, owners: Iterable[str]) -> Present:
        """Return those seeds that stand word for word somewhere in a file, or share a word with one of its classes.

        The name of a class may say what its field's does not.
        """
        if not data.isascii():
            return self
        lower, words = data.lower(), {word for owner in owners for word in _parts(owner)}
        run = lower.translate(None, _NO_WORD)
        kept = (
            one
            for one in self.seeds
            if not one.run or not words.isdisjoint(one.words) or (one.run in run and _joined(one.pieces).search(lower))
        )
        return Present(kept, self.asked)

    def scattered(self, part: bytes) -> int:
        """Return the kind of the strongest seed whose words stand anywhere in a part of the file."""
        return self._strongest(part, together=False)

    def together(self, part: bytes) -> int:
        """Return the kind of the strongest seed that stands word for word in a part of the file."""
        return self._strongest(part, together=True)

    def _strongest(self, part: bytes, *, together: bool) -> int:
        lower, found, run, plain = part.lower(), set[str](), b"", part.isascii()
        for one in self.seeds:
            # Looking for bytes costs nothing; what they look like is then confirmed word by word.
            if plain and (one.longest not in lower or not all(piece in lower for piece in one.pieces)):
                continue
            found = found or vocabulary(part)
            if not one.words <= found:
                continue
            run = run or lower.translate(None, _NO_WORD)
            scattered = not (together and one.run and plain)
            if together and plain and one.kind == FOLLOWED and not (one.run or _near(one, lower)):
                continue
            if scattered or (one.run in run and _joined(one.pieces).search(lower)):
                return one.kind
        return NOTHING


def _near(one: Seed, lower: bytes) -> bool:
    """Tell whether the words of a seed stand near one another: in a large table all words do by chance."""
    # What is false must be the very thing.
    far = _BESIDE if "false" in one.words else _NEAR
    if len(lower) <= far:
        return True
    at = lower.find(one.longest)
    while at >= 0:
        window = lower[max(0, at - far) : at + far]
        if all(piece in window for piece in one.pieces):
            return True
        at = lower.find(one.longest, at + 1)
    return False


def codes_of(asked: str) -> tuple[str, ...]:
    """Return the pieces of code of which one is in every file that a name with a mark before it asks for."""
    mark, name = asked[0], asked[1:]
    if mark == "!":
        return f"def {name}(", f"class {name}(", f"class {name}:"
    return (f"{name}(",) if mark == "?" else (name,)


@cache
def _joined(pieces: tuple[bytes, ...]) -> re.Pattern[bytes]:
    """Return what finds words that follow one another as parts of a name, or as keys: ``card_number``,
    ``["card"]["number"]``."""
    import re

    return re.compile(rb"[\s_\-.\"'\[\]]{0,4}".join(map(re.escape, pieces)))


def seed(written: str) -> Seed:
    """Take a seed apart that is written as its mark and its words."""
    mark, *parts = written.split(" ")
    run = b"" if mark == "&" or len(parts) == 1 else "".join(parts).encode()
    pieces = tuple(part.encode() for part in parts)
    return Seed(written, _KINDS[mark], frozenset(parts), pieces, max(pieces, key=len), run)
