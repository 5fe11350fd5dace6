"""How failures read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_datahygiene.reports.full import excerpts

if TYPE_CHECKING:
    from pytest_datahygiene.findings.judged import Judged
    from pytest_datahygiene.findings.report import Incomplete


def failure(place: str, found: list[Judged], missed: list[Incomplete]) -> str:
    """Return what keeps a place from being clean."""
    parts = []
    if found:
        rules = ", ".join(sorted({judged.rule for judged in found}))
        parts.append(f"{len(found)} finding{'s' * (len(found) > 1)} in {place}: {rules}\n\n{excerpts(found)}")
    if missed:
        parts.append(incomplete(missed))
    return "\n".join(parts)


def incomplete(missed: list[Incomplete]) -> str:
    """Return the files that were not analysed, and why."""
    from pytest_datahygiene.reports.concise import unreadable
    from pytest_datahygiene.reports.paint import Paint

    return f"not everything was analysed:\n{unreadable(missed, Paint(on=False))}"
