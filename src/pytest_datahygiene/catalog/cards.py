"""Payment cards: schemes, published test numbers, the words of the standard. Typed rows of ``card_brands.toml``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Annotated, Literal

import msgspec

from pytest_datahygiene.catalog.store import read

Digits = Annotated[str, msgspec.Meta(pattern="^[0-9]+$")]
Fewest = 13
Most = 19

_DOUBLED = str.maketrans("0123456789", "0246813579")


class Scheme(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A card scheme.

    ``ranges`` are pairs of the lowest and the highest leading digits, ``lengths`` the possible lengths of a number in
    digits, ``code_length`` that of the security code. ``unsure`` says what was not confirmed.
    """

    id: str
    title: str
    aliases: tuple[str, ...]
    lengths: tuple[int, ...]
    code_name: str
    code_length: int
    luhn: bool
    status: Literal["active", "legacy", "retiring", "retired"]
    ranges: tuple[tuple[Digits, Digits], ...] = ()
    note: str = ""
    luhn_note: str = ""
    unsure: str = ""

    def __post_init__(self) -> None:
        for low, high in self.ranges:
            if len(low) != len(high) or low > high:
                raise ValueError(f"range {low}-{high} of {self.id!r} is not two numbers of one length, the lower first")


class PublishedNumber(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A number that ``providers`` print in their documentation; ``luhn`` tells whether its check digit is right."""

    pan: Digits
    brand: str
    providers: tuple[str, ...]
    luhn: bool
    behaviour: str = ""

    def __post_init__(self) -> None:
        if luhn(self.pan) != self.luhn:
            raise ValueError(f"luhn of the number that ends in {self.pan[-4:]} is {not self.luhn}")


class PublishedNumbers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What test numbers have in common."""

    confirmed: tuple[str, ...]
    unsure: str
    safe_expiry_examples: tuple[str, ...]
    test_codes: tuple[Digits, ...]
    test_names: tuple[str, ...]
    heuristics: tuple[str, ...]


class PublishedList(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Test numbers with a right check digit that ``source`` prints."""

    source: str
    checked: dt.date
    pans: tuple[Digits, ...]

    def __post_init__(self) -> None:
        for pan in self.pans:
            if not luhn(pan):
                raise ValueError(f"the number that ends in {pan[-4:]} has a wrong check digit")


class Track(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The layout of a track of a magnetic stripe; ``max_length`` counts characters."""

    standard: str
    data_class: Literal["CHD", "SAD"]
    regex: str = ""
    start_sentinel: str = ""
    format_code: str = ""
    separator: str = ""
    end_sentinel: str = ""
    expiry_order: str = ""
    max_length: int = 0
    note: str = ""


class EmvTag(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A tag of chip data that holds card data."""

    tag: str
    title: str
    data_class: Literal["CHD", "SAD"]


class MessageField(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A field of an ISO 8583 message that holds card data."""

    field: int
    title: str
    data_class: Literal["CHD", "SAD"]


class Definition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A term of the standard."""

    text: str = ""
    title: str = ""
    elements: tuple[str, ...] = ()
    storage: str = ""
    max_visible: str = ""


class MaskRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many digits the standard lets be shown, and which forms may be stored."""

    display_keep_first: tuple[int, ...]
    display_keep_last: int
    display_requirement: str
    receipt_note: str
    safe_to_store: tuple[str, ...]


class Truncation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many digits of a stored number may remain."""

    schemes: tuple[str, ...]
    pan_length: int
    max_retained: str
    source: str
    min_removed: int = 0
    baseline: str = ""
    unsure: str = ""


class Context(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that tell a card number from another number; see the comments in the file."""

    text: str
    source: str
    checked: dt.date
    words: frozenset[str]
    cards: frozenset[str]
    other_cards: frozenset[str]
    other_numbers: frozenset[str]
    example_paths: frozenset[str]


class MadeUp(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a number looks like that a person typed as an example."""

    longest_run: int
    kinds_of_digits: int
    longest_ladder: int
    checked: dt.date


class Standard(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The edition of PCI DSS that the requirements are numbered by."""

    version: str
    published: str
    previous_retired: dt.date
    future_dated_effective: dt.date
    note: str


class Requirement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A requirement of PCI DSS in our own words, and the families of rules that it concerns."""

    id: str
    topic: str
    text: str
    families: tuple[str, ...]


class Cards(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of ``card_brands.toml``."""

    schema_version: int
    snapshot: dt.date
    scheme: tuple[Scheme, ...]
    test_numbers: PublishedNumbers
    test_pan: tuple[PublishedNumber, ...]
    test_list: tuple[PublishedList, ...]
    track1: Track
    track2: Track
    track3: Track
    emv_tag: tuple[EmvTag, ...]
    iso8583_field: tuple[MessageField, ...]
    context: Context
    made_up: MadeUp
    definitions: dict[str, Definition]
    mask: MaskRule
    truncation: tuple[Truncation, ...]
    pci: Standard
    pci_requirement: tuple[Requirement, ...]


@cache
def cards() -> Cards:
    """Return the facts about cards; raise ``CatalogError`` for a wrong row."""
    return read("card_brands.toml", Cards)


def luhn(digits: str) -> bool:
    """Tell whether the last of the ASCII digits is the right check digit for the others (ISO/IEC 7812-1)."""
    doubled = digits[-2::-2].translate(_DOUBLED)
    return sum(map(int, digits[-1::-2])) % 10 == -sum(map(int, doubled)) % 10


def scheme_of(digits: str) -> Scheme | None:
    """Return the scheme whose range, length and check digit fit; of several, the one with the longest range."""
    right = None
    for low, high, scheme in _ranges().get(digits[:1], ()):
        if low <= digits[: len(low)] <= high and len(digits) in scheme.lengths:
            right = luhn(digits) if right is None else right
            if right or not scheme.luhn:
                return scheme
    return None


@cache
def _ranges() -> dict[str, tuple[tuple[str, str, Scheme], ...]]:
    """Return first digit -> ranges, the longest first, in the order of the file."""
    every = [(low, high, scheme) for scheme in cards().scheme for low, high in scheme.ranges]
    every.sort(key=lambda row: -len(row[0]))
    return {first: tuple(row for row in every if row[0][0] <= first <= row[1][0]) for first in "0123456789"}


def is_published(digits: str) -> bool:
    """Tell whether a scheme or a gateway prints this number in its documentation."""
    return digits in _published()


@cache
def _published() -> frozenset[str]:
    return frozenset(row.pan for row in cards().test_pan).union(*(row.pans for row in cards().test_list))


def is_made_up(digits: str) -> bool:
    """Tell whether a number shows the hand that typed it: runs, ladders, few different digits."""
    rule = cards().made_up
    if len(set(digits)) <= rule.kinds_of_digits:
        return True
    steps = [int(after) - int(before) for before, after in pairwise(digits[1:])]
    # A ladder may go over from 9 to 0.
    ladder = max(_longest(1, [step % 10 for step in steps]), _longest(9, [step % 10 for step in steps]))
    return _longest(0, steps) + 1 >= rule.longest_run or ladder + 1 >= rule.longest_ladder


def _longest(step: int, steps: list[int]) -> int:
    """Return how often ``step`` comes in a row at most."""
    return max(_runs(step, steps), default=0)


def _runs(step: int, steps: list[int]) -> Iterator[int]:
    length = 0
    for each in steps:
        length = length + 1 if each == step else 0
        yield length


def masked(digits: str) -> str:
    """Return the form that may be shown: the last four digits at most."""
    keep = cards().mask.display_keep_last
    return "*" * (len(digits) - keep) + digits[-keep:]
