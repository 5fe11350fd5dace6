"""What the project asks to have proven: its validators are run, and findings about them say what came of it."""

from __future__ import annotations

import inspect
import os
import sys
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from pytest_datahygiene import rules
from pytest_datahygiene.catalog.passwords import policy
from pytest_datahygiene.findings.finding import Finding
from pytest_datahygiene.findings.judged import Judged
from pytest_datahygiene.findings.report import Incomplete
from pytest_datahygiene.place import Place
from pytest_datahygiene.plugin.accepting import Crashed, is_filled
from pytest_datahygiene.plugin.policy import Policy, weakest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_datahygiene.config import Config
    from pytest_datahygiene.findings.report import Report

_TOO_SHORT, _CLASSES = "password-too-short", "password-classes-missing"
_RULES = frozenset({_TOO_SHORT, _CLASSES, "password-unchecked", "password-rules-contradict"})


class Proof(NamedTuple):
    """What came of running one validator: a weak password that it takes, or why it could not be run.

    ``name`` is the entry of ``prove``; ``weak`` is ``None`` where all weak passwords that were tried were refused.
    """

    name: str
    weak: str | None = None
    cause: str = ""

    def is_of(self, judged: Judged) -> bool:
        """Tell whether a finding is about the validator."""
        module, _, inner = self.name.partition(":")
        own = judged.finding.at.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        same = judged.finding.about.split(".")[0] == inner.split(".")[0]
        return judged.rule in _RULES and same and f".{own}".endswith(f".{module}")

    @property
    def said(self) -> str:
        """What a finding adds."""
        if self.weak is None:
            return f"not proven: {self.name} was run and refused every weak password that was tried"
        return f"proven: {self.name} was run and took {self.weak!r}"


def prove(report: Report, config: Config) -> None:
    """Run the validators that ``config.prove`` names, and label the findings of a report with what they took.

    What takes a weak password that nothing was found about becomes a finding; what cannot be run is noted as not
    analysed.
    """
    wanted = _policy(config)
    with _importable(report.root):
        found = [_proof(name, wanted) for name in config.prove]
    new = [_finding(one, report, wanted) for one in found if one.weak and not any(map(one.is_of, report.findings))]
    report.findings[:] = [*(_labelled(judged, found) for judged in report.findings), *new]
    report.unreadable.extend(Incomplete(one.name, one.cause) for one in found if one.cause)


def _policy(config: Config) -> Policy:
    if config.profile == "own":
        return Policy("own", config.password_min_length, config.password_classes)
    return Policy(config.profile, *policy(config.profile)[1:])


def _finding(proof: Proof, report: Report, wanted: Policy) -> Judged:
    """Return the finding that only running the validator makes."""
    weak, inner = proof.weak or "", proof.name.partition(":")[2]
    name = _TOO_SHORT if len(weak) < wanted.least else _CLASSES
    broken = rules.load(name)
    finding = Finding(
        at=_place(proof.name, report.root),
        says=f"{inner} accepts {weak!r}; {wanted}; {proof.said}",
        help="demand what the profile asks for; the profile is chosen in [tool.datahygiene]",
        about=inner,
    )
    return Judged(name, rules.families()[name], broken.severity.value, broken.confidence.value, finding)


def _place(name: str, root: str) -> Place:
    """Return where a validator is defined; its module's first line where Python does not tell."""
    module, _, inner = name.partition(":")
    loaded = sys.modules[module]
    path = os.path.relpath(getattr(loaded, "__file__", None) or module, root)
    try:
        line = inspect.getsourcelines(getattr(loaded, inner.split(".")[0]))[1]
    except (OSError, TypeError, AttributeError):
        line = 1
    return Place(path, max(line, 1))


def _labelled(judged: Judged, found: list[Proof]) -> Judged:
    proof = next((one for one in found if not one.cause and one.is_of(judged)), None)
    if proof is None:
        return judged
    return judged._replace(finding=judged.finding._replace(says=f"{judged.finding.says}; {proof.said}"))


@contextmanager
def _importable(root: str) -> Iterator[None]:
    """Let the project's modules be imported, as ``python -m pytest`` in its folder would."""
    before = list(sys.path)
    sys.path[:0] = [one for one in (root, f"{root}/src") if one not in before]
    try:
        yield
    finally:
        sys.path[:] = before


def _proof(name: str, wanted: Policy) -> Proof:
    module, _, inner = name.partition(":")
    try:
        validator, field = _found(import_module(module), inner)
        return Proof(name, weakest(validator, wanted, field=field, data={}))
    except Crashed as error:
        return Proof(name, cause=str(error))
    except (Exception, SystemExit) as error:  # noqa: BLE001  # importing a project's module may do anything: it is named
        return Proof(name, cause=f"{type(error).__name__}: {error}")


def _found(module: Any, inner: str) -> tuple[Any, str]:
    """Return the validator that a name leads to, and the field of it that is meant."""
    here, rest = module, inner.split(".")
    while rest and hasattr(here, rest[0]) and not (isinstance(here, type) and len(rest) == 1 and is_filled(here)):
        here = getattr(here, rest.pop(0))
    if len(rest) > 1 or here is module:
        message = f"{module.__name__} has no {inner}"
        raise AttributeError(message)
    return here, rest[0] if rest else "password"
