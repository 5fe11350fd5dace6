"""Comments that silence findings, applied."""

from __future__ import annotations

from collections.abc import Iterable

from pytest_datahygiene.facts import SilenceSpent, SilenceWritten
from pytest_datahygiene.findings.judged import Judged


def apply(
    found: list[Judged], written: Iterable[SilenceWritten], *, day: str, require_reason: bool
) -> tuple[list[Judged], list[SilenceSpent]]:
    """Return the findings that no comment silences, and what became of each valid comment on ``day`` (ISO 8601).

    A comment holds for the statement on whose lines it stands; one that stands alone also for one that begins on the
    next line.
    """
    valid = [one for one in written if _holds(one, day, require_reason)]
    used: dict[SilenceWritten, set[str]] = {one: set() for one in valid}
    by_path: dict[str, list[SilenceWritten]] = {}
    for one in valid:
        by_path.setdefault(one.at.path, []).append(one)
    kept = []
    for judged in found:
        place = judged.finding.at
        hits = [
            one
            for one in by_path.get(place.path, ())
            if judged.rule in one.rules and place.line - one.alone <= one.at.line <= place.last_line
        ]
        for one in hits:
            used[one].add(judged.rule)
        if not hits:
            kept.append(judged)
    return kept, [SilenceSpent(one.at, one.rules, tuple(sorted(used[one]))) for one in valid]


def _holds(one: SilenceWritten, day: str, require_reason: bool) -> bool:
    return not one.slip and (one.reasoned or not require_reason) and (not one.until or one.until >= day)
