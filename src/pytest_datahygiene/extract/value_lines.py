"""On which line each value of a TOML or JSON text begins; the parsers themselves do not tell.

The text must have passed its parser: nothing is checked here. No recursion, and linear in the text's length.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import msgspec
import tomli

from pytest_datahygiene.errors import Unreadable

Path = tuple[str | int, ...]

_TOML = re.compile(r"#[^\n]*|\n|[\[\]{},=]|[\"']|[^\s\[\]{},=\"'#]+")
_JSON = re.compile(r"[\[\]{},:\"]|[^\s\[\]{},:\"]+")
_ENDS = {mark: re.compile(r"\\.|" + mark, re.DOTALL) for mark in ('"', '"""')}
# Deeper than any real file; bounds the paths, whose length multiplies the work.
_DEEPEST = 100


def in_toml(text: str) -> Iterator[tuple[Path, int]]:
    """Yield the path and the line of every value; elements of arrays and of arrays of tables count from zero.

    Raises ``Unreadable`` when values are nested deeper than a hundred levels.
    """
    scan = _Scan(text, _TOML, _toml_string)
    base: Path = ()
    tables: dict[Path, int] = {}
    while word := scan.next():
        if word == "[":
            base = scan.header(tables)
        elif word != "\n" and word[0] != "#":
            yield from scan.value(base + scan.key(word))
            scan.skip_line()


def in_json(text: str) -> Iterator[tuple[Path, int]]:
    """Yield the path and the line of every value in a JSON text; raise ``Unreadable`` as ``in_toml`` does."""
    return _Scan(text, _JSON, msgspec.json.Decoder(str).decode).value(())


class _Scan:
    """One pass over a text, a word at a time; a string is one word."""

    def __init__(self, text: str, pattern: re.Pattern[str], unquote: Callable[[str], str]) -> None:
        self._text = text
        self._pattern = pattern
        self._unquote = unquote
        self._at = 0
        self._start = 0
        self._line = 1

    def next(self) -> str:
        """Return the next token with its quotes, or nothing at the end."""
        found = self._pattern.search(self._text, self._at)
        if not found:
            self._at = len(self._text)
            return ""
        self._line += self._text.count("\n", self._start, found.start())
        self._start = found.start()
        self._at = self._string_end() if found.group() in ("'", '"') else found.end()
        return self._text[self._start : self._at]

    def header(self, tables: dict[Path, int]) -> Path:
        """Return the path of ``[a.b]`` or ``[[a.b]]``, whose first bracket is read; ``tables`` counts the latter."""
        several = self._text.startswith("[", self._at)
        if several:
            self.next()
        parts: list[str] = []
        while (word := self.next()) not in ("]", ""):
            parts += self._names(word)
        self._refuse_deeper(len(parts))
        path: Path = ()
        for part in parts[:-1]:
            path = _last(tables, (*path, part))
        path = (*path, parts[-1])
        if several:
            self.next()
            tables[path] = tables.get(path, -1) + 1
        return _last(tables, path)

    def key(self, word: str) -> Path:
        """Return the parts of a key that begins with ``word``, and read the sign behind it."""
        parts: list[str] = []
        while word not in ("=", ":", ""):
            parts += self._names(word)
            word = self.next()
        self._refuse_deeper(len(parts))
        return tuple(parts)

    def value(self, path: Path) -> Iterator[tuple[Path, int]]:
        """Yield one value, with all that it holds."""
        frames: list[tuple[Path, int | None]] = []
        wanted = True
        while word := self.next():
            if word in ("]", "}"):
                frames.pop()
                wanted = False
            elif word == ",":
                holder, index = frames.pop()
                frames.append((holder, index if index is None else index + 1))
                wanted = True
            elif wanted and word != "\n" and word[0] != "#":
                path, word = self._place(frames, path, word)
                yield path, self._line
                wanted = word in ("[", "{")
                if wanted:
                    frames.append((path, 0 if word == "[" else None))
            if not frames and not wanted:
                return
            self._refuse_deeper(len(frames))

    def _place(self, frames: list[tuple[Path, int | None]], path: Path, word: str) -> tuple[Path, str]:
        """Return the path of the value that ``word`` or the key in it begins, and the value's own word."""
        if not frames:
            return path, word
        holder, index = frames[-1]
        if index is not None:
            return (*holder, index), word
        path = holder + self.key(word)
        while (word := self.next()) == "\n" or word.startswith("#"):
            pass
        return path, word

    def skip_line(self) -> None:
        """Read on to the end of the line: the second half of a date, a comment."""
        while self.next() not in ("\n", ""):
            pass

    def _names(self, word: str) -> list[str]:
        """Return the parts of a key that one token holds."""
        if word[0] not in ("'", '"'):
            return [part for part in word.split(".") if part]
        return [self._unquote(word) if word[0] == '"' and "\\" in word else word[1:-1]]

    def _refuse_deeper(self, depth: int) -> None:
        if depth > _DEEPEST:
            raise Unreadable(f"nested deeper than {_DEEPEST} levels at line {self._line}")

    def _string_end(self) -> int:
        text, start = self._text, self._start
        quote = text[start]
        mark = quote * 3 if text.startswith(quote * 3, start) else quote
        at = start + len(mark)
        if quote == "'":
            at = text.find(mark, at) + len(mark)
        else:
            at = next((m.end() for m in _ENDS[mark].finditer(text, at) if m.group() == mark), len(text))
        # Up to two more quotes before the closing three belong to the text.
        while len(mark) == 3 and text.startswith(quote, at) and at < len(text):
            at += 1
        return at


def _toml_string(word: str) -> str:
    return str(tomli.loads(f"key = {word}")["key"])


def _last(tables: dict[Path, int], path: Path) -> Path:
    """Return the path of a table, by its number if it is one of several."""
    return (*path, tables[path]) if path in tables else path
