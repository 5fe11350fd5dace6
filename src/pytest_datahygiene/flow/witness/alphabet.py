"""The characters that passwords are tried with, and sets of them as bit masks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

# Printable ASCII, and one character of each kind that expressions and str methods tell apart beyond it: letters of
# either case with a mark, one that grows when it is capitalised, letters without case, a digit of another script, a
# dash, a space that does not break, an ordinal that is a letter.
ALPHABET = "".join(map(chr, range(32, 127))) + "éÉß中٣—\u00a0ª"
EVERYTHING = (1 << len(ALPHABET)) - 1
# What people choose first stands first: small letters, digits, capitals.
_FIRST = "abcdefghijklmnopqrstuvwxyz1234567890ABCDEFGHIJKLMNOPQRSTUVWXYZ!"
_ORDER = sorted(range(len(ALPHABET)), key=lambda at: (_FIRST.find(ALPHABET[at]) % len(ALPHABET), at))


def mask(characters: Iterable[str]) -> int:
    """Return the set of those characters that are in the alphabet."""
    return sum(1 << at for at in {ALPHABET.find(one) for one in characters} if at >= 0)


def members(of: int) -> Iterator[str]:
    """Yield the characters of a set, those that people choose first before the others."""
    return (ALPHABET[at] for at in _ORDER if of >> at & 1)


CLASSES = {
    "lower": mask(one for one in ALPHABET if one.islower()),
    "upper": mask(one for one in ALPHABET if one.isupper()),
    "digit": mask(one for one in ALPHABET if one.isdigit()),
    "alpha": mask(one for one in ALPHABET if one.isalpha()),
    "symbol": mask(one for one in ALPHABET if not one.isalnum()),
}
