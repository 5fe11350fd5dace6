"""Which fields keep which data, and what protects it: the declaration, the type, or whoever fills them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pytest_datahygiene.catalog.encryption import OWN_TYPE
from pytest_datahygiene.catalog.taxonomy import group_of
from pytest_datahygiene.facts import (
    ClassDeclared,
    Fact,
    FactBase,
    FieldFilled,
    FieldKept,
    FieldNamed,
    KeyWritten,
    Place,
)
from pytest_datahygiene.flow import filling
from pytest_datahygiene.flow.fields import run as fields_of
from pytest_datahygiene.flow.own_types import OwnTypes
from pytest_datahygiene.flow.taint.program import module_of

READS: tuple[type[Fact], ...] = (ClassDeclared, FieldFilled, FieldNamed)
ADDS: tuple[type[Fact], ...] = (FieldKept,)


def run(facts: FactBase) -> Iterator[FieldKept]:
    """Yield the fields, each with what protects it in the end."""
    types, fills = OwnTypes(facts.of(ClassDeclared)), defaultdict[tuple[Place, str], list[FieldFilled]](list)
    for fill in facts.of(FieldFilled):
        fills[fill.field, fill.name].append(fill)
    for field in facts.of(FieldNamed):
        sealed, looks = field.sealed, field.looks
        own = types.verdict(field.types, field.at.path)
        if own is not None:
            sealed, looks = own
        if not sealed:
            sealed, filled = _filled(fills[field.at, field.name])
            looks = looks or filled
        yield FieldKept(field.at, field.owner, field.name, field.label, field.store, sealed, "" if sealed else looks)


def asked(facts: FactBase, level: str) -> set[str]:
    """Return the dotted names of the types and functions of the project that may protect fields, to be looked into;
    those of fields whose data counts at a level."""
    told = (field for field in fields_of(facts) if field.sealed in ("", OWN_TYPE))
    fields = [field for field in told if group_of(field.label, level) in ("card", "personal")]
    types = OwnTypes(facts.of(ClassDeclared))
    # Whether an attribute is a column is told by its class, which need not name what is put there.
    classes = {f"{module_of(put.at.path)}.{put.owner}" for put in facts.of(KeyWritten) if put.holder == "self"}
    return {*types.asked(fields), *filling.asked(facts, fields), *classes}


def _filled(fills: list[FieldFilled]) -> tuple[str, str]:
    """Return what those who fill a field protect it by, and what it only looks protected by."""
    told = [fill for fill in fills if fill.always] or fills
    if not told or any(not (fill.how or fill.looks) for fill in told):
        return "", ""
    looks = next((fill.looks for fill in told if not fill.how), "")
    return ("", looks) if looks else (f"{told[0].how} before it is kept", "")
