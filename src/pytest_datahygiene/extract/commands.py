"""Packages out of commands that install some: in container files, pipelines, scripts of other tools."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator

from pytest_datahygiene.extract.requirements import required
from pytest_datahygiene.facts import Fact, ListNamed, Place

# The tool by itself or at the end of a path, its own options, what it is to do.
_INSTALLS = re.compile(
    r"(?<![\w.-])(?:pip[\d.]*|uv(?:[ \t]+-[\w-]*(?:=\S+)?)*[ \t]+pip)(?:[ \t]+-[\w-]*(?:=\S+)?)*[ \t]+install\b"
    r"|(?<![\w.-])(?:uv|poetry|pdm|pipenv)(?:[ \t]+-[\w-]*(?:=\S+)?)*[ \t]+(?:add|install)\b"
)
_JOINED = re.compile(r"\\\r?\n")
_COMMENT = re.compile(r"(?m)(?:^|(?<=[ \t]))#.*$")
# A word may be quoted in part; a quote that nothing closes on its line belongs to what is around the command.
_TOKEN = re.compile(
    r"""(?P<word>(?:[^\s"'\\;|&]|\\.|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')+)|(?P<end>[;|&\n])|(?P<odd>["'\\])"""
)
_QUOTED = re.compile(r"""\"(?P<double>(?:[^"\\]|\\.)*)"|'(?P<single>[^']*)'|\\(?P<one>.)""")
_REDIRECT = re.compile(r"\d?(?:>>?|<)")
# Options of installers whose next word is their value and no package.
_VALUED = frozenset(
    "-i --index-url --extra-index-url -f --find-links -t --target --prefix --root --python --platform --cache-dir"
    " --timeout --trusted-host --proxy --cert --upgrade-strategy --progress-bar --no-binary --only-binary"
    " --index --default-index -e --editable --group --extra -E -G --extras -dG -C --config-settings --config-setting"
    " --global-option --build-option --log --report --src --retries --exists-action --python-version --implementation"
    " --abi --use-feature --use-deprecated --keyring-provider --client-cert --with --without --only"
    " --categories --pypi-mirror --source --index-strategy --refresh-package --upgrade-package -P --reinstall-package"
    " --no-build-package --no-binary-package --build-constraint --build-constraints -b --override --overrides"
    " --prerelease --resolution --exclude-newer --link-mode --python-platform --allow-insecure-host --package --project"
    " --directory --config-file --torch-backend --branch --tag --rev --marker -m --script --optional --lockfile -L -p"
    " --no-build-isolation-package".split()
)
_LISTS = ("-r", "--requirement", "--requirements", "-c", "--constraint", "--constraints")


def installs(text: str, path: str, line: int, *, folder: str = "") -> Iterator[Fact]:
    """Yield what the commands of a text install; ``line`` is that of its first, ``folder`` where its paths start."""
    # Every character keeps its place, so that lines can be counted.
    joined = _JOINED.sub(lambda found: " " * len(found[0]), text)
    joined = _COMMENT.sub(lambda found: " " * len(found[0]), joined)
    counted = at = 0
    line_end = -1
    while found := _INSTALLS.search(joined, at):
        if found.end() > line_end:
            line_end = joined.find("\n", found.end())
            line_end = len(joined) if line_end < 0 else line_end
        line += text.count("\n", counted, found.start())
        counted = found.start()
        words, end = _arguments(joined, found.end(), line_end, _quote_around(joined, at, found.start()))
        yield from named(words, Place(path, line), folder)
        at = max(end, found.end())


def _quote_around(text: str, begin: int, at: int) -> str:
    """Return the quote that is open at a place: ``sh -c "pip install …"``; nothing is told of what is before a line."""
    before = text[max(begin, text.rfind("\n", begin, at) + 1) : at]
    return next((quote for quote in "\"'" if before.count(quote) % 2), "")


def _arguments(text: str, begin: int, line_end: int, quote: str) -> tuple[list[str], int]:
    """Return the words of a command, and where it ends: at a sign of the shell or the quote around it."""
    words: list[str] = []
    closed = text.find(quote, begin, line_end) if quote else -1
    end = closed if closed >= 0 else line_end
    for token in _TOKEN.finditer(text, begin, end):
        if token["end"]:
            return words, token.end()
        if token["word"]:
            words.append(_QUOTED.sub(lambda found: found[found.lastgroup or 0], token["word"]))
    return words, end


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
        elif word in _VALUED or _REDIRECT.fullmatch(word):
            skip = True
        elif not (word.startswith(("-", ".", "/", "$", ">", "<")) or re.search(r"[${}]|\.(?:whl|gz|zip)$", word)):
            try:
                yield required(word, at)
            except ValueError:
                continue
