"""JSON: the password policies and the records of people in it, beside the card numbers of any text."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_datahygiene.errors import Unreadable
from pytest_datahygiene.extract import policies
from pytest_datahygiene.extract.records import documents
from pytest_datahygiene.extract.yaml import NotYaml, compose
from pytest_datahygiene.facts import Fact


def extract(path: str, text: str) -> Iterator[Fact]:
    """Yield the records of a JSON file, and its password policies; raise ``Unreadable`` for a policy that is broken."""
    yield from documents.of_json(path, text)
    if not policies.mentions(text):
        return
    try:
        # JSON is YAML too. YAML takes no tabs between tokens, and in a string JSON writes them as an escape.
        roots = compose(text.replace("\t", "  "))
    except NotYaml as error:
        raise Unreadable(str(error).replace("YAML", "JSON")) from None
    for root in roots:
        yield from policies.told(path, root)
