"""``datahygiene config show``: the settings in force, as TOML, and who chose each."""

from __future__ import annotations

import json
from collections.abc import Mapping

from pytest_datahygiene.cli.output import emit
from pytest_datahygiene.cli.project import choose
from pytest_datahygiene.config import key, settings
from pytest_datahygiene.findings.mask import show

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace


def run(options: Namespace) -> int:
    """Print the settings; the output can be put into a ``pyproject.toml``."""
    root, config = choose(options)
    lines = [f"# root: {root}", "[tool.datahygiene]"]
    lines += [
        f"{key(name)} = {_toml(getattr(config, name))}  # {config.origins.get(name, 'default')}" for name in settings()
    ]
    emit("".join(f"{show(line)}\n" for line in lines))
    return 0


def _toml(value: object) -> str:
    """Return a setting as TOML, which writes texts, numbers and lists as JSON does."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{json.dumps(name)} = {_toml(inner)}" for name, inner in value.items()) + "}"
    return json.dumps(value)
