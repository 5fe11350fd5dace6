"""Python, through LibCST: parsed as little as possible, walked once by hand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pytest_datahygiene.errors import Unreadable
from pytest_datahygiene.facts import Fact
from pytest_datahygiene.source import outline, slices

if TYPE_CHECKING:
    from pytest_datahygiene.extract.reading import Work
    from pytest_datahygiene.source.vocabulary import Present


def extract(path: str, text: str, seeds: Present, work: Work) -> Iterator[Fact]:
    """Yield the facts of a Python file that holds these seeds; raise ``Unreadable`` when it is no Python."""
    if not seeds.strongest and not outline.suspicious(text.encode("utf-8", "replace")):
        return
    part = slices.cut(text, seeds) if seeds.strongest else slices.whole(text)
    if not part.text:
        return
    nested = outline.depth(part.text)
    if nested < 0 and not part.whole:
        # Unmatched brackets are no Python, or Python that the outline misreads: the parser decides, on the whole.
        part = slices.whole(text)
        nested = outline.depth(text)
    if nested > outline.DEEPEST:
        raise Unreadable(f"brackets nest {nested} deep; Python stops at {outline.DEEPEST}")
    from pytest_datahygiene.extract.python.parsing import parse
    from pytest_datahygiene.extract.python.walk import walk

    module, part = parse(part, text, work)
    if seeds.strongest:
        yield from walk(path, module, part, work, seeds)
