"""The inventory as a Mermaid flowchart: kinds of data on the left, the places that keep them on the right."""

from __future__ import annotations

from pytest_datahygiene.findings.holding import Holding, Inventory
from pytest_datahygiene.findings.mask import show

_ARROWS = {"protected": "==>", "only looks protected": "-.->", "in clear": "-->"}
# A kind of place is told by the shape of its node.
_SHAPES = {"table": ("[(", ")]"), "collection": ("[(", ")]")}


def render(made: Inventory, *, color: bool = False) -> str:  # noqa: ARG001  # every format takes the same options
    """Return the chart; a thick line leads to what is protected, a dotted one to what only looks so."""
    kinds = {label: f"k{number}" for number, label in enumerate(sorted({row.label for row in made.rows}))}
    places = {place: f"p{number}" for number, place in enumerate(sorted({_place(row) for row in made.rows}))}
    lines = ["flowchart LR"]
    titles = {row.label: row.title for row in made.rows}
    lines += [f"  {node}[{_quoted(titles[label])}]" for label, node in kinds.items()]
    for place, node in places.items():
        left, right = _SHAPES.get(place[0], ("[/", "/]"))
        lines.append(f"  {node}{left}{_quoted(': '.join(place))}{right}")
    edges = {(kinds[row.label], _arrow(row), row.field, places[_place(row)]): None for row in made.rows}
    lines += [f"  {kind} {arrow}|{_quoted(field or '-')}| {place}" for kind, arrow, field, place in edges]
    return "\n".join([*lines, ""])


def _place(row: Holding) -> tuple[str, str]:
    return row.store, row.place


def _arrow(row: Holding) -> str:
    return _ARROWS.get(row.state, "-->")


def _quoted(text: str) -> str:
    """Return a text as Mermaid takes it, whatever is in it."""
    return '"' + show(text).replace("#", "#35;").replace('"', "#quot;") + '"'
