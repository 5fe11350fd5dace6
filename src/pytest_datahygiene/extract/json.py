"""JSON: the password policies in it, beside the card numbers of any text."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_datahygiene.errors import Unreadable
from pytest_datahygiene.extract import policies
from pytest_datahygiene.extract.yaml import NotYaml, compose
from pytest_datahygiene.facts import Fact


def extract(path: str, text: str) -> Iterator[Fact]:
    """Yield the password policies of a JSON file, which is YAML too; raise ``Unreadable`` for what is broken."""
    if not policies.mentions(text):
        return
    try:
        # YAML takes no tabs between tokens, and in a string JSON writes them as an escape.
        roots = compose(text.replace("\t", "  "))
    except NotYaml as error:
        raise Unreadable(str(error).replace("YAML", "JSON")) from None
    for root in roots:
        yield from policies.told(path, root)
