"""Functions as data that can be run: statements and expressions as nested lists, policies and positions left out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pytest_datahygiene.catalog.labels import label_of
from pytest_datahygiene.catalog.messages import asked
from pytest_datahygiene.catalog.taxonomy import group_of
from pytest_datahygiene.extract.python.coding.expressions import coded, shown
from pytest_datahygiene.extract.python.coding.statements import block, parameters
from pytest_datahygiene.extract.python.subjects import parameters as speaking
from pytest_datahygiene.extract.python.tree import comments
from pytest_datahygiene.facts import FunctionCoded

if TYPE_CHECKING:
    import libcst as cst

    from pytest_datahygiene.extract.python.names import Names
    from pytest_datahygiene.extract.python.scope import Scope

__all__ = ["coded", "function"]


def function(node: cst.FunctionDef, scope: Scope) -> FunctionCoded:
    """Return a function as code."""
    code = [parameters(node.params, scope.names), block(node.body.body, scope.names)]
    text = json.dumps(code, separators=(",", ":"))
    name = f"{scope.owner}.{node.name.value}" if scope.owner else node.name.value
    subject = next((name for name, _ in speaking(node, scope)), "")
    at = scope.positions.margin(node)
    said = max((asked(one) for one in comments(node)), default=0)
    return FunctionCoded(at, name, scope.owner, subject, text, json.dumps(_constants(text, scope.names)), said)


def _constants(code: str, names: Names) -> dict[str, int | str]:
    """Return the constants of the file that code may name; what is called a secret is none of ours."""
    named = {name: value for name, value in names.constants.items() if f'"{name.rpartition(".")[2]}"' in code}
    return {
        name: shown(value) if isinstance(value, str) else value
        for name, value in named.items()
        if isinstance(value, int) or not _is_secret(name.rpartition(".")[2])
    }


def _is_secret(name: str) -> bool:
    label = label_of(name)
    return bool(label) and group_of(label, "strict") == "secret"
