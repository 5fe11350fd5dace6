"""Colours of a terminal."""

from __future__ import annotations

_CODES = {"bold": "1", "faint": "2", "red": "1;31", "green": "32", "yellow": "1;33", "blue": "1;34", "cyan": "36"}
_SEVERITIES = {"critical": "red", "high": "red", "medium": "yellow", "low": "cyan"}


class Paint:
    """Wraps text in the codes of a colour, or leaves it alone when ``on`` is false."""

    def __init__(self, *, on: bool) -> None:
        self._on = on

    def __call__(self, color: str, text: str) -> str:
        """Return ``text`` in a colour."""
        return f"\x1b[{_CODES[color]}m{text}\x1b[0m" if self._on and text else text

    def severity(self, severity: str, text: str) -> str:
        """Return ``text`` in the colour of a severity."""
        return self(_SEVERITIES.get(severity, "bold"), text)
