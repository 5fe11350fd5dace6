"""One file, from its bytes to its facts: what a worker does."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

import msgspec

from pytest_datahygiene.errors import Unreadable
from pytest_datahygiene.extract import text as text_extractor
from pytest_datahygiene.extract.reading import Reading, Work
from pytest_datahygiene.facts import Extracted, Fact, Place, SecondFactorSeen
from pytest_datahygiene.findings.mask_cards import without_cards
from pytest_datahygiene.source.decoding import decode
from pytest_datahygiene.source.digits import might_hold_card
from pytest_datahygiene.source.silencing import silences
from pytest_datahygiene.source.vocabulary import Present

# Languages of which what is not UTF-8 loses nothing, or which are no text.
_ANY_BYTES = ("csv", "json", "notebook", "protobuf", "sql", "sqlite", "text")


def read(path: str, language: str, data: bytes, seeds: Present) -> Reading:
    """Extract the facts of one file that holds these seeds."""
    decoded = decode(data, python=language == "python")
    # Card numbers are found in any encoding, so plain text that is not UTF-8 loses nothing.
    reading = Reading(path, [], "" if language in _ANY_BYTES else decoded.cause, Work())
    try:
        for fact in _facts(path, language, data, decoded.text, seeds, reading.work):
            reading.facts.append(fact)  # type: ignore[arg-type]  # extractors yield only kinds of the union; encoding would fail else
    except Unreadable as error:
        reading.cause = reading.cause or str(error)
    except RecursionError:
        reading.cause = "nested too deeply to understand"
    reading.facts[:] = _without_cards(path, reading.facts)
    return reading


def _without_cards(path: str, facts: list[Extracted]) -> list[Extracted]:
    """Return facts whose names, patterns and versions hold no card number: what a fact keeps is cached and printed."""
    if not might_hold_card(msgspec.msgpack.encode(facts)):
        return facts

    def cleaned(part: object) -> object:
        if isinstance(part, str):
            return part if part == path else without_cards(part)
        if isinstance(part, (list, tuple)):
            return [cleaned(one) for one in part]
        return {key: cleaned(value) for key, value in part.items()} if isinstance(part, dict) else part

    return msgspec.convert(cleaned(msgspec.to_builtins(facts)), list[Extracted])


def _facts(path: str, language: str, data: bytes, text: str, seeds: Present, work: Work) -> Iterator[Fact]:
    if language == "sqlite":
        from pytest_datahygiene.extract.sqlite import extract as of_database

        yield from of_database(path, data)
        return
    yield from silences(path, text, language)
    for seed in seeds.named.standing(data):
        yield SecondFactorSeen(Place(path, 1), " ".join(sorted(seed.words)))
    if might_hold_card(data):
        yield from text_extractor.extract(path, text)
    if language == "python":
        from pytest_datahygiene.extract.python import extract

        yield from extract(path, text, seeds, work)
    elif language != "text":
        yield from import_module(f"pytest_datahygiene.extract.{language}").extract(path, text)
