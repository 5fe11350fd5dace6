"""How failures read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_datahygiene.findings.mask import show
from pytest_datahygiene.reports.excerpts import excerpts
from pytest_datahygiene.reports.full import count

if TYPE_CHECKING:
    from pytest_datahygiene.findings.judged import Judged
    from pytest_datahygiene.findings.report import Incomplete


def failure(place: str, found: list[Judged], missed: list[Incomplete]) -> str:
    """Return what keeps a place from being clean."""
    parts = []
    if found:
        rules = ", ".join(sorted({judged.rule for judged in found}))
        parts.append(f"{count(len(found), 'finding')} in {show(place)}: {rules}\n\n{excerpts(found)}")
    if missed:
        parts.append(incomplete(missed))
    return "\n".join(parts)


def verdict(found: list[Judged]) -> str:
    """Return what a rule found, its first line fit for pytest's summary; nothing if it found nothing."""
    if not found:
        return ""
    first = found[0].finding.at
    return f"{count(len(found), 'finding')}, first {show(first.path)}:{first.line}\n\n{excerpts(found)}"


def incomplete(missed: list[Incomplete]) -> str:
    """Return the files that were not analysed, and why."""
    from pytest_datahygiene.reports.concise import unreadable
    from pytest_datahygiene.reports.paint import Paint

    return f"not everything was analysed:\n{unreadable(missed, Paint(on=False))}"
