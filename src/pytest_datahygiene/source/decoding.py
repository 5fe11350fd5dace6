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
_NOT_TEXT = frozenset({"rot13", "rot_13", "zlib", "zip", "bz2", "hex", "base64", "quopri", "uu", "unicode_escape", "raw_unicode_escape", "utf_7", "undefined", "idna", "punycode"})


class Decoded(NamedTuple):
    """The text, and in plain words why it cannot be trusted to be all of it (``""`` when it can)."""

    text: str
    cause: str


def decode(data: bytes, *, python: bool) -> Decoded:
    """Decode by byte-order mark, then by PEP 263 cookie for Python, then as UTF-8; what fails is read as Latin-1 and named."""
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "") or (_cookie(data) if python else "") or "utf-8"
    if encoding.startswith("?"):
        return Decoded(data.decode("latin-1"), f"unknown encoding {encoding[1:]!r}")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        return Decoded(data.decode("latin-1"), f"not {encoding}: byte 0x{data[error.start]:02x} at offset {error.start}")
    if python and "\0" in text:
        return Decoded(text.replace("\0", " "), f"null byte at offset {text.index(chr(0))}")
    return Decoded(text, "")


def _cookie(data: bytes) -> str:
    """Return the encoding that a ``coding:`` comment names in the first two lines, ``?name`` for one we will not use."""
    head = data[:400].split(b"\n", 2)[:2]
    if b"coding" not in b"\n".join(head):
        return ""
    import codecs
    import re

    for line in head:
        found = re.match(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-_.a-zA-Z0-9]+)", line)
        if found:
            name = found[1].decode("ascii")
            try:
                known = codecs.lookup(name).name.replace("-", "_")
            except LookupError:
                return "?" + name
            return "?" + name if known in _NOT_TEXT else name
    return ""
