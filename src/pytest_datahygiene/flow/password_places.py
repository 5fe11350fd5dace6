"""What a project's own classes and functions demand of passwords, looked up by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from pytest_datahygiene.catalog.password_words import password_words
from pytest_datahygiene.catalog.taxonomy import taxonomy
from pytest_datahygiene.catalog.words import words
from pytest_datahygiene.facts import (
    ClassDeclared,
    FactBase,
    FunctionCoded,
    FunctionLowered,
    PasswordGuarded,
    Place,
    TextChecked,
)
from pytest_datahygiene.flow.running.judged import Judges
from pytest_datahygiene.flow.running.library import matches
from pytest_datahygiene.flow.running.messages import said
from pytest_datahygiene.flow.running.program import Code
from pytest_datahygiene.flow.witness.alphabet import CLASSES, mask
from pytest_datahygiene.flow.witness.patterns import accepts
from pytest_datahygiene.flow.witness.searching import search
from pytest_datahygiene.flow.witness.weakest import weakest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

T = TypeVar("T")
_ALL = frozenset({"length", "classes"})


class Run(NamedTuple):
    """A function that can be run on passwords."""

    judges: Judges
    function: FunctionCoded

    def takes(self, text: str) -> bool:
        """Tell whether the function takes a password."""
        return self.judges.takes(self.function, text)


class Strength(NamedTuple):
    """What is demanded together.

    ``unknown``: what more may be demanded. ``delegated``: a setting of the framework judges. ``at`` and ``by`` are
    where the length is asked for, and the name of who asks. ``most`` is the longest that is let through. ``patterns``
    are expressions with the function of ``re`` that applies them, ``runs`` functions that can be run; what they demand
    is among the rest. ``said`` is how many characters a message asks for. ``scored``: somebody
    estimates the strength too, so that no witness can be shown.
    """

    least: int = 0
    classes: frozenset[str] = frozenset()
    unknown: frozenset[str] = frozenset()
    delegated: bool = False
    at: Place | None = None
    by: str = ""
    most: int | None = None
    patterns: frozenset[tuple[str, str]] = frozenset()
    runs: frozenset[Run] = frozenset()
    said: int = 0
    scored: bool = False

    def with_(self, other: Strength) -> Strength:
        """Return what both demand."""
        longest = other if (other.least, bool(other.at)) > (self.least, bool(self.at)) else self
        bounds = [one for one in (self.most, other.most) if one is not None]
        return Strength(
            longest.least,
            self.classes | other.classes,
            self.unknown | other.unknown,
            self.delegated or other.delegated,
            longest.at,
            longest.by,
            min(bounds, default=None),
            self.patterns | other.patterns,
            self.runs | other.runs,
            max(self.said, other.said),
            self.scored or other.scored,
        )

    def takes(self, text: str) -> bool:
        """Tell whether a password passes all that is known."""
        if len(text) < self.least or (self.most is not None and len(text) > self.most):
            return False
        held = all(any(mask(one) & CLASSES[name] for one in text) for name in self.classes)
        matched = all(matches(pattern, mode, text) is not False for pattern, mode in self.patterns)
        return held and matched and all(run.takes(text) for run in self.runs)

    def guard(self, at: Place, subject: str, kind: str, measured: Place | None = None) -> PasswordGuarded:
        """Return the guard that demands this."""
        tried = search(self.takes) if self.patterns or self.runs else None
        witness = weakest(self.classes, self.least, self.patterns, common=kind == "setting")
        if self.runs and not (witness and self.takes(witness)):
            witness = tried.witness if tried is not None else ""
        if self.scored:
            witness = ""
        return PasswordGuarded(
            at,
            subject,
            kind,
            max(self.least, tried.least) if tried is not None and self.runs else self.least,
            tuple(sorted(self.classes)),
            tuple(sorted(self.unknown)),
            measured=measured,
            witness=witness,
            most=tried.most if tried is not None else self.most,
            refused=tried.refused if tried is not None else "",
            said=max([self.said, *(max(said(run.function.code), run.function.said) for run in self.runs)]),
        )


NOTHING = Strength()
UNKNOWN = Strength(unknown=_ALL)
DELEGATED = Strength(unknown=_ALL, delegated=True)


def together(parts: Iterable[Strength]) -> Strength:
    """Return what all parts demand."""
    found = NOTHING
    for part in parts:
        found = found.with_(part)
    return found


def of_pattern(pattern: str, mode: str = "search") -> Strength:
    """Return what a regular expression demands where a function of ``re`` applies it."""
    read = accepts(pattern, mode)
    if not read.known:
        return Strength(unknown=frozenset({"classes"}))
    return Strength(read.least if read.least > 1 else 0, read.classes, patterns=frozenset({(pattern, mode)}))


def hidden(path: str) -> bool:
    """Tell whether a file is a test, a fixture or documentation."""
    return not taxonomy().context.lowers_paths.isdisjoint(words(path))


class Project:
    """The project's checks and classes by their names."""

    def __init__(self, facts: FactBase) -> None:
        self.checks = [check for check in facts.of(TextChecked) if not hidden(check.at.path)]
        self._functions = _index((check.function, check) for check in self.checks)
        self._methods = _index((check.owner.rsplit(".", 1)[-1], check) for check in self.checks if check.owner)
        self._classes = _index((row.name.rsplit(".", 1)[-1], row) for row in facts.of(ClassDeclared))
        self._code = Code(facts)
        self._judges = Judges(self._code)
        # Checks that another check, a field or a setting calls: parts of a guard, not guards.
        self.parts: set[int] = set()
        # The last names of all that functions call which handle passwords and are no checks themselves.
        checking = {(check.at.path, check.owner, check.function) for check in self.checks}
        self.called = {
            call.callee.rpartition(".")[2]
            for one in facts.of(FunctionLowered)
            if (one.at.path, one.owner, one.name.rpartition(".")[2]) not in checking
            for call in one.calls
        }

    def of_check(self, check: TextChecked, seen: frozenset[int] = frozenset()) -> Strength:
        """Return what a function demands, the checks that it calls included: read, or found by running it."""
        found = self._ran(check) or self._read(check)
        if id(check) in seen:
            return found
        called = [self.of_call(name, check, seen | {id(check)}) for name in check.calls]
        # Where a check only hands the password on, what it is handed to is what asks.
        inner = next((one for one in called if one.at is not None and one.least >= found.least > 0), None)
        if inner is not None:
            found = found._replace(at=inner.at, by=inner.by)
        return together([found, *called])

    def _ran(self, check: TextChecked) -> Strength | None:
        """Return what a function demands of passwords that it was run on, ``None`` where that is not known."""
        name = ".".join(filter(None, (check.owner, check.function)))
        function = self._code.find(name, check.at.path)
        judged = self._judges.of(function) if function is not None else None
        found = judged.found if judged is not None else None
        if function is None or judged is None or found is None or (found.least <= 1 and not found.classes):
            return None
        run = frozenset({Run(self._judges, function)})
        # Those that the check hands the password to are looked up by themselves.
        known = {call.rsplit(".", 1)[-1] for call in check.calls} | ({"zxcvbn"} if check.scored else set())
        unknown = _ALL if judged.open - known else frozenset[str]()
        # Whoever asks for three kinds of characters asks for three characters.
        least = found.least if found.least > max(len(found.classes), 1) else 0
        least = max(least, check.least or 0) if check.scored else least
        strength = Strength(least, found.classes, unknown, at=check.at, by=name, most=found.most, runs=run)
        return strength._replace(scored=check.scored)

    def _read(self, check: TextChecked) -> Strength:
        parts = [Strength(check.least or 0), *(of_pattern(*pattern) for pattern in check.patterns)]
        name = ".".join(filter(None, (check.owner, check.function)))
        parts = [part._replace(at=check.at, by=name) for part in parts]
        unknown = _ALL if check.open else frozenset[str]()
        parts.append(Strength(0, frozenset(check.classes), unknown, scored=check.scored))
        return together(parts)

    def of_call(self, name: str, near: TextChecked | ClassDeclared, seen: frozenset[int] = frozenset()) -> Strength:
        """Return what a named check demands, ``DELEGATED`` for the framework's own."""
        last = name.rsplit(".", 1)[-1]
        if name.startswith("super."):
            return UNKNOWN
        # A method may bear the name of the framework's function that it calls.
        own = [check for check in self._found(name, near.at.path) if id(check) not in seen]
        if last in password_words().delegates and (
            name.startswith("django.") or "password_validation" in name or not own
        ):
            return DELEGATED
        if not own:
            return UNKNOWN
        self.parts.update(id(check) for check in own)
        return together(self.of_check(check, seen) for check in own)

    def _found(self, name: str, path: str) -> list[TextChecked]:
        """Return the checks in the function or the class of that name: those of the same file, or the only ones."""
        last = name.rsplit(".", 1)[-1]
        either = self._functions.get(last, []) or self._methods.get(last, [])
        near = [check for check in either if check.at.path == path]
        if near:
            return near
        homes = {(check.at.path, check.owner) for check in either}
        return either if len(homes) == 1 else []

    def validator(self, name: str) -> Strength | None:
        """Return what a validator class of the project demands, ``None`` when the project has no such class."""
        last = name.rsplit(".", 1)[-1]
        found = self._methods.get(last, [])
        self.parts.update(id(check) for check in found)
        return together(self.of_check(check) for check in found) if found else None

    def declared(self, name: str, path: str) -> ClassDeclared | None:
        """Return the class of that name in a file, else the only one in the project."""
        found = self._classes.get(name.rsplit(".", 1)[-1], [])
        return next((row for row in found if row.at.path == path), found[0] if len(found) == 1 else None)

    def above(self, row: ClassDeclared) -> Iterator[ClassDeclared | str]:
        """Yield the bases of a class, all the way up: the project's classes, and the names of the others."""
        stack, seen = [row], {row.name}
        while stack:
            here = stack.pop()
            for base in here.bases:
                known = self.declared(base, here.at.path)
                if known is None or known.name in seen:
                    yield base
                else:
                    seen.add(known.name)
                    stack.append(known)
                    yield known


def _index(pairs: Iterable[tuple[str, T]]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = {}
    for name, fact in pairs:
        found.setdefault(name, []).append(fact)
    return found
