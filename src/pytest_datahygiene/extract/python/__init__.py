"""Python, through LibCST: parsed as little as possible, walked once by hand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pytest_datahygiene.errors import Unreadable
from pytest_datahygiene.facts import Fact
from pytest_datahygiene.source import outline, slices
from pytest_datahygiene.source.vocabulary import Present
from pytest_datahygiene.source.worth import asks

if TYPE_CHECKING:
    from pytest_datahygiene.extract.reading import Work


def extract(path: str, text: str, seeds: Present, work: Work) -> Iterator[Fact]:
    """Yield the facts of a Python file that holds these seeds; raise ``Unreadable`` when it is no Python."""
    cause: Unreadable | None = None
    if "# /// script" in text or asks(path, text):
        from pytest_datahygiene.extract.python import installing

        if asks(path, text):
            yield from installing.of_build(path, text, work)
        try:
            yield from installing.of_script(path, text)
        except Unreadable as error:
            cause = error
    yield from _of_code(path, text, seeds, work)
    if cause:
        # A list that is broken hides nothing else of the file.
        raise cause


def _of_code(path: str, text: str, seeds: Present, work: Work) -> Iterator[Fact]:
    data = text.encode("utf-8", "replace")
    if not (seeds.strongest or seeds.asked) and not outline.suspicious(data):
        return
    # Python lets a form feed begin a line, and the parser's columns do not.
    text = text.replace("\f", "")
    part = slices.cut(text, seeds) if seeds.strongest or seeds.asked else slices.whole(text)
    if part.text:
        yield from _facts(path, text, part, seeds, work)
    if not part.whole and outline.speaks_python_2(data):
        yield from _facts(path, text, slices.whole(text), Present([]), work)


def _facts(path: str, text: str, part: slices.Slice, seeds: Present, work: Work) -> Iterator[Fact]:
    """Yield the facts of a slice; of a text that holds no seed only whether it parses."""
    nested = outline.depth(part.text)
    if nested > outline.DEEPEST:
        raise Unreadable(f"brackets nest {nested} deep; Python stops at {outline.DEEPEST}")
    from pytest_datahygiene.extract.python.parsing import parse
    from pytest_datahygiene.extract.python.walk import walk

    module, part = parse(part, text, work)
    if seeds.strongest or seeds.asked:
        yield from walk(path, module, part, work, seeds)
