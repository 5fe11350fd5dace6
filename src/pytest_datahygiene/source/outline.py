"""Python text with its strings and comments told apart from its code, without parsing."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Each alternative ends at the end of its line or of the text when the quote is never closed, so that the scan stays
# linear.
_TOKEN = re.compile(
    r"(?P<comment>#[^\n]*)"
    r'|"""[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*(?:"""|\\?\Z)'
    r"|'''[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*(?:'''|\\?\Z)"
    r'|"[^"\\\n]*(?:\\.[^"\\\n]*)*(?:"|$|\\?\Z)'
    r"|'[^'\\\n]*(?:\\.[^'\\\n]*)*(?:'|$|\\?\Z)",
    re.DOTALL | re.MULTILINE,
)
_PRINT = re.compile(rb"^[ \t]*print [\"']", re.MULTILINE)
_OPEN, _CLOSE = "([{", ")]}"
# CPython refuses deeper nesting with "too many nested parentheses".
DEEPEST = 200


def comments(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield line, column and text of every comment, strings left out."""
    line, start = 1, 0
    for found in _TOKEN.finditer(text):
        if found["comment"] is not None:
            line += text.count("\n", start, found.start())
            start = found.start()
            yield line, found.start() - text.rfind("\n", 0, found.start()), found[0]


def code(text: str) -> str:
    """Return a text of the same length with the strings and comments blanked out, line ends inside strings too."""
    return _TOKEN.sub(lambda found: " " * len(found[0]), text)


def balance(bare: str, start: int = 0, end: int | None = None) -> int:
    """Return how many more brackets a stretch of blanked code opens than it closes."""
    return sum(bare.count(sign, start, end) for sign in _OPEN) - sum(bare.count(sign, start, end) for sign in _CLOSE)


def brackets(text: str) -> str:
    """Return the brackets of the code alone, in order."""
    return re.sub(r"[^()\[\]{}]+", "", _TOKEN.sub("", text))


def depth(text: str) -> int:
    """Return how deep the brackets nest, or -1 when they do not match."""
    stack: list[str] = []
    deepest = 0
    for sign in brackets(text):
        if sign in _OPEN:
            stack.append(sign)
            deepest = max(deepest, len(stack))
        elif not stack or _OPEN.index(stack.pop()) != _CLOSE.index(sign):
            return -1
    return -1 if stack else deepest


def speaks_python_2(data: bytes) -> bool:
    """Tell whether a file prints the way Python 2 does, or says so in a string."""
    return (b'print "' in data or b"print '" in data) and bool(_PRINT.search(data))


def suspicious(data: bytes) -> bool:
    """Tell whether a file that holds nothing of interest may not even be Python, at the price of counting bytes."""
    if b"\0" in data or speaks_python_2(data):
        return True
    pairs = ((b"(", b")"), (b"[", b"]"), (b"{", b"}"))
    if all(data.count(left) == data.count(right) for left, right in pairs) and data.count(b"(") < 20 * DEEPEST:
        return False
    deepest = depth(data.decode("utf-8", "replace"))
    return deepest < 0 or deepest > DEEPEST
