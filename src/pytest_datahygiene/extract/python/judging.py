"""Functions that judge a text by its length and its characters."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from pytest_datahygiene.extract.python.scope import Scope
from pytest_datahygiene.facts import TextChecked


def checks(node: cst.FunctionDef, scope: Scope) -> Iterator[TextChecked]:
    """Yield the checks that a function makes."""
    yield from ()
