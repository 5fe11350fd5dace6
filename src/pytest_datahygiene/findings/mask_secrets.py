"""Secrets in a text that is about to be shown: literals behind names that say so, and the known forms of keys."""

from __future__ import annotations

import re
from collections.abc import Callable

from pytest_datahygiene.findings.mask import STEMS

HIDDEN = "***"

_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
# Whatever stands in quotes behind the first kind of name is hidden, behind the second what looks like no word.
# One branch a letter, so that the search skips to the letters that begin a name.
_NAME = re.compile(
    r"pass[_-]?(?:word|wd|phrase|code|wort)|pwd|private[_-]?key|se(?:cret|nha|rvice[_-]?key)|s(?:hared|igning)[_-]?key"
    r"|a(?:pi|uth|cc(?:ess|ount))[_-]?key|c(?:ontrasena|redential)|encryption[_-]?key|fernet[_-]?key|master[_-]?key|token"
)
_WEAK = ("token", "credential", "key")
# From the name to the opening quote: the rest of the name, the end of a key, an annotation, the sign between them, the
# string's prefix.
_TAIL = re.compile(
    r"""(?=(?P<rest>[\w-]{0,40}))(?P=rest)\\?["'`]?[\])]{0,2}\s{0,8}(?::\s{0,4}[\w.\[\]| ]{1,60}(?==))?"""
    r"""(?P<sign>[!=]==?|:=|=>|=|:|\(|,)\s{0,8}"""
    r"""(?:[a-zA-Z]{0,2}(?P<open>\\?(?:\"\"\"|'''|["'`]))|(?P<bare>[^\s"'`(){}\[\],;&<>]{1,128}))"""
)
_BARE = re.compile(r"[^\s\"'`(){}\[\],;&<>]*")
_XML = re.compile(r"[\w-]{0,40}>(?P<value>[^<\n]{1,512})</")
_GET = re.compile(r"(?:config|default|env|environ|get|getenv|option|pop|setdefault)\(\s{0,4}[\"'][\w.-]{0,40}$")
_NAME_SIGNS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_."
_SHELL = re.compile(r"(?:^|[\s;])[A-Z0-9_]*$")
_LINE = re.compile(r"^\s*(?:-\s+)?[\w.-]*$")
_PIECE = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
# A name that ends so speaks about a secret and does not hold one.
_ABOUT = re.compile(
    r"age|alg|algorithm|audience|autocomplete|backend|change|changed|class|column|count|dir|done|endpoint"
    r"|error|errors|expires|expiry|field|fields|file|form|format|hasher|hashers|header|headers|help|hint|id"
    r"|incorrect|input|invalid|issuer|label|len|length|lifetime|location|manager|max|message|method|min"
    r"|mismatch|model|name|names|option|options|path|pattern|placeholder|policy|prefix|profile|regex|required"
    r"|reset|rule|rules|scheme|state|status|strength|table|template|text|timeout|title|ttl|type|types|uri|url"
    r"|urls|validation|validator|validators|version|view"
)
_FILLED_IN = re.compile(r"\{[\w.!:\[\]]*\}|%\(\w*\)[a-z]|%[a-z]|\$\w+|\$\{\w*\}|<[A-Za-z _-]*>|\[[A-Za-z _-]*\]")
_PROSE = re.compile(r"[^\W\d_]*(?:[ _.:,'’!?/-]+[^\W\d_]*)*")
_TYPE = re.compile(r"[A-Z]\w*\[[\w., |\[\]]{1,80}\]")
_CONSTANTS = frozenset({"false", "none", "null", "true"})
_SHORTEST_KEY = 16
# How far in front of a name its value is looked for, in characters.
_WIDEST = 200

