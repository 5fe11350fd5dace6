"""SQL scripts: which columns their definitions leave behind, in any common dialect, and which records they write."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from itertools import pairwise

import msgspec
import sqlglot
from sqlglot import exp

from pytest_datahygiene.catalog.encryption import WRITTEN, column_markers
from pytest_datahygiene.extract import sqltext
from pytest_datahygiene.extract.records import dumps
from pytest_datahygiene.facts import FieldDeclared, FieldDropped, Place, RecordsSeen

_STATEMENT = re.compile(r"\b(?:create\s+(?:\w+\s+){0,3}table|alter\s+table|drop\s+table)\b", re.IGNORECASE)
_END = re.compile(r";|^[ \t]*(?:go|/)[ \t]*$", re.IGNORECASE | re.MULTILINE)
# Comments, and strings: a backslash escapes a quote in some dialects, unless the string is plainly over.
_SILENT = re.compile(
    r"--[^\n]*|^[ \t]*\#[ \t][^\n]*|/\*.*?(?:\*/|\Z)"
    r"|'[^'\\]*(?:(?:''|\\(?:(?!'\s*[,;)]).)?)[^'\\]*)*(?:'|(?P<open>\Z))"
    r'|"[^"\n]*"',
    re.DOTALL | re.MULTILINE,
)
_BLANK = re.compile(r"[^\n]+")
# So many apostrophes that nothing closes are forgiven.
_PATIENCE = 5
# Tried in this order: the first that understands the statement is right enough, since only names are read.
_DIALECTS = ("postgres", "mysql", "tsql", "oracle", "sqlite", "")
# A longer statement is not a definition but a dump that lost its semicolons.
_LONGEST = 200_000

_LONGEST_COLUMN = 1000
# Statements that encrypt what they write: who fills a column so does not keep it in clear.
_ENCRYPTS = re.compile(r"\b(?:insert\s+into|update)\b[^;]{0,2000}encrypt\w*\s*\([^;]{0,2000}", re.IGNORECASE)

_HEAD = re.compile(r"create\s+(?:\w+\s+){0,3}?table\s+(?:if\s+not\s+exists\s+)?(?P<table>[\w.\"`\[\]]+)", re.IGNORECASE)
_COLUMN = re.compile(r"[(,]\s*[\"`\[]?(?P<name>[^\W\d]\w*)[\"`\]]?\s+(?P<type>[a-zA-Z]\w*)")
_NO_COLUMNS = frozenset(
    {"primary", "foreign", "unique", "constraint", "check", "key", "index", "exclude", "like", "fulltext", "partition"}
)

Found = FieldDeclared | FieldDropped


def extract(path: str, text: str) -> Iterator[Found | RecordsSeen]:
    """Yield what the data definitions of a script leave behind, and what the records are that it writes."""
    columns: dict[str, list[str]] = {}
    written = {
        (sqltext.table(found[0]), name) for found in _ENCRYPTS.finditer(text) for name in sqltext.sealed(found[0])
    }
    for fact in declared(path, text):
        if isinstance(fact, FieldDeclared):
            columns.setdefault(fact.owner, []).append(fact.name)
            if (fact.owner, fact.name) in written:
                fact = msgspec.structs.replace(fact, types=(*fact.types, WRITTEN))
        yield fact
    yield from dumps.of_sql(path, text, columns)


def declared(path: str, text: str) -> Iterator[Found]:
    """Yield the columns that the data definitions of a script declare and drop, in whatever dialect."""
    logging.getLogger("sqlglot").setLevel(logging.CRITICAL)
    line = last = 0
    bare = _blanked(text)
    for start, end in _statements(bare):
        line, last = line + text.count("\n", last, start), start
        statement = text[start:end]
        tree = _tree(statement)
        if tree is None:
            yield from _listed(path, line + 1, statement)
        else:
            yield from _columns(tree, path, line + 1, bare[start:end])


def _listed(path: str, line: int, statement: str) -> Iterator[FieldDeclared]:
    """Yield the columns of a statement that no dialect understands: its lines that begin with a name and a type."""
    head = _HEAD.match(statement)
    for found in _COLUMN.finditer(statement, head.end()) if head else ():
        if found["name"].lower() not in _NO_COLUMNS:
            at = Place(
                path,
                line + statement.count("\n", 0, found.start("name")),
                found.start("name") - statement.rfind("\n", 0, found.start("name")),
            )
            types = (found["type"].upper(), *_sealed(statement[found.start() :]))
            yield FieldDeclared(at, head["table"] if head else "", found["name"], "sql", stored=True, types=types)


def _sealed(behind: str) -> list[str]:
    """Return the words by which a column says that the database encrypts it, of what stands from its name on."""
    own, depth = [], 0
    for sign in behind[1:_LONGEST_COLUMN]:
        depth += (sign == "(") - (sign == ")")
        if depth < 0 or (sign == "," and not depth):
            break
        own.append(sign)
    said = " ".join("".join(own).split()).upper()
    return [marker for marker in column_markers() if marker in said]


def _statements(bare: str) -> Iterator[tuple[int, int]]:
    """Yield where definitions begin and end, at the latest where the next one begins."""
    starts = [found.start() for found in _STATEMENT.finditer(bare)]
    for start, after in pairwise([*starts, len(bare)]):
        stop = _END.search(bare, start, after)
        end = stop.start() if stop else after
        if end - start <= _LONGEST:
            yield start, end


def _blanked(text: str) -> str:
    """Return the text with comments and string literals blanked out, of the same length and with the same lines."""
    parts: list[str] = []
    at, patience = 0, _PATIENCE
    while found := _SILENT.search(text, at):
        end = found.end()
        if found["open"] is not None and patience:
            # An apostrophe that nothing closes is none: what follows is code.
            end, patience = found.start() + 1, patience - 1
        silent = text[found.start() : end]
        # A name in double quotes is code, whatever apostrophes it holds.
        blank = silent if silent.startswith('"') else _BLANK.sub(lambda run: " " * len(run[0]), silent)
        parts += text[at : found.start()], blank
        at = end
    return "".join([*parts, text[at:]])


def _tree(statement: str) -> exp.Expression | None:
    for dialect in _DIALECTS:
        try:
            tree = sqlglot.parse_one(statement, read=dialect or None)
        except Exception:  # noqa: S112, BLE001  # sqlglot raises many kinds on broken input; the next dialect may do
            continue
        if isinstance(tree, (exp.Create, exp.Alter, exp.Drop)):
            return tree
    return None


def _columns(tree: exp.Expression, path: str, line: int, bare: str) -> Iterator[Found]:
    table = tree.find(exp.Table)
    owner = table.name if table is not None else ""
    if isinstance(tree, exp.Drop) or any(isinstance(action, exp.Drop) for action in tree.args.get("actions") or ()):
        for dropped in [tree] if isinstance(tree, exp.Drop) else tree.args["actions"]:
            if isinstance(dropped, exp.Drop):
                yield FieldDropped(Place(path, line), owner, "" if dropped is tree else dropped.name)
    searched = bare.find("(") + 1
    for column in tree.find_all(exp.ColumnDef, bfs=False):
        found = re.compile(rf"(?<!\w){re.escape(column.name)}(?!\w)").search(bare, searched)
        searched = found.end() if found else searched
        at = found.start() if found else 0
        kind = column.args.get("kind")
        yield FieldDeclared(
            Place(path, line + bare.count("\n", 0, at), at - bare.rfind("\n", 0, at)),
            owner,
            column.name,
            "sql",
            stored=True,
            types=(*_type(kind), *_sealed(bare[at:])),
            most=_length(kind),
            step=isinstance(tree, exp.Alter),
        )


def _type(kind: exp.Expression | None) -> list[str]:
    if kind is None:
        return []
    return [str(kind.this.value if isinstance(kind.this, exp.DataType.Type) else kind.this)]


def _length(kind: exp.Expression | None) -> int | None:
    """Return the number in ``VARCHAR(19)``."""
    sizes = list(kind.find_all(exp.DataTypeParam)) if kind is not None else []
    return int(sizes[0].name) if sizes and re.fullmatch("[0-9]{1,9}", sizes[0].name) else None
