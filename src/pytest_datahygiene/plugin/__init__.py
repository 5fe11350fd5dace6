"""pytest's door: one item a rule when asked for, and a fixture. Until then it loads nothing."""

from __future__ import annotations

import os

import pytest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pytest_datahygiene.plugin.checking import Checker

_HELP = "add one test per data-handling rule, over the whole project"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option and the ini setting that ask for the items."""
    parser.getgroup("datahygiene").addoption("--datahygiene", action="store_true", help=_HELP)
    parser.addini("datahygiene", _HELP, type="bool", default=False)


def pytest_configure(config: pytest.Config) -> None:
    """Open the door if the command line, pytest's settings or ours ask for it."""
    config.addinivalue_line("markers", "datahygiene: one item per data-handling rule")
    if config.getoption("--datahygiene") or config.getini("datahygiene") or _is_set(config):
        from pytest_datahygiene.plugin.door import Door

        config.pluginmanager.register(Door(config), "datahygiene-door")


@pytest.fixture(scope="session")
def datahygiene(pytestconfig: pytest.Config) -> Checker:
    """Check files from a test: ``datahygiene.check("shop").assert_clean("cards")``."""
    from pytest_datahygiene.plugin.checking import Checker

    return Checker(pytestconfig.rootpath)


def _is_set(config: pytest.Config) -> bool:
    """Tell whether ``[tool.datahygiene]`` says ``pytest = true``; a project that does not name us pays for one read."""
    try:
        with open(os.path.join(config.rootpath, "pyproject.toml"), "rb") as file:
            data = file.read()
    except OSError:
        return False
    if b"datahygiene" not in data:
        return False
    from pytest_datahygiene.plugin.checking import project_config

    return project_config(str(config.rootpath)).pytest
