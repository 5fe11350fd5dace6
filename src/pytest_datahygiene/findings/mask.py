"""What every name, message and excerpt passes on its way out: card numbers and secrets are masked, control characters escaped.

Masking errs on the safe side. A number counts as a card's when its check digit is right, whoever issued it and whatever signs part
its digits; a secret when it stands in quotes behind a name that says so, or has the form of a known kind of key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

HIDDEN = "***"


def show(text: str) -> str:
    """Return ``text`` as one line that is safe to print: a tab becomes four spaces, other unprintable characters are escaped.

    At most the last four digits of a card number remain. A text without anything to hide comes back as it is.
    """
    text = _without_cards(text)
    if any(sign in text for sign in _SECRET_SIGNS) or _word_in(text):
        text = _without_secrets(text)
    return text if text.isprintable() else "".join(map(_printable, text))


def _printable(sign: str) -> str:
    """Return a character, or its escape as Python spells it."""
    if sign.isprintable():
        return sign
    if sign == "\t":
        return "    "
    code = ord(sign)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
