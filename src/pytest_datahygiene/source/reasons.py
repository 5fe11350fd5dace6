"""Why a statement or a function that holds a seed is worth parsing, told by what else is in it."""

from __future__ import annotations

import re
from functools import cache

from pytest_datahygiene.catalog.leaving import keeps, reaches, sends, tells
from pytest_datahygiene.catalog.password_words import password_words
from pytest_datahygiene.source.blocks import Block
from pytest_datahygiene.source.vocabulary import DECLARED, FOLLOWED, JUDGED, NOTHING, SENT, TOLD, Present

_NESTED_CLASS = re.compile(r"^[ \t]+class\b", re.MULTILINE)
# Words of a function that declares a schema, and of one that judges a text: a name that is not followed means nothing
# elsewhere.
_SCHEMA = re.compile(
    r"Column\(|Table\(|(?:contribute|add)_to_class\(|bsonType|create_table|add_column|CREATE TABLE|create table"
)
_JUDGES = re.compile(
    r"len\(|\.is(?:digit|upper|lower|alpha|alnum)|\bre\.|\.(?:search|f?match|fullmatch)\(|min_length"
    r"|(?:valid|strong|clean_)\w*pass|pass\w*(?:valid|strength|polic|complex)|def (?:clean|validate)\b|[vV]alidator\("
    r"|@validates|zxcvbn|\b(?:any|all)\(|\bstring\.|\.is(?:disjoint|subset)|\.intersection\(|\bset\("
    r"|\b(?:check_password\w*|checkpw|authenticate|login_user)\(|def \w*(?:login|sign_?in)\w*\("
    r"|reset_token\b|make_token\(|token_urlsafe\("
    r"|PASSWORD_VALIDATORS|PASSWORD_(?:MIN|LEN)|INSTALLED_APPS"
    r"|pass\w*[\"'\])]*\s*[!=]=|[!=]=[^\n]{0,60}(?:pass|PASS)|(?:WHERE|where)\s[^;]{0,200}pass\w*\s*=\s*['\"%?:${]"
)
_POLICY = re.compile(r"[pP]assword_?[pP]olicy\W")
# Where addresses are: the path of a route, the parameters of what answers there, a query that is read, a link, and the
# arguments of what makes one.
_ADDRESSES = re.compile(
    r"""\w\(\s*r?["'](?P<path>[^"'\n]*[<{][^"'\n]*)["']"""
    r"""|\.(?:get|post|put|patch|delete)\([^\n]*\)\s*(?:async\s+)?def\s+\w+\((?P<given>[^)]*)\)"""
    r"""|\.(?:GET|args|query_params|query)(?:\.\w+\(|\[)\s*["'](?P<query>[\w-]+)|[?&](?P<link>[\w-]+)="""
    r"""|["'](?P<pasted>(?:https?:/|/\w)[^"'\n]*/\{[^"'\n]*)["']"""
    r"""|(?:url_for|reverse|redirect|urlencode)\((?P<built>[^)]{0,200})|\bparams\s*=\s*\{(?P<params>[^}]{0,300})"""
)
# The names in them.
_NAMES = {
    "path": re.compile(r"[<{](?:[\w.]+:)?(\w+)"),
    "given": re.compile(r"(\w+)\s*[:=]"),
    "query": re.compile(r"[\w-]+"),
    "link": re.compile(r"[\w-]+"),
    "pasted": re.compile(r"/\{(?:\w+\.)*(\w+)"),
    "built": re.compile(r"\w+(?=\s*=)|\w+(?=[\"']\s*:)"),
    "params": re.compile(r"\w+(?=[\"']\s*:)"),
}
# self.answers["phone"] = ..., self.answers = {"phone": ...}
_PUT = re.compile(r"""\.(?P<held>\w+)(?:\[["'](?P<key>[\w-]+)["']\]\s*=(?!=)|\s*=\s*(?P<keys>\{[^{}]{0,400}))""")
PASSING = frozenset(
    "fields base_fields cleaned_data validated_data initial data session headers META POST GET COOKIES errors widgets"
    " attrs extra_kwargs kwargs context params cookies environ".split()
)
# A statement that encrypts what it writes.
_ENCRYPTS = re.compile(r"(?:insert|update|INSERT|UPDATE)\b[^;]*encrypt\w*\s*\(", re.IGNORECASE)
_DECORATOR = re.compile(r"^[ \t]*@[^\n]*", re.MULTILINE)
# Keys, and what is pasted into a text.
_KEY = re.compile(r"(?<=[\"'])[\w.-]{2,40}(?=[\"'])|\{[^{}\n]*\}")


