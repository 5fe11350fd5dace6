"""Packages out of commands that install some: in container files, pipelines, scripts of other tools."""

from __future__ import annotations

import posixpath
import re
import shlex
from collections.abc import Iterable, Iterator

from pytest_datahygiene.extract.requirements import required
from pytest_datahygiene.facts import Fact, ListNamed, Place

_INSTALLS = re.compile(
    r"(?<![\w./-])(?:(?:python[\d.]*\s+-m\s+)?pip[\d.]*|uv\s+pip)\s+install\b|(?<![\w./-])(?:uv|poetry|pdm|pipenv)\s+(?:add|install)\b"
)
_END = re.compile(r"&&|\|\||[;|\n]")
# Options of installers whose next word is their value and no package.
_VALUED = frozenset(
    "-i --index-url --extra-index-url -f --find-links -t --target --prefix --root --python --platform --cache-dir"
    " --timeout --trusted-host --proxy --cert --upgrade-strategy --progress-bar --no-binary --only-binary"
    " --index --default-index -e --editable --group --extra -E -G --extras".split()
)
_LISTS = ("-r", "--requirement", "-c", "--constraint")


def installs(text: str, path: str, line: int, *, folder: str = "") -> Iterator[Fact]:
    """Yield what the commands of a text install; ``line`` is that of its first, ``folder`` where its paths start."""
    joined = re.sub(r"\\\n", "  ", text)
    for found in _INSTALLS.finditer(joined):
        end = _END.search(joined, found.end())
        arguments = joined[found.end() : end.start() if end else len(joined)]
        # Joining kept every character's place.
        at = Place(path, line + text.count("\n", 0, found.start()))
        yield from named(_words(arguments), at, folder)


def named(words: Iterable[str], at: Place, folder: str = "") -> Iterator[Fact]:
    """Yield the packages, and the files of requirements, among the words of an installer's command."""
    skip, lists = False, False
    for word in words:
        option, sign, value = word.partition("=")
        if skip:
            skip = False
        elif lists or (option in _LISTS and sign) or (word[:2] in ("-r", "-c") and len(word) > 2):
            name = word if lists else value if option in _LISTS else word[2:]
            lists = False
            if not re.search(r"[$*{]|://", name):
                yield ListNamed(at, posixpath.normpath(posixpath.join(folder, name)))
        elif word in _LISTS:
            lists = True
        elif word in _VALUED:
            skip = True
        elif not (word.startswith(("-", ".", "/", "$")) or re.search(r"[${}]|\.(?:whl|gz|zip)$", word)):
            try:
                yield required(word, at)
            except ValueError:
                continue


def _words(arguments: str) -> list[str]:
    try:
        return shlex.split(arguments, comments=True)
    except ValueError:
        return arguments.split()
