"""What the solver moves: labelled data at a place, and its arrival where it leaves or stays."""

from __future__ import annotations

from typing import NamedTuple

from pytest_datahygiene.flow.taint.paths import Path


class State(NamedTuple):
    """``label``-led data at a path of a function; ``entered`` when it came in by an argument, ``sealed`` how it was
    protected on the way (``encrypted``, ``hashed``, ``tokenised``, ``masked``), ``""`` for data in clear."""

    function: int
    at: Path
    label: str
    entered: bool = False
    sealed: str = ""


class Arrival(NamedTuple):
    """Data that reached a sink: the state there, the kind of the sink, its name for the reader, and its line."""

    state: State
    kind: str
    sink: str
    line: int
