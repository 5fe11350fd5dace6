"""What the constant texts among the arguments of a call say: the columns of a statement, the host of an address."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import libcst as cst

from pytest_datahygiene.extract import sqltext
from pytest_datahygiene.extract.python.tree import spelled, text_of

if TYPE_CHECKING:
    from pytest_datahygiene.extract.python.lowering.frame import Frame

_HOST = re.compile(r"https?://[\w.-]+", re.IGNORECASE)
# Arguments that may hold an address: requests.post(url), session.request("POST", url), httpx.post(url=url).
_ADDRESSES = 2


class Literals(NamedTuple):
    """As ``facts.lowered.Called`` keeps them."""

    writes: bool = False
    columns: tuple[str, ...] | None = None
    host: str = ""
    sealed: tuple[str, ...] = ()
    table: str = ""


def literals(call: cst.Call, frame: Frame) -> Literals:
    """Read the constant texts among the arguments of a call; nothing else of them leaves the file."""
    texts = [leading(arg.value, frame) for arg in call.args[:_ADDRESSES]]
    texts += [leading(arg.value, frame) for arg in call.args if arg.keyword and arg.keyword.value == "url"]
    host = next((found[0].lower() for text in texts if (found := _HOST.match(text))), "")
    if call.args and _inserts(call.args[0].value):
        return Literals(True, None, host)
    if not texts or not sqltext.writes(texts[0]):
        return Literals(host=host)
    return Literals(True, sqltext.columns(texts[0]), host, sqltext.sealed(texts[0]), sqltext.table(texts[0]))


def _inserts(node: cst.BaseExpression) -> bool:
    """Tell whether a statement is made by a call: ``insert(cards)``, ``cards.insert()``."""
    if not isinstance(node, cst.Call):
        return False
    return (node.func.attr.value if isinstance(node.func, cst.Attribute) else spelled(node.func)) == "insert"


def leading(node: cst.CSTNode | None, frame: Frame) -> str:
    """Return the constant part of a text, up to where data is pasted in."""
    while isinstance(node, (cst.BinaryOperation, cst.Call)):
        node = node.left if isinstance(node, cst.BinaryOperation) else _wrapped(node)
    if isinstance(node, cst.Name):
        return frame.text(node.value)
    if isinstance(node, cst.FormattedString):
        return "".join(part.value if isinstance(part, cst.FormattedStringText) else "?" for part in node.parts)
    return (text_of(node) if node is not None else None) or ""


def _wrapped(call: cst.Call) -> cst.CSTNode | None:
    """Return what ``text("INSERT ...")`` or ``"INSERT ...".format(...)`` is called on."""
    if isinstance(call.func, cst.Attribute) and call.func.attr.value in ("format", "strip"):
        return call.func.value
    return call.args[0].value if call.args else None
