"""Does a value look as if a person had it, or as if it had been made up for a test?"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from pytest_datahygiene.catalog.labels import kind
from pytest_datahygiene.catalog.taxonomy import Sample, taxonomy
from pytest_datahygiene.catalog.words import words

_MAIL = re.compile(r"([\w.+'-]{1,64})@((?:[\w-]+\.)+[A-Za-z]{2,})\Z")
_DATE = re.compile(r"(?:\d{4}[-/.](\d{1,2})[-/.](\d{1,2})|(\d{1,2})[-/.](\d{1,2})[-/.]\d{4})(?:[T ].*)?\Z")
_TEMPLATE = re.compile(r"[{}<>$%]|\bxx+|\*\*|__|\.\.\.", re.IGNORECASE)
# Fewer digits than these are no number of a person; fewer different ones were typed for a test.
_DIGITS, _DIFFERENT = 7, 4
_LONGEST = 200
_RUNS = ("0123456789012345", "9876543210987654", "1234512345123451")
# So many digits in the order of the keys.
_RUN = 6


def is_public(name: str) -> bool:
    """Tell whether the records under a name are of people who put theirs there: authors, maintainers."""
    return not _sample().owners.isdisjoint(word.removesuffix("s") for word in words(name))


def is_person(name: str) -> bool:
    """Tell whether a table is called like those that people are in."""
    own = {word.removesuffix("s") for word in words(name)}
    return not taxonomy().context.raises_model_names.isdisjoint(own)


def is_place(name: str) -> bool:
    """Tell whether the records under a name are of firms and places, whose telephones are no person's."""
    return not kind("phone_number").not_whose.isdisjoint(word.removesuffix("s") for word in words(name)[-1:])


@lru_cache(maxsize=65536)
def looks_real(label: str, value: str) -> bool:
    """Tell whether a value may be a person's data of a kind, and no placeholder."""
    value = value.strip()
    if not 2 <= len(value) <= _LONGEST or _TEMPLATE.search(value) or not _sample().words.isdisjoint(words(value)):
        return False
    if label == "email_address":
        return _is_mail(value)
    if label == "date_of_birth":
        return _is_day(value)
    if kind(label).category in ("government-id", "financial") or label == "phone_number":
        return _is_number(value)
    return any(letter.isalpha() for letter in value) and len(set(value.lower())) > 2 and not value.islower()


def _is_mail(value: str) -> bool:
    found = _MAIL.match(value)
    if found is None:
        return False
    host = found[2].lower().split(".")
    hosts = _sample().hosts
    made_up = host[-1] in hosts or host[-2] in hosts or ".".join(host[-2:]) in hosts
    return not made_up and found[1].lower().rstrip("0123456789") not in _sample().boxes


def _is_day(value: str) -> bool:
    """Tell whether a value is a day; the first of January is what people write who do not care."""
    found = _DATE.match(value)
    return found is not None and {*filter(None, found.groups())} & {"1", "01"} != {*filter(None, found.groups())}


def _is_number(value: str) -> bool:
    digits = "".join(sign for sign in value if sign.isdigit())
    if len(digits) < _DIGITS or len(set(digits)) < _DIFFERENT:
        return False
    # 555-01xx is the American film's.
    film = digits[-7:-2] == "55501"
    runs = any(digits[at : at + _RUN] in run for run in _RUNS for at in range(len(digits) - _RUN + 1))
    return not (film or runs)


@cache
def _sample() -> Sample:
    return taxonomy().sample
