"""What every name, message and excerpt passes on its way out: card numbers and secrets are masked, controls escaped."""

from __future__ import annotations


def show(text: str) -> str:
    """Return ``text`` as one line that is safe to print: masked, a tab as four spaces, other controls escaped.

    Of a card number at most the last four digits remain, of a secret nothing. A text with nothing to hide comes back as
    it is. Masking errs on the safe side, and knows no language: it serves excerpts, paths and error texts alike.
    """
    # Their patterns take longer to build than a run without a finding takes: imported by the first text to show.
    from pytest_datahygiene.findings.mask_cards import without_cards
    from pytest_datahygiene.findings.mask_secrets import without_secrets

    safe = without_cards(without_secrets(text))
    return safe if safe.isprintable() else "".join(map(_printable, safe))


def _printable(sign: str) -> str:
    """Return a character, or its escape as Python spells it."""
    if sign.isprintable():
        return sign
    if sign == "\t":
        return "    "
    code = ord(sign)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
