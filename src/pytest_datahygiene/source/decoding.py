"""Bytes of a file as text, with the reason when they are not what they claim."""

from __future__ import annotations

from typing import NamedTuple

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# Codecs that turn bytes into something other than their text; a cookie may name them, nobody should run them.
_NOT_TEXT = frozenset(
    "rot13 zlib bz2 hex base64 quopri uu unicode_escape raw_unicode_escape utf_7 undefined idna punycode".split()
)
_ASCII = bytes(range(32, 127))


class Decoded(NamedTuple):
    """The text, and in plain words why it cannot be trusted to be all of it (``""`` when it can).

    Lines end in ``\\n``, whatever ended them in the file.
    """

    text: str
    cause: str


def decode(data: bytes, *, python: bool) -> Decoded:
    """Decode by byte-order mark, then by PEP 263 cookie for Python, then as UTF-8; what fails is Latin-1 and named."""
    text, cause = _decoded(data, python=python)
    if python and not cause and "\0" in text:
        cause = f"null byte at offset {text.index(chr(0))}"
    return Decoded(_lines(text.replace("\0", " ") if python else text), cause)


def wide(data: bytes) -> str:
    """Return the codec of text whose characters take two bytes or four, ``""`` for any other."""
    marked = next((codec for mark, codec in _MARKS[1:] if data.startswith(mark)), "")
    if marked or b"\0" not in data[:4]:
        return marked
    return {b"x0x0": "utf-16-le", b"0x0x": "utf-16-be"}.get(
        bytes(b"x"[0] if byte else b"0"[0] for byte in data[:4]), ""
    )


def _decoded(data: bytes, *, python: bool) -> tuple[str, str]:
    encoding = (
        wide(data) or ("utf-8-sig" if data.startswith(_MARKS[0][0]) else _cookie(data) if python else "") or "utf-8"
    )
    if encoding.startswith("?"):
        return data.decode("latin-1"), f"unknown encoding {encoding[1:]!r}"
    try:
        text = data.decode(encoding)
    except UnicodeError as error:
        if wide(data):
            return data.decode(encoding, "replace"), f"not {encoding}{_where(error)}"
        return data.decode("latin-1"), f"not {encoding.removesuffix('-sig')}{_where(error)}"
    return text, f"in {encoding[:6].upper()}, which Python does not read" if python and wide(data) else ""


def _where(error: UnicodeError) -> str:
    """Say which byte it was, as far as the codec tells."""
    if not isinstance(error, UnicodeDecodeError) or error.start >= len(error.object):
        return ""
    return f": byte 0x{error.object[error.start]:02x} at offset {error.start}"


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _cookie(data: bytes) -> str:
    """Return the encoding that a comment names in the first two lines, ``?name`` for one that Python refuses."""
    if b"coding" not in data[:400]:
        return ""
    import re

    for line in re.split(rb"\r\n?|\n", data[:400], maxsplit=2)[:2]:
        found = re.match(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-_.a-zA-Z0-9]+)", line)
        if found:
            name = found[1].decode("ascii")
            return name if _is_text(name) else "?" + name
        if not re.match(rb"^[ \t\f]*(?:#|$)", line):
            return ""
    return ""


def _is_text(name: str) -> bool:
    """Tell whether a codec reads text in which ASCII is ASCII, as Python demands of its source."""
    import codecs

    try:
        return codecs.lookup(name).name.replace("-", "_") not in _NOT_TEXT and _ASCII.decode(name) == _ASCII.decode(
            "ascii"
        )
    except (LookupError, UnicodeError):
        return False
