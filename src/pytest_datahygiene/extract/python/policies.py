"""Password policies that calls set up: in a library, at Amazon's or Keycloak's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pytest_datahygiene.catalog.passwords import house_policies
from pytest_datahygiene.extract.policies import demands, stated
from pytest_datahygiene.extract.python.constants import constant
from pytest_datahygiene.extract.python.tree import pairs, tail, text_of

if TYPE_CHECKING:
    import libcst as cst

    from pytest_datahygiene.extract.python.scope import Scope
    from pytest_datahygiene.facts import ValidatorsSet
    from pytest_datahygiene.facts.passwords import Option


def called(call: cst.Call, statement: cst.CSTNode, scope: Scope) -> Iterator[ValidatorsSet]:
    """Yield the policy that the keywords of a call state: ``PasswordPolicy.from_names(length=8)``."""
    dotted = scope.names.dotted(call.func)
    for name in (dotted, tail(call.func).rpartition(".")[2]):
        if name in house_policies():
            options = {arg.keyword.value: constant(arg.value, scope.names) for arg in call.args if arg.keyword}
            found = stated(name, options, scope.positions.place(call, statement))
            if found is not None:
                yield found
                return


def written(node: cst.Dict, statement: cst.CSTNode, scope: Scope) -> Iterator[ValidatorsSet]:
    """Yield the policies that the keys of a dict state: ``{"PasswordPolicy": {"MinimumLength": 8}}``."""
    for name, value in pairs(node) or ():
        if name in house_policies():
            text = text_of(value)
            inner = {key: constant(one, scope.names) for key, one in pairs(value) or ()}
            options: dict[str, Option] = demands(text) if text is not None else inner
            found = stated(name, options, scope.positions.place(value, statement))
            if found is not None:
                yield found
