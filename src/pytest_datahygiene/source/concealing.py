"""Source lines as they may be shown: what a rule points at stays readable, literals that may be data do not.

Written without regular expressions: building them would take longer than a warm run has.
"""

from __future__ import annotations

from collections.abc import Iterator

from pytest_datahygiene.findings.mask import STEMS, show

_HIDDEN = "***"
# Beside these words any literal may be the secret itself.
_GUARDS = (*STEMS, "hash", "md5", "sha1", "sha2", "sha5", "digest", "encrypt", "pin", "auth", "passw")
# As many digits as a card number has, however they are split up, may be one.
_FEWEST_DIGITS, _SHORTEST_RUN = 13, 3
_MASKED = "*" * 8
_LONGEST_WORDS = 60
_SIGNS = frozenset(" _.,:;!?-'()[]{}%/")


def concealed(text: str, *, python: bool) -> str:
    """Return source text with its lines in place and every literal hidden that may be a number or a secret."""
    lowered = text.lower()
    guarded = any(guard in lowered for guard in _GUARDS)
    shown = "".join(
        piece if kind == "code" else _literal(piece, kind, guarded=guarded) for kind, piece in _pieces(text, python)
    )
    lines = [show(line) for line in shown.split("\n")]
    if sum(map(str.isdecimal, text)) >= _FEWEST_DIGITS:
        lines = [_without_numbers(line) for line in lines]
    return "\n".join(lines)


def _pieces(text: str, python: bool) -> Iterator[tuple[str, str]]:
    """Yield the code, the literals and the comments of a text in turn."""
    start = at = 0
    while at < len(text):
        if text[at] in "\"'":
            end = _end_of_literal(text, at)
            yield "code", text[start:at]
            yield "key" if text[end : end + 2].lstrip(" ")[:1] == ":" else "literal", text[at:end]
            start = at = end
        elif python and text[at] == "#":
            end = text.find("\n", at)
            end = len(text) if end < 0 else end
            yield "code", text[start:at]
            yield "comment", text[at:end]
            start = at = end
        else:
            at += 1
    yield "code", text[start:]


def _end_of_literal(text: str, at: int) -> int:
    """Return where the literal that begins at a quote ends: behind its closing quote, else at the end of the line."""
    quote = text[at] * 3 if text.startswith(text[at] * 3, at) else text[at]
    here = at + len(quote)
    while here < len(text):
        if text.startswith(quote, here):
            return here + len(quote)
        if text[here] == "\n" and len(quote) == 1:
            return here
        here += 2 if text[here] == "\\" else 1
    return len(text)


def _literal(piece: str, kind: str, *, guarded: bool) -> str:
    """Return a literal, or a comment, with its inside hidden unless that is a few plain words, beside words about
    secrets unless it is a key or the dotted name of a class."""
    quote = (
        piece[: 1 + piece.startswith("# ")]
        if kind == "comment"
        else piece[:3]
        if piece[:3] in ('"""', "'''")
        else piece[:1]
    )
    closing = quote if kind != "comment" and piece.endswith(quote) and len(piece) >= 2 * len(quote) else ""
    inside = piece[len(quote) : len(piece) - len(closing)]
    if not inside or _is_class(inside) or (_is_plain(inside) and (not guarded or kind == "key")):
        return piece
    # The lines of a literal stay, so that numbers of lines go on to fit.
    return quote + "\n".join(_HIDDEN for _ in inside.split("\n")) + closing


def _is_plain(text: str) -> bool:
    return len(text) <= _LONGEST_WORDS and all(sign.isalpha() or sign in _SIGNS for sign in text)


def _is_class(text: str) -> bool:
    """Tell whether a text is the name of a class in a module of a package: ``shop.checks.LengthValidator``."""
    *modules, last = text.split(".")
    named = len(modules) > 1 and all(part.isidentifier() and part.islower() for part in modules)
    return named and last.isidentifier() and last[:1].isupper() and not any(map(str.isdigit, text))


def _without_numbers(line: str) -> str:
    """Return a line with every run of digits hidden that may be a part of a number; the end of a masked one stays."""
    shown = ""
    at = 0
    while at < len(line):
        end = at
        while end < len(line) and line[end].isdecimal():
            end += 1
        hides = end - at >= _SHORTEST_RUN and not shown.endswith(_MASKED)
        shown += "*" * (end - at) if hides else line[at : max(end, at + 1)]
        at = max(end, at + 1)
    return shown
