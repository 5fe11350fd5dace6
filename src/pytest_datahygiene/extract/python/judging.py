"""Functions that judge a text by its length and its characters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from pytest_datahygiene.catalog.password_words import is_about, is_new, password_words
from pytest_datahygiene.catalog.words import words
from pytest_datahygiene.extract.python.charsets import class_of
from pytest_datahygiene.extract.python.conditions import Conditions
from pytest_datahygiene.extract.python.demands import NOTHING, Demand, both
from pytest_datahygiene.extract.python.scores import least_length
from pytest_datahygiene.extract.python.subjects import Subjects, parameters
from pytest_datahygiene.extract.python.tree import below, calls, spelled, text_of
from pytest_datahygiene.extract.python.verdicts import ACCEPTS, COUNTS, REFUSES, verdict
from pytest_datahygiene.facts import TextChecked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pytest_datahygiene.extract.python.scope import Scope

# Calls that look at a text without judging it.
_PLAIN = frozenset({"any", "all", "len", "bool", "str", "isinstance", "set", "sum"})


def checks(node: cst.FunctionDef, scope: Scope) -> Iterator[TextChecked]:
    """Yield the check that a function makes of a new password, if it makes one."""
    if not any(_speaks(part) for part in below(node)):
        return
    judge = _Judge(node, scope)
    judge.walk(node.body.body)
    found, handed = judge.found, judge.handed(node)
    scored = least_length(node, scope)
    handed = tuple(name for name in handed if not (scored and name.rpartition(".")[2] == "zxcvbn"))
    if not (found or handed or scored or judge.touched or judge.unread(node)):
        return
    yield TextChecked(
        scope.positions.place(found.at or node.name),
        node.name.value,
        scope.owner,
        found.subject or "password",
        max(found.least or 0, scored) or None,
        tuple(sorted(found.classes)),
        found.patterns,
        handed,
        found.open or judge.unread(node),
        sets=any(_last(call) in password_words().sets for call in calls(node.body)),
        scored=scored > 0,
    )


def judges(name: str) -> bool:
    """Tell whether something says by its name that it judges."""
    return not password_words().judges.isdisjoint(words(name))


def _last(call: cst.Call) -> str:
    return call.func.attr.value if isinstance(call.func, cst.Attribute) else spelled(call.func)


def _speaks(part: cst.CSTNode) -> bool:
    if isinstance(part, cst.Name):
        return is_about(part.value)
    return isinstance(part, cst.SimpleString) and len(part.value) < 60 and is_about(text_of(part) or "")


class _Judge:
    """Goes through the statements of a function and gathers what is demanded of the password."""

    def __init__(self, node: cst.FunctionDef, scope: Scope) -> None:
        self._scope = scope
        self._subjects = Subjects(parameters(node, scope))
        self._conditions = Conditions(scope, self._subjects)
        self.found = NOTHING
        self.touched = False
        for parameter in (*node.params.params, *node.params.kwonly_params):
            if parameter.default is not None:
                self._conditions.variables.bound[parameter.name.value] = parameter.default

    def walk(self, body: Sequence[cst.CSTNode]) -> None:
        """Take in the statements of a block."""
        for statement in body:
            if isinstance(statement, cst.SimpleStatementLine):
                for small in statement.body:
                    self._simple(small)
            elif isinstance(statement, cst.If):
                self._if(statement)
            elif isinstance(statement, cst.While):
                self._while(statement)
            elif isinstance(statement, cst.For):
                self._for(statement)
            elif isinstance(statement, (cst.Try, cst.TryStar, cst.With, cst.Else, cst.Finally)):
                self._nested(statement)
            elif isinstance(statement, cst.Match):
                for case in statement.cases:
                    self.walk(case.body.body)

    def _nested(self, statement: cst.Try | cst.TryStar | cst.With | cst.Else | cst.Finally) -> None:
        self.walk(statement.body.body)
        for part in (getattr(statement, "orelse", None), getattr(statement, "finalbody", None)):
            if part is not None:
                self.walk(part.body.body)

    def _take(self, demand: Demand) -> None:
        self.found = both(self.found, demand)

    def _simple(self, statement: cst.CSTNode) -> None:
        if isinstance(statement, cst.Assert):
            self._take(self._conditions.demand(statement.test, truth=True))
        elif isinstance(statement, cst.Return) and statement.value is not None:
            self._returned(statement.value)
        elif isinstance(statement, (cst.Assign, cst.AnnAssign)) and statement.value is not None:
            self._assigned(statement, statement.value)

    def _returned(self, value: cst.BaseExpression) -> None:
        """Take in ``return len(password) >= 8``; which outcome is the good one is told by which one demands more."""
        value = value.elements[0].value if isinstance(value, cst.Tuple) and value.elements else value
        if isinstance(value, cst.IfExp):
            self._chosen(value)
            return
        good, bad = (self._conditions.demand(value, truth) for truth in (True, False))
        self._take(max(good, bad, key=_weight))

    def _chosen(self, value: cst.IfExp) -> None:
        """Take in ``"too short" if len(password) < 8 else None``."""
        empty = spelled(value.body) in ("None", "True") or text_of(value.body) == ""
        self._take(self._conditions.demand(value.test, truth=empty))

    def _assigned(self, statement: cst.Assign | cst.AnnAssign, value: cst.BaseExpression) -> None:
        target = statement.targets[0].target if isinstance(statement, cst.Assign) else statement.target
        if isinstance(value, cst.IfExp):
            self._chosen(value)
        if isinstance(target, cst.Name):
            self._conditions.bind(target.value, value)

    def _if(self, statement: cst.If) -> None:
        orelse = statement.orelse
        done = verdict(statement.body.body)
        other = verdict(orelse.body.body) if isinstance(orelse, cst.Else) else ""
        good = self._conditions.demand(statement.test, truth=True)
        bad = self._conditions.demand(statement.test, truth=False)
        if COUNTS in (done, other) and (good or bad):
            # Points are added up: what they must come to is decided elsewhere.
            self._take(Demand(open=True, subject=good.subject or bad.subject, at=good.at or bad.at))
        elif done == REFUSES or (other == ACCEPTS and not done):
            self._take(bad)
            self.touched = self.touched or self._touches(statement.test)
        elif done == ACCEPTS or other == REFUSES:
            self._take(good)
        elif orelse is not None:
            self._take(max(good, bad, key=_weight))
        else:
            self._take(bad)
        self.walk(statement.body.body)
        if orelse is not None:
            self.walk([orelse] if isinstance(orelse, cst.If) else orelse.body.body)

    def _touches(self, test: cst.BaseExpression) -> bool:
        """Tell whether a condition looks into the password, not only whether it is there or equals another."""
        for part in below(test):
            if isinstance(part, cst.Comparison) and any(
                isinstance(one.operator, (cst.In, cst.NotIn)) for one in part.comparisons
            ):
                return any(
                    self._subjects.of(side) for side in (part.left, *(one.comparator for one in part.comparisons))
                )
            if (
                isinstance(part, cst.Call)
                and isinstance(part.func, cst.Attribute)
                and part.func.attr.value.startswith("is")
            ):
                return bool(self._subjects.of(part.func.value))
        return False

    def _while(self, statement: cst.While) -> None:
        """Take in ``while len(password) < 8: ask again``, but not a loop that makes a password up."""
        if not any(isinstance(part, cst.AugAssign) for part in below(statement.body)):
            self._take(self._conditions.demand(statement.test, truth=False))
        self.walk(statement.body.body)

    def _for(self, statement: cst.For) -> None:
        subject = self._subjects.of(statement.iter)
        if subject and is_new(subject):
            for part in below(statement.body):
                if isinstance(part, cst.If):
                    self._flagged(part, subject)
        else:
            self.walk(statement.body.body)

    def _flagged(self, branch: cst.If, subject: str) -> None:
        """Note the variables that are set, or counted up, when a character is of some class."""
        kind = class_of(branch.test, self._scope.names)
        for statement in branch.body.body:
            for small in statement.body if isinstance(statement, cst.SimpleStatementLine) else ():
                target = (
                    small.target
                    if isinstance(small, cst.AugAssign)
                    else small.targets[0].target
                    if isinstance(small, cst.Assign)
                    else None
                )
                if isinstance(target, cst.Name):
                    known = kind is not None and kind[1]
                    classes = frozenset({kind[0]} if kind and kind[0] and known else ())
                    self._conditions.variables.flags[target.value] = Demand(
                        classes=classes, open=not known, subject=subject, at=branch.test
                    )

    def handed(self, node: cst.FunctionDef) -> tuple[str, ...]:
        """Return the dotted names of the checks to which the function hands the password."""
        found = (self._handed(call) for call in calls(node.body))
        return tuple(dict.fromkeys(name for name in found if name))

    def _handed(self, call: cst.Call) -> str:
        last = _last(call)
        if last in _PLAIN or last in password_words().compares:
            return ""
        above = (
            isinstance(call.func, cst.Attribute)
            and isinstance(call.func.value, cst.Call)
            and spelled(call.func.value.func) == "super"
        )
        judged = any(self._subjects.of(arg.value) and is_new(self._subjects.of(arg.value)) for arg in call.args)
        if above and (judged or is_about(last)) and self._scope.function == last:
            return f"super.{last}"
        known, named = password_words(), {*words(last)}
        if judged and named & known.judges and not named & known.blocks:
            return self._scope.names.dotted(call.func) or last
        return ""

    def unread(self, node: cst.FunctionDef) -> bool:
        """Tell whether the password is judged in a place that was not understood."""
        return any(self._conditions.unread(part) for part in below(node.body))


def _weight(demand: Demand) -> tuple[int, int]:
    return demand.least, len(demand.classes) + len(demand.patterns) + demand.open
