"""The kinds of sensitive data: typed rows of ``data_types.toml``."""

from __future__ import annotations

from functools import cache
from typing import Literal

import msgspec

from pytest_datahygiene.catalog.store import read

Treatment = Literal["never-store", "encrypt", "hash", "minimise", "allowed"]


class DataType(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of data.

    ``tokens`` and ``lang`` name it on their own, ``weak`` names need support from their neighbours. ``not_when`` holds
    ``word:context`` vetoes, ``not_of`` words that make it another thing, unless the name itself holds one of
    ``sure``, ``not_whose`` words for owners that are no persons. ``classes`` are field classes that hold it, whatever
    the field is called. ``regulations`` read ``LAW:reference``.
    """

    id: str
    title: str
    category: str
    treatment: Treatment
    tokens: tuple[str, ...]
    weak: tuple[str, ...] = ()
    not_when: tuple[str, ...] = ()
    not_of: frozenset[str] = frozenset()
    sure: frozenset[str] = frozenset()
    not_whose: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    regulations: tuple[str, ...] = ()
    value: str = ""
    lang: dict[str, tuple[str, ...]] = {}

    @property
    def family(self) -> str:
        """The part of the category that neighbours share: ``card`` for ``card-chd`` and ``card-sad``."""
        return "card" if self.category in ("card-chd", "card-sad") else self.category


class TreatmentMeaning(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a treatment asks for."""

    text: str
    accepted: tuple[str, ...] = ()


class SafeMarkers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words around a name that make it harmless (``has_ssn``) or that do not change it: ``neutral`` (``ssn_value``),
    ``numbering`` (``cvv_number``), ``encrypted`` (``cvv_encrypted``); ``hidden`` words are promises (``masked_cvv``),
    ``holders`` are what is about data (``errors["cvv"]``), behind ``relating`` words stands what something is for;
    ``whose_neutral`` words do not say whose it is (``contact_phone``)."""

    suffixes: frozenset[str]
    relating: frozenset[str]
    prefixes: frozenset[str]
    neutral: frozenset[str]
    numbering: frozenset[str]
    encrypted: frozenset[str]
    owner_neutral: frozenset[str]
    holders: frozenset[str]
    whose_neutral: frozenset[str]
    hidden: frozenset[str]
    caution: str


class Context(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Names and paths that raise or lower the confidence in a name."""

    raises_model_names: frozenset[str]
    raises_credentials: frozenset[str]
    raises_clinical: frozenset[str]
    raises_paths: frozenset[str]
    lowers_paths: frozenset[str]
    lowers_imports: frozenset[str]
    commands: frozenset[str]


class ValueCheck(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A checksum or a shape that supports a name."""

    id: str
    text: str = ""
    regex: str = ""
    note: str = ""
    unsure: str = ""


class AmbiguousWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Foreign words that are also something else: treated as weak."""

    words: frozenset[str]
    note: str


class Followed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The kinds of data that are followed wherever they go, besides the personal data that counts.

    ``welcome`` is personal data that may be kept, and still is nobody else's business.
    """

    welcome: frozenset[str]
    cards: frozenset[str]
    secrets: frozenset[str]


class Levels(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which categories count at which level, and the types that count only at the strict one; ``special`` are those of
    GDPR art. 9 and 10 and of children."""

    special: frozenset[str]
    minimal: frozenset[str]
    default: frozenset[str]
    strict_types: frozenset[str]


class Sample(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What made-up values are made of: ``words`` anywhere in them, ``hosts`` of addresses, ``boxes`` before the @ that
    belong to nobody; ``owners`` are names of tables whose people are known to everybody."""

    words: frozenset[str]
    hosts: frozenset[str]
    boxes: frozenset[str]
    owners: frozenset[str]


class Subject(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of person whose data is kept, and the words that speak of such."""

    id: str
    words: frozenset[str]


class Taxonomy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of ``data_types.toml``."""

    schema_version: int
    snapshot: str
    type: tuple[DataType, ...]
    treatment: dict[str, TreatmentMeaning]
    safe_markers: SafeMarkers
    context: Context
    value_check: tuple[ValueCheck, ...]
    ambiguous_lang_words: AmbiguousWords
    level: Levels
    followed: Followed
    subject: tuple[Subject, ...]
    sample: Sample


@cache
def taxonomy() -> Taxonomy:
    """Return the kinds of data; raise ``CatalogError`` for a wrong row."""
    return read("data_types.toml", Taxonomy)


@cache
def types() -> dict[str, DataType]:
    """Return the kinds of data by their id."""
    return {row.id: row for row in taxonomy().type}


def group_of(label: str, level: str) -> Literal["card", "secret", "personal", ""]:
    """Return as what data of this kind is followed at ``minimal``, ``default`` or ``strict``, ``""`` if it is not."""
    followed = taxonomy().followed
    if label in followed.cards:
        return "card"
    if label in followed.secrets:
        return "secret"
    counted = counts(label, level) and not types()[label].category.startswith("card")
    return "personal" if counted or label in followed.welcome else ""


def counts(label: str, level: str) -> bool:
    """Tell whether data of this kind, kept in clear, is a finding at ``minimal``, ``default`` or ``strict``.

    Credentials are not personal data: other rules judge them.
    """
    row, levels = types()[label], taxonomy().level
    if row.category == "credential" or row.treatment in ("allowed", "hash"):
        return False
    if level == "strict":
        return True
    if row.treatment == "minimise" or label in levels.strict_types:
        return False
    return row.category in levels.minimal or (level == "default" and row.category in levels.default)
