"""What every name, message and excerpt passes on its way out: card numbers and secrets are masked, controls escaped."""

from __future__ import annotations

# A name that gives a secret away holds one of these.
STEMS = ("pass", "pwd", "secret", "senha", "contrasena", "token", "credential", "key")
# No card number has fewer digits, no known form of a key fewer signs in one piece, no line of one fewer signs.
_FEWEST_DIGITS, _SHORTEST_KEY, _SHORTEST_LINE = 13, 15, 60


def show(text: str) -> str:
    """Return ``text`` as one line that is safe to print: masked, a tab as four spaces, other controls escaped.

    Of a card number at most the last four digits remain, of a secret nothing. A text with nothing to hide comes back as
    it is. Masking errs on the safe side, and knows no language: it serves excerpts, paths and error texts alike.
    """
    # Their patterns take longer to build than a warm run takes: imported by the first text that may need them.
    if may_hold_secret(text):
        from pytest_datahygiene.findings.mask_secrets import without_secrets

        text = without_secrets(text)
    if may_hold_card(text):
        from pytest_datahygiene.findings.mask_cards import without_cards

        text = without_cards(text)
    return text if text.isprintable() else "".join(map(_printable, text))


def may_hold_secret(text: str) -> bool:
    """Tell whether ``without_secrets`` could find something: by a name, a login in an address, or a piece long and
    odd enough for a key."""
    return "://" in text or "-----BEGIN" in text or _may_name_secret(text) or any(map(_may_be_key, text.split()))


def _may_name_secret(text: str) -> bool:
    lowered = text.lower()
    return any(stem in lowered for stem in STEMS) and (
        _holds(text, "=:>") or (_holds(text, "(,") and _holds(text, "\"'`"))
    )


def _holds(text: str, signs: str) -> bool:
    return any(sign in text for sign in signs)


def _may_be_key(piece: str) -> bool:
    return len(piece) >= _SHORTEST_LINE or (len(piece) >= _SHORTEST_KEY and any(map(str.isdigit, piece)))


def may_hold_card(text: str) -> bool:
    """Tell whether ``without_cards`` could find something."""
    return sum(map(str.isdecimal, text)) >= _FEWEST_DIGITS


def _printable(sign: str) -> str:
    """Return a character, or its escape as Python spells it."""
    if sign.isprintable():
        return sign
    if sign == "\t":
        return "    "
    code = ord(sign)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