def says(block: Block, seeds: Present) -> bool:
    """Tell whether a small statement declares what a seed names, or does something with it that counts."""
    kind = seeds.together(block.data)
    if (kind == JUDGED and _POLICY.search(block.text)) or _addresses(block, seeds, kind):
        return True
    if kind in (FOLLOWED, NOTHING) or _SCHEMA.search(block.text):
        return kind == FOLLOWED or bool(_SCHEMA.search(block.text))
    return seeds.together(_target(block)) >= DECLARED or _leaks(block, seeds, kind)


def _target(block: Block) -> bytes:
    """Return what a small statement assigns to, as far as its first line tells."""
    return block.text.split("\n", 1)[0].split("=", 1)[0].encode("utf-8", "replace")


def does(block: Block, seeds: Present) -> bool:
    """Tell whether a function holds a seed and can say something about it."""
    kind = seeds.together(block.data)
    if kind in (FOLLOWED, NOTHING):
        # What encrypts beside a cipher may do so for others.
        return kind == FOLLOWED or (seeds.ciphers and keeps(block.bare))
    return _leaks(block, seeds, kind) or bool(
        (kind == JUDGED and (_JUDGES.search(block.text) or _POLICY.search(block.text) or _sets().search(block.text)))
        or _SCHEMA.search(block.text)
        or (kind >= DECLARED and _NESTED_CLASS.search(block.bare))
        or _addresses(block, seeds, kind)
        or _puts(block, seeds, kind)
    )


def _puts(block: Block, seeds: Present, kind: int) -> bool:
    """Tell whether declared data is put under its name into what an attribute holds."""
    found = _PUT.finditer(block.text) if kind >= DECLARED else ()
    # What forms and requests hold is kept nowhere.
    named = "\n".join(put["key"] or put["keys"] for put in found if put["held"] not in PASSING)
    return bool(named) and seeds.together(named.encode("utf-8", "replace")) in (DECLARED, FOLLOWED)


def _addresses(block: Block, seeds: Present, kind: int) -> bool:
    """Tell whether a name of declared data stands in an address: in a route, in a query, in a link."""
    if kind < DECLARED:
        return False
    found = ((match.lastgroup or "", match[match.lastgroup or 0]) for match in _ADDRESSES.finditer(block.text))
    named = "\n".join(name for group, text in found for name in _NAMES[group].findall(text))
    return bool(named) and seeds.together(named.encode("utf-8", "replace")) >= DECLARED


def _leaks(block: Block, seeds: Present, kind: int) -> bool:
    """Tell whether code that holds a seed of a kind has it in a name or a key, not in prose, and tells somebody
    something, protects what is declared, or keeps it."""
    bare = _DECORATOR.sub("", block.bare)
    told = (sends if kind == SENT else tells)(bare) or (kind >= TOLD and (keeps(bare) or _ENCRYPTS.search(block.text)))
    if not (told or reaches(block.text)):
        return False
    said = (block.bare, *(found[0] for found in _KEY.finditer(block.text)))
    return seeds.together("\n".join(said).encode("utf-8", "replace")) != NOTHING


@cache
def _sets() -> re.Pattern[str]:
    """Return what finds a call that writes a new password away."""
    # Methods that everything has say too little: of them only those of a session or a manager count.
    plain = r"|(?<![.\w])(?:save|insert|add|create)\(|(?:session|objects)\.(?:add|create)\("
    plain += r"|(?:INSERT|insert)\s+(?:INTO|into)\b"
    named = sorted(name for name in password_words().sets | password_words().stores if "_" in name)
    camel = "|".join(name.replace("_", "_?") for name in password_words().sets)
    return re.compile(rf"\b(?:{'|'.join(named)}|(?i:{camel}))\(" + plain)
