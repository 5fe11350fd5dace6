"""``datahygiene config show``: the settings in force, as TOML, and who chose each."""

from __future__ import annotations

import json

from pytest_datahygiene.cli.output import emit
from pytest_datahygiene.cli.project import choose
from pytest_datahygiene.config import DEFAULT, Password, key, settings
from pytest_datahygiene.findings.mask import show

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace


def run(options: Namespace) -> int:
    """Print the settings; the output can be put into a ``pyproject.toml``."""
    root, config = choose(options)
    lines = [f"# root: {root}", "[tool.datahygiene]"]
    for name in settings():
        value = getattr(config, name)
        if value is not DEFAULT.password:
            lines.append(f"{key(name)} = {_toml(value)}  # {config.origins.get(name, 'default')}")
    emit("".join(f"{show(line)}\n" for line in lines))
    return 0


def _toml(value: object) -> str:
    """Return a setting's value as TOML; a string of JSON is one of TOML too."""
    if isinstance(value, Password):
        return f"{{ min-length = {value.min_length}, classes = {_toml(value.classes)} }}"
    return json.dumps(value)
