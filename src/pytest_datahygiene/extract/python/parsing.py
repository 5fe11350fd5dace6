"""Text to tree, with the collector off and the failure named."""

from __future__ import annotations

import gc
import re
from typing import TYPE_CHECKING

import libcst as cst

from pytest_datahygiene.errors import Unreadable
from pytest_datahygiene.source import slices

if TYPE_CHECKING:
    from pytest_datahygiene.extract.reading import Work

_AT = re.compile(r"error at (\d+):\d+")
_PYTHON_2 = re.compile(
    r"^[ \t]*(?:print\s+[\"'\w]|exec\s+[\"']|except\s+[\w.]+\s*,\s*\w+\s*:|raise\s+\w+\s*,)", re.MULTILINE
)


def parse(part: slices.Slice, text: str, work: Work) -> tuple[cst.Module, slices.Slice]:
    """Return the tree of a slice, or of the whole text when the slice does not parse; raise ``Unreadable``."""
    try:
        return _tree(part, work), part
    except (cst.ParserSyntaxError, cst.CSTValidationError) as error:
        if part.whole:
            raise Unreadable(_cause(error, text)) from None
    return parse(slices.whole(text), text, work)


def _tree(part: slices.Slice, work: Work) -> cst.Module:
    work.trees += 1
    work.parsed += len(part.text)
    collecting = gc.isenabled()
    gc.disable()
    try:
        return cst.parse_module(part.text)
    finally:
        if collecting:
            gc.enable()


def _cause(error: cst.ParserSyntaxError | cst.CSTValidationError, text: str) -> str:
    """Say where and what, without repeating the file's text."""
    found = _PYTHON_2.search(text)
    if found:
        return f"Python 2 at line {text.count(chr(10), 0, found.end()) + 1}; only Python 3 is understood"
    # The error's own line is often one too far; its message names the token.
    at = _AT.search(error.message) if isinstance(error, cst.ParserSyntaxError) else None
    return f"syntax error at line {at[1]}" if at else "syntax error"
