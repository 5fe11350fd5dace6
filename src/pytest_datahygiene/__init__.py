"""Finds customer data that a Python project keeps, leaks or guards badly.

``check`` judges a project and returns a ``Report``; ``Config`` holds its settings; ``UsageError`` is raised for a slip.
They are loaded on first use, so importing the package costs nothing.
"""

__version__ = "0.1.0"

_HOMES = {
    "Config": "pytest_datahygiene.config",
    "Report": "pytest_datahygiene.findings.report",
    "UsageError": "pytest_datahygiene.errors",
    "check": "pytest_datahygiene.engine",
}
__all__ = ["Config", "Report", "UsageError", "__version__", "check"]


def __getattr__(name: str) -> object:
    """Load a public name."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
