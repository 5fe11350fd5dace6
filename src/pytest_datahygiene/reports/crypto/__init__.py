"""Bills of cryptography: one module a format, each a function from the rows to text."""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pytest_datahygiene.findings.asset import Bill

_MODULES = {"text": "plain", "cyclonedx": "cyclonedx"}
FORMATS = tuple(_MODULES)


def render(made: Bill, form: str) -> str:
    """Return a bill in one of ``FORMATS``, ending in a line feed. Only that one is loaded."""
    text: str = import_module(f"{__name__}.{_MODULES[form]}").render(made)
    return text
