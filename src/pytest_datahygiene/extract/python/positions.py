"""Where a node stands, computed for the top-level statements that are reported and for no others."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

import libcst as cst
from libcst._nodes.internal import CodegenState

from pytest_datahygiene.facts import Place
from pytest_datahygiene.source.slices import Slice

if TYPE_CHECKING:
    from pytest_datahygiene.extract.reading import Work


# First line, first column, last line.
Span = tuple[int, int, int]


class _Recorder(CodegenState):
    """LibCST's own code generator, noting the line and the column at which each node begins and the line where it
    ends."""

    def __init__(self, module: cst.Module, line: int) -> None:
        super().__init__(default_indent=module.default_indent, default_newline=module.default_newline)
        self.line, self.column = line, 1
        self.spans: dict[int, Span] = {}
        self._begun: list[tuple[int, int]] = []

    def add_token(self, value: str) -> None:
        """Take in a piece of source."""
        newlines = value.count("\n")
        if newlines:
            self.line += newlines
            self.column = len(value) - value.rfind("\n")
        else:
            self.column += len(value)

    def add_indent_tokens(self) -> None:
        """Take in the indentation of a line."""
        for token in self.indent_tokens:
            self.add_token(token)

    def before_codegen(self, node: cst.CSTNode) -> None:  # noqa: ARG002  # LibCST's signature
        """Note where a node begins, white space before it included."""
        self._begun.append((self.line, self.column))

    def after_codegen(self, node: cst.CSTNode) -> None:
        """Note where a node ends, unless its exact stretch is known."""
        self.spans.setdefault(id(node), (*self._begun.pop(), self.line))

    def record_syntactic_position(  # type: ignore[override]  # LibCST names the class that contextlib makes
        self, node: cst.CSTNode, *, start_node: cst.CSTNode | None = None, end_node: cst.CSTNode | None = None
    ) -> _Stretch:
        """Note the exact stretch of a node, white space and comments around it left out."""
        return _Stretch(self, id(node), id(start_node), id(end_node))


class _Stretch(AbstractContextManager[None]):
    """What is generated while this is open is the node ``key``; a class, since a generator takes twice the time."""

    __slots__ = ("_begun", "_end", "_key", "_recorder", "_start")

    def __init__(self, recorder: _Recorder, key: int, start: int, end: int) -> None:
        self._recorder, self._key, self._start, self._end = recorder, key, start, end
        self._begun = (recorder.line, recorder.column)

    def __enter__(self) -> None:
        return None

    def __exit__(self, *failed: object) -> None:
        spans = self._recorder.spans
        line, column = spans[self._start][:2] if self._start in spans else self._begun
        spans[self._key] = (line, column, spans[self._end][2] if self._end in spans else self._recorder.line)


class Positions:
    """The places of a module's nodes, of one top-level statement at a time."""

    def __init__(self, path: str, module: cst.Module, part: Slice, work: Work) -> None:
        self._path, self._module, self._part, self._work = path, module, part, work
        # In a slice each statement is known to begin a piece; otherwise the lines above it must be generated too.
        self._known = len(part.starts) == len(module.body)
        self._index = 0
        self._spans: dict[int, Span] | None = None

    def enter(self, index: int) -> None:
        """Turn to a top-level statement of the module: nodes of others have no place from now on."""
        self._index = index
        if self._known:
            self._spans = None

    def place(self, node: cst.CSTNode, statement: cst.CSTNode | None = None) -> Place:
        """Return the place of a node, reaching to the last line of ``statement`` when one is given."""
        if self._spans is None:
            self._work.positions += 1
            self._spans = self._statement() if self._known else self._whole()
        line, column, last = self._spans.get(id(node)) or self._spans.get(id(statement), (1, 1, 1))
        if statement is not None:
            last = max(last, self._spans.get(id(statement), (0, 0, 0))[2])
        return Place(self._path, self._line(line), column, self._line(last))

    def found(self, node: cst.CSTNode) -> Place | None:
        """Return the place of a node, ``None`` if it is part of another top-level statement."""
        self.place(node)
        span = (self._spans or {}).get(id(node))
        return Place(self._path, self._line(span[0]), span[1], self._line(span[2])) if span else None

    def elsewhere(self, index: int, node: cst.CSTNode) -> Place:
        """Return the place of a node in another top-level statement."""
        here, spans = self._index, self._spans
        self.enter(index)
        place = self.place(node)
        self._index, self._spans = here, spans
        return place

    def margin(self, node: cst.CSTNode) -> Place:
        """Return the first line of the top-level statement around a node, which costs nothing in a slice."""
        return Place(self._path, self._line(self._part.starts[self._index])) if self._known else self.place(node)

    def _line(self, line: int) -> int:
        return self._part.lines[min(line, len(self._part.lines)) - 1]

    def _statement(self) -> dict[int, Span]:
        statement = self._module.body[self._index]
        # Comments between the pieces went to the statement after them, those at the top to the module.
        above = len(self._module.header) if self._index == 0 else -len(statement.leading_lines)
        recorder = _Recorder(self._module, self._part.starts[self._index] + above)
        statement._codegen(recorder)  # noqa: SLF001  # the public providers copy the tree first, at three times the price
        return recorder.spans

    def _whole(self) -> dict[int, Span]:
        recorder = _Recorder(self._module, 1)
        self._module._codegen(recorder)  # noqa: SLF001  # as above
        return recorder.spans
