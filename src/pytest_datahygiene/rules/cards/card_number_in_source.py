"""Where somebody's card number stands in a file of the project."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from pytest_datahygiene.catalog.cards import cards
from pytest_datahygiene.catalog.seeds import set_aside
from pytest_datahygiene.facts import CardNumberSeen, FactBase
from pytest_datahygiene.rules.api import Confidence, Finding, Severity, rule

# A dump of a customer table is one fault, not ten thousand; a test file with home-made numbers is one to look at, not
# twenty.
_MOST_LINES, _MOST_IN_EXAMPLES = 20, 1


@rule(
    severity=Severity.HIGH,
    reads=(CardNumberSeen,),
    since="0.1",
    refs=("pci-dss:3.5.1", "pci-dss:6.5.5", "cwe:540", "gdpr:art.32"),
)
def check(facts: FactBase) -> Iterator[Finding]:
    """A file of the project holds what looks like a real card number.

    ## Why it matters
    Everyone who can read the repository can pay with the card, and a number that was committed once stays in the
    history, in every clone and in every build. The number may be a customer's that was pasted while hunting a bug, or a
    dump that was meant to be local. Tests, documentation and examples are left alone: they are full of numbers that
    payment gateways give out for the purpose.

    ## What to do
    Delete the number, from the history too, and tell whoever is in charge of card data: a customer's number must be
    reported. Where an example is needed take a test number that a gateway publishes; this rule knows those of Stripe,
    Braintree, Adyen, Worldpay and others, and is silent on them, as it is on numbers that nobody could mistake for real
    ones.

    ## When to silence it
    When the number comes from the documentation of a provider that this rule does not know: name the page.
    """
    seen = (fact for fact in facts.of(CardNumberSeen) if fact.quoted and not fact.published)
    for path, numbers in groupby(seen, key=lambda fact: fact.at.path):
        if set_aside(path):
            # Tests and examples are full of numbers that gateways give out, and nothing in a number tells who made it.
            continue
        example = not cards().context.example_paths.isdisjoint(re.findall(r"[a-z]+", path.lower()))
        lines = [next(found) for _, found in groupby(numbers, key=lambda fact: fact.at.line)]
        left = len(lines) - _MOST_LINES
        for place, fact in enumerate(lines[:_MOST_LINES], 1):
            more = f"; so do {left} more lines below" if left > 0 and place == _MOST_LINES else ""
            yield Finding(
                at=fact.at,
                says=f"holds what looks like a real {fact.scheme} number, {fact.masked}{more}",
                help="delete it, from the history too; in examples use a test number that a payment gateway publishes",
                about=f"a {fact.scheme} number",
                label="card_number",
                severity=Severity.MEDIUM if example else None,
                confidence=Confidence.LOW if example else None,
            )
