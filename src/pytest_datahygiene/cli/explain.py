"""``datahygiene explain RULE``: the rule's page."""

from __future__ import annotations

from inspect import cleandoc

from pytest_datahygiene.catalog import references
from pytest_datahygiene.cli.output import emit
from pytest_datahygiene.config import near
from pytest_datahygiene.errors import UsageError
from pytest_datahygiene.rules import families, load

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from pytest_datahygiene.rules.api import Rule


def run(options: Namespace) -> int:
    """Print what the rule finds, why it matters, what to do, and its references."""
    known = families()
    if options.rule not in known:
        slip = near(options.rule, known) or "; see `datahygiene rules`"
        raise UsageError(f"no rule is called {options.rule!r}{slip}")
    rule = load(options.rule)
    emit("\n".join([_head(options.rule, known[options.rule], rule), cleandoc(rule.docs), _foot(options.rule, rule)]))
    return 0


def _head(name: str, family: str, rule: Rule) -> str:
    off = "; runs only when named" if rule.off else ""
    grades = f"severity {rule.severity.value}, confidence {rule.confidence.value}, since {rule.since}{off}"
    return f"# {name}\n\nfamily {family}, {grades}\n"


def _foot(name: str, rule: Rule) -> str:
    lines = ["", "## Silencing one finding", f"    # datahygiene: ignore[{name}] the reason"]
    if rule.refs:
        lines += ["", "## References", *(f"    {ref}{_about(ref)}" for ref in rule.refs)]
    return "\n".join(lines) + "\n"


def _about(ref: str) -> str:
    """Return what the catalog knows about a reference."""
    kind, _, number = ref.partition(":")
    if kind == "cwe":
        return "  https://" + references.references().sarif.help_uri_cwe.format(number=number)
    title = references.title(ref)
    return f"  {title}" if title else ""
