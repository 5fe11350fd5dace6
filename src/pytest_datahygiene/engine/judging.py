"""From facts to findings: the flow adds, the rules judge, comments silence."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from pytest_datahygiene import flow, rules
from pytest_datahygiene.config import Config
from pytest_datahygiene.engine.wishes import wishes
from pytest_datahygiene.extract.reading import Reading
from pytest_datahygiene.facts import Fact, FactBase, Place, ProjectSeen, RulesKnown, SilenceSpent, SilenceWritten
from pytest_datahygiene.findings import fingerprint, silence
from pytest_datahygiene.findings.judged import Judged
from pytest_datahygiene.findings.report import Incomplete, Report

if TYPE_CHECKING:
    from pytest_datahygiene.rules.api import Rule


def judge(
    report: Report,
    readings: list[Reading],
    chosen: dict[str, Rule],
    config: Config,
    more: Sequence[Fact] = (),
    *,
    today: str,
    focus: Collection[str] = (),
    whole: bool = True,
) -> None:
    """Fill a report with what the rules say of the readings; ``today`` is an ISO 8601 day.

    ``more`` are facts that others told. ``whole`` tells that the readings are those of all files of the project.
    ``focus`` are the paths that are judged, all when there are none: what does not pass through them is left out.
    """
    facts = FactBase(fact for reading in readings for fact in reading.facts)
    report.unreadable.extend(Incomplete(path, cause) for path, cause in _causes(readings) if _is_in(path, focus))
    known = RulesKnown(Place("", 0), tuple(rules.families()), tuple(chosen), config.require_reason)
    facts.add([*more, *wishes(config, today), known, ProjectSeen(Place("", 0), whole)])
    flow.run(facts, {kind for rule in chosen.values() for kind in rule.reads})
    afterwards = {name: rule for name, rule in chosen.items() if SilenceSpent in rule.reads}
    found = list(_judged({name: rule for name, rule in chosen.items() if name not in afterwards}, facts))
    kept, spent = silence.apply(found, facts.of(SilenceWritten), day=today, require_reason=config.require_reason)
    facts.add(spent)
    shown = [judged for judged in [*kept, *_judged(afterwards, facts)] if _passes(judged, focus)]
    report.silenced = sum(_passes(judged, focus) for judged in found) - sum(_passes(judged, focus) for judged in kept)
    report.findings.extend(fingerprint.numbered(shown))


def _passes(judged: Judged, focus: Collection[str]) -> bool:
    """Tell whether a finding stands in one of the files that are judged, or its data passes through one."""
    return any(_is_in(place.path, focus) for place in (judged.finding.at, *(step.at for step in judged.finding.flow)))


def _is_in(path: str, focus: Collection[str]) -> bool:
    return not focus or path in focus


def _causes(readings: list[Reading]) -> list[tuple[str, str]]:
    return sorted((reading.path, reading.cause) for reading in readings if reading.cause)


def _judged(chosen: dict[str, Rule], facts: FactBase) -> list[Judged]:
    families = rules.families()
    found = []
    for name, rule in chosen.items():
        for finding in rule.check(facts):
            severity, confidence = finding.severity or rule.severity, finding.confidence or rule.confidence
            found.append(Judged(name, families[name], severity.value, confidence.value, finding))
    return found
