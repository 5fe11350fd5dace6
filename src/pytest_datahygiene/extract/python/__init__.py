"""Python, through LibCST: parsed as little as possible, walked once by hand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pytest_datahygiene.errors import Unreadable
from pytest_datahygiene.facts import Fact
from pytest_datahygiene.source import outline, slices

if TYPE_CHECKING:
    from pytest_datahygiene.extract.reading import Work
    from pytest_datahygiene.source.vocabulary import Seeds


def extract(path: str, text: str, seeds: Seeds, *, seeded: bool, work: Work) -> Iterator[Fact]:
    """Yield the facts of a Python file; raise ``Unreadable`` when it is not one."""
    if not seeded and not outline.suspicious(text.encode("utf-8", "replace")):
        return
    nested = outline.depth(text)
    if nested > outline.DEEPEST:
        raise Unreadable(f"brackets nest {nested} deep; Python stops at {outline.DEEPEST}")
    from pytest_datahygiene.extract.python.parsing import parse
    from pytest_datahygiene.extract.python.walk import walk

    # Unmatched brackets are no Python, or Python that the outline misreads: the parser decides, on the whole.
    part = slices.cut(text, seeds) if seeded and nested >= 0 else slices.whole(text)
    module, part = parse(part, text, work)
    if seeded:
        yield from walk(path, module, part, work, seeds)