_FORMS = re.compile(
    r"AKIA[A-Z0-9]{16}|ASIA[A-Z0-9]{16}|ABIA[A-Z0-9]{16}|ACCA[A-Z0-9]{16}|AIza[\w-]{35}|EAA[A-Za-z0-9]{40,}"
    r"|SG\.[\w-]{16,64}\.[\w-]{16,}|eyJ(?<![\w-]eyJ)[\w-]{8,}\.eyJ[\w-]{8,}(?:\.[\w-]*)?|gh[oprsu]_\w{20,}|github_pat_\w{20,}"
    r"|glpat-[\w-]{20,}|hf_\w{30,}|npm_\w{30,}|pypi-[\w-]{40,}|pk_(?:live|test)_\w{10,}|rk_(?:live|test)_\w{10,}"
    r"|sk_(?:live|test)_\w{10,}|sk-[\w-]{20,}|sq0[a-z]{3}-[\w-]{22,}|xox[abeprs]-[\w-]{10,}"
    r"|Bearer\s{1,4}[\w.~+/-]{16,}={0,2}|bearer\s{1,4}[\w.~+/-]{16,}={0,2}|Basic\s{1,4}[\w.~+/-]{16,}={0,2}"
)
# One line out of a key: 60 and more signs of base64 in both cases, with digits, and nothing else.
_KEY_LINE = re.compile(r"^[\s\"'+(]*(?P<value>[A-Za-z0-9+/]{60,76}={0,2})(?:\\n)?[\s\"'+,)]*$", re.MULTILINE)
_KEY_HEAD = re.compile(r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY[A-Z ]{0,20}-----")
_LOGIN = re.compile(r"://[^\s/@:\"'<>]{0,256}:(?P<value>[^\s/@\"'<>]{1,256})@")


def without_secrets(text: str) -> str:
    """Return ``text`` with secrets replaced by ``***``; names, calls, labels and placeholders stay."""
    text = _without_private_keys(text)
    if "://" in text:
        text = _LOGIN.sub(_keep_around(_is_secret), text)
    text = _FORMS.sub(_form, text)
    if len(text) >= 60:
        text = _KEY_LINE.sub(_keep_around(_is_key_line), text)
    return _without_named(text)


def _keep_around(hides: Callable[[str], bool]) -> Callable[[re.Match[str]], str]:
    """Return a replacement that hides the group ``value`` alone, if ``hides`` says so."""

    def replace(found: re.Match[str]) -> str:
        start, end = found.span("value")
        begin = found.start()
        return found[0][: start - begin] + HIDDEN + found[0][end - begin :] if hides(found["value"]) else found[0]

    return replace


def _form(found: re.Match[str]) -> str:
    """Return what replaces the known form of a key; a word that only ends so stays, and so does prose."""
    before = found.string[found.start() - 1 : found.start()] if found.start() else ""
    random = any(map(str.isdigit, found[0]))
    return found[0] if before.isalnum() or before == "_" or not random else HIDDEN


def _is_key_line(value: str) -> bool:
    return not (value.islower() or value.isupper() or value.isalpha())


def _without_private_keys(text: str) -> str:
    """Hide what stands between the head and the foot of a private key, or behind a head without a foot."""
    parts: list[str] = []
    at = 0
    while head := _KEY_HEAD.search(text, at):
        foot = text.find("-----END", head.end())
        parts += (text[at : head.end()], HIDDEN)
        at = foot if foot >= 0 else len(text)
    return "".join((*parts, text[at:])) if parts else text


def _without_named(text: str) -> str:
    """Hide the literals behind names that say what they are."""
    parts: list[str] = []
    at = 0
    lowered = text.translate(_LOWER)
    if not any(stem in lowered for stem in STEMS):
        return text
    for name in _NAME.finditer(lowered):
        if name.start() >= at and (span := _turned(text, name, at) or _value(text, name)):
            parts += (text[at : span[0]], HIDDEN)
            at = span[1]
    return "".join((*parts, text[at:])) if parts else text


def _turned(text: str, name: re.Match[str], at: int) -> tuple[int, int] | None:
    """Return where the value in ``"value" == name`` stands."""
    before = text[max(at, name.start() - _WIDEST) : name.start()].rstrip(_NAME_SIGNS).rstrip(" ")
    if not before.endswith(("==", "!=")):
        return None
    before = before.rstrip("=! ")
    quote = before[-1:]
    start = before.rfind(quote, 0, -1) + 1 if quote in ("'", '"') else 0
    if not start or not _is_secret(before[start:-1], strong=_is_strong(name)):
        return None
    offset = max(at, name.start() - _WIDEST)
    return offset + start, offset + len(before) - 1


def _value(text: str, name: re.Match[str]) -> tuple[int, int] | None:
    """Return where the value behind a name stands, if it is one to hide."""
    tail = _TAIL.match(text, name.end())
    strong = _is_strong(name)
    if tail is None:
        found = _XML.match(text, name.end())
        return found.span("value") if found and strong and _is_secret(found["value"]) else None
    if _is_about(text[name.start()], tail["rest"]) or not _is_given(text, name, tail):
        return None
    if tail["open"]:
        start, end = _literal(text, tail)
        return (start, end) if _is_secret(text[start:end], strong=strong) else None
    return _BARE.match(text, tail.start("bare")).span() if _is_bare_secret(text, name, tail) else None  # type: ignore[union-attr]


def _is_strong(name: re.Match[str]) -> bool:
    return not name[0].endswith(_WEAK)


def _is_about(first: str, rest: str) -> bool:
    """Tell whether the rest of a name makes it another word: ``tokenizer``, ``password_field``."""
    pieces = _PIECE.findall(rest)
    if not pieces:
        return False
    glued = rest[0].isalpha() and rest[0].isupper() == first.isupper() and not (first.isupper() and rest[1:2].islower())
    if glued and pieces[0].lower() != "s":
        return True
    return any(_ABOUT.fullmatch(piece.lower()) for piece in pieces)


def _is_given(text: str, name: re.Match[str], tail: re.Match[str]) -> bool:
    """Tell whether the sign between a name and a literal gives the name a value."""
    if tail["sign"] == ",":
        return bool(tail["open"]) and bool(_GET.search(text[max(0, name.start() - 60) : name.start()]))
    return tail["sign"] != "(" or bool(tail["open"] and _is_strong(name))


def _literal(text: str, tail: re.Match[str]) -> tuple[int, int]:
    """Return where the literal behind a quote stands; one that is not closed goes on to the end of its line."""
    quote, start = tail["open"], tail.end("open")
    if len(quote) > 1:
        end = text.find(quote, start)
        return start, end if end >= 0 else len(text)
    found = _BODIES[quote].match(text, start)
    return start, found.end() if found else start


_BODIES = {quote: re.compile(rf"[^{quote}\\\n]*(?:\\.[^{quote}\\\n]*)*") for quote in "\"'`"}


def _is_secret(value: str, *, strong: bool = True) -> bool:
    """Tell whether a literal may be a secret: no placeholder, no label; behind a weak name no plain word either."""
    left = _FILLED_IN.sub("", value)
    if not any(map(str.isalnum, left)) or left.lower() in _CONSTANTS:
        return False
    if _TYPE.fullmatch(value) or (_NAME.search(left.translate(_LOWER)) and _PROSE.fullmatch(left)):
        return False
    return strong or any(map(str.isdigit, left)) or (len(left) >= _SHORTEST_KEY and " " not in left)


def _is_bare_secret(text: str, name: re.Match[str], tail: re.Match[str]) -> bool:
    """Tell whether a value without quotes is one: in a line of settings, or because it is long and random."""
    value, before = tail["bare"], text[max(0, name.start() - 60) : name.start()].rpartition("\n")[2]
    behind = text[tail.end("bare") : tail.end("bare") + 1]
    if tail["sign"] not in ("=", ":") or behind in tuple("([{") or not _is_secret(value):
        return False
    digits = sum(map(str.isdigit, value))
    if len(value) >= _SHORTEST_KEY and digits >= 3 and "." not in value:
        return True
    ends_line = behind in ("", "\n", "\r")
    direct = text[tail.start("sign") + 1 : tail.start("bare")] == ""
    if tail["sign"] == "=":
        return ends_line and direct and text[name.start()].isupper() and bool(_SHELL.search(before))
    return ends_line and not direct and digits > 0 and bool(_LINE.search(before))
