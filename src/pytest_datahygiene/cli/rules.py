"""``datahygiene rules``: one line a rule."""

from __future__ import annotations

from pytest_datahygiene.cli.output import emit
from pytest_datahygiene.config import near
from pytest_datahygiene.errors import UsageError
from pytest_datahygiene.rules import families, load

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace


def run(options: Namespace) -> int:
    """Print name, family, severity and what each rule finds."""
    listed = families()
    known = sorted(set(listed.values()))
    if options.family and options.family not in known:
        slip = near(options.family, known) or f"; there are {', '.join(known)}"
        raise UsageError(f"no family is called {options.family!r}{slip}")
    rows = []
    for name, family in listed.items():
        if options.family in ("", family):
            rule = load(name)
            says = rule.docs.strip().partition("\n")[0] + (" (only when named)" if rule.off else "")
            rows.append((name, family, rule.severity.value, says))
    wide = [max(len(row[column]) for row in rows) for column in range(3)]
    emit("".join(f"{row[0]:<{wide[0]}}  {row[1]:<{wide[1]}}  {row[2]:<{wide[2]}}  {row[3]}\n" for row in rows))
    return 0
