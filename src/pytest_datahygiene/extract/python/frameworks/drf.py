"""Django REST framework serializers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from pytest_datahygiene.extract.python.scope import Declaration, Scope
from pytest_datahygiene.extract.python.tree import pairs, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

# What the serializer makes of it: a field of the library, whichever.
_FIELD = cst.Attribute(cst.Name("rest_framework"), cst.Name("Field"))


def reads(declaration: Declaration) -> bool | None:
    """A serializer field: it validates and keeps nothing."""
    if declaration.callee.startswith("rest_framework."):
        return False
    last = declaration.callee.rsplit(".", 1)[-1]
    return False if last.endswith("Field") and declaration.scope.has_base("Serializer") else None


def beside(node: cst.ClassDef, scope: Scope) -> Iterator[Declaration]:
    """Yield the fields of ``Meta.extra_kwargs = {"password": {"min_length": 8}}``, each as if declared with a call."""
    if not scope.has_base("Serializer"):
        return
    for inner in node.body.body:
        if isinstance(inner, cst.ClassDef) and inner.name.value == "Meta":
            for statement in inner.body.body:
                yield from _extra(statement, scope)


def _extra(line: cst.CSTNode, scope: Scope) -> Iterator[Declaration]:
    match line:
        case cst.SimpleStatementLine(
            body=[
                cst.Assign(
                    targets=[cst.AssignTarget(target=cst.Name(value="extra_kwargs"))], value=cst.Dict() as listed
                )
            ]
        ):
            for element in listed.elements:
                name = text_of(element.key) if isinstance(element, cst.DictElement) else None
                options = pairs(element.value) if name else None
                if name and options is not None:
                    arguments = [cst.Arg(value, cst.Name(key)) for key, value in options if key.isidentifier()]
                    yield Declaration(scope, name, element, value=cst.Call(_FIELD, arguments))
