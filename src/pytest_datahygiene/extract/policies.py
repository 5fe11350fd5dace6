"""Password policies of other houses in files: of CloudFormation, of Terraform in JSON, of Keycloak's realms."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from pytest_datahygiene.catalog.passwords import house_policies
from pytest_datahygiene.facts import Place, ValidatorsSet, ValidatorUsed
from pytest_datahygiene.facts.passwords import Option

# Keycloak's notation: length(8) and upperCase(1) and notUsername(undefined).
_DEMAND = re.compile(r"(\w+)(?:\((\d+)[^)]*\))?")
_MOST_NODES = 100_000


def mentions(text: str) -> bool:
    """Tell whether a text may hold a policy."""
    return any(name in text for name in house_policies())


def told(path: str, root: yaml.Node) -> Iterator[ValidatorsSet]:
    """Yield the policies below a node."""
    stack, seen = [root], 0
    while stack and seen < _MOST_NODES:
        node = stack.pop()
        seen += 1
        if isinstance(node, yaml.SequenceNode):
            stack.extend(node.value)
        elif isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                name = key.value if isinstance(key, yaml.ScalarNode) else ""
                yield from _policy(path, name, value)
                stack.append(value)


def demands(text: str) -> dict[str, Option]:
    """Return what a policy in Keycloak's notation demands; what it names without a number counts once."""
    return {name: int(number) if number else 1 for name, number in _DEMAND.findall(text) if name != "and"}


def stated(name: str, options: dict[str, Option], at: Place) -> ValidatorsSet | None:
    """Return the policy that a key or a call of this name states, if its options are those of one that is known."""
    for row in house_policies().get(name, ()):
        known = {row.min_param, *row.class_params.values()}
        if known & options.keys():
            return ValidatorsSet(at, name, (ValidatorUsed(row.name, at, options),))
    return None


def _policy(path: str, name: str, value: yaml.Node) -> Iterator[ValidatorsSet]:
    # Terraform writes a block as a list of one.
    while isinstance(value, yaml.SequenceNode) and len(value.value) == 1:
        value = value.value[0]
    if name not in house_policies():
        return
    at = Place(path, value.start_mark.line + 1)
    if isinstance(value, yaml.ScalarNode):
        found = stated(name, demands(value.value), at)
    elif isinstance(value, yaml.MappingNode):
        found = stated(name, {key.value: _option(one) for key, one in value.value}, at)
        if found is None and name == "aws_iam_account_password_policy":
            for _, inner in value.value:
                yield from _policy(path, name, inner)
    else:
        found = None
    if found is not None:
        yield found


def _option(node: yaml.Node) -> Option:
    if not isinstance(node, yaml.ScalarNode):
        return None
    plain = str(node.value).lower()
    if plain in ("true", "false"):
        return plain == "true"
    return int(plain) if plain.isdigit() else None
