"""Password fields that Python code gives attributes to, which end up in a page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pytest_datahygiene.extract.pasting import refuses_filling, refuses_paste
from pytest_datahygiene.extract.python.tree import argument, pairs, spelled, tail, text_of
from pytest_datahygiene.facts import PasswordInput

if TYPE_CHECKING:
    import libcst as cst

    from pytest_datahygiene.extract.python.scope import Scope

# The widget of Django's forms, the field of WTForms; what takes the attributes is called so in one and in the other.
_FIELDS = ("PasswordInput", "PasswordField")
_ATTRIBUTES = ("attrs", "render_kw")


def inputs(
    call: cst.Call, statement: cst.CSTNode, target: cst.BaseExpression | None, scope: Scope
) -> Iterator[PasswordInput]:
    """Yield the field of a page that a call makes, if it keeps something out."""
    if not tail(call.func).endswith(_FIELDS):
        return
    for keyword in _ATTRIBUTES:
        given = argument(call, keyword)
        told = {key.lower(): text_of(value) or "" for key, value in pairs(given) or ()} if given is not None else {}
        if refuses_paste(told) or refuses_filling(told):
            name = spelled(target) if target is not None else ""
            place = scope.positions.place(call, statement)
            yield PasswordInput(place, name or scope.owner, refuses_paste(told), refuses_filling(told))
