"""Calls and settings of libraries that do not protect: what the catalog says of the values that they are given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_datahygiene.catalog import calls
from pytest_datahygiene.catalog.algorithms import only_reads
from pytest_datahygiene.catalog.seeds import set_aside
from pytest_datahygiene.catalog.words import words
from pytest_datahygiene.facts import AttributeSet, CallMade, Fact, FactBase, Misused, SettingAssigned
from pytest_datahygiene.flow.hash_uses import is_foreign, scope_of
from pytest_datahygiene.flow.settled import settings, settled, worth

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_datahygiene.catalog.calls import Misuse

READS: tuple[type[Fact], ...] = (AttributeSet, CallMade, SettingAssigned)
ADDS: tuple[type[Fact], ...] = (Misused,)

# Looking into a token whose signature is not checked yet.
_LOOKS = frozenset({"signature-unchecked", "options-unchecked", "claims-unchecked"})
# Of these, whoever only reads what an older system wrote makes nothing worse.
_READING = frozenset({"weak-padding", "weak-kdf", "weak-mode"})


def run(facts: FactBase) -> Iterator[Fact]:
    """Yield one fact for each line and rule."""
    known = settings(facts)
    # A setting that a call is given is told of there.
    used = {value.rpartition(".")[2] for call in facts.of(CallMade) for _, value in call.given}
    seen: set[tuple[str, int, str]] = set()
    told: list[CallMade | AttributeSet] = [*settled(facts), *facts.of(AttributeSet)]
    checked = {scope_of(one) for one in told if isinstance(one, CallMade) and _checks(one)}
    for fact in sorted(told, key=lambda one: one.at):
        if not fact.kind or set_aside(fact.at.path) or (fact.kind == "verify-setting" and fact.name in used):
            continue
        given = dict(fact.given) if isinstance(fact, CallMade) else {"value": worth(fact.value, known)}
        for row in calls.misuses().get(fact.kind, ()):
            where = fact.at.path, fact.at.line, row.rule
            # Of keys that are made of passphrases flow/deriving.py knows more.
            if (
                where in seen
                or (row.rule == "weak-kdf" and row.role)
                or (row.rule in _READING and only_reads(fact.function))
            ):
                continue
            if _is_misused(row, given) and _is_called(row, fact):
                seen.add(where)
                if not (_is_settled(row, fact, checked) or _is_dictated(row, fact)):
                    yield _fact(fact, row)


def _checks(call: CallMade) -> bool:
    """Tell whether a call reads a token as it should be read."""
    if call.kind != "jwt-decode":
        return False
    given = dict(call.given)
    return not any(_is_misused(row, given) for row in calls.misuses()["jwt-decode"])


def _is_settled(row: Misuse, fact: CallMade | AttributeSet, checked: set[tuple[str, str, str]]) -> bool:
    """Tell whether a token that is looked into is checked in the same function: which key it wants is read first."""
    return row.id in _LOOKS and isinstance(fact, CallMade) and scope_of(fact) in checked


def _is_dictated(row: Misuse, fact: CallMade | AttributeSet) -> bool:
    """Tell whether another house asks for tokens that nobody signed, such as a payment provider."""
    return row.id == "no-signature" and fact.kind == "jwt-encode" and is_foreign(fact)


def _is_called(row: Misuse, fact: CallMade | AttributeSet) -> bool:
    if not row.called or isinstance(fact, AttributeSet):
        return True
    ends = {words(name.rpartition(".")[2])[-1:] for name in (fact.target, *fact.goes)}
    return any((word,) in ends for word in row.called)


def _is_misused(row: Misuse, given: dict[str, str]) -> bool:
    if not row.role:
        return True
    value = given.get(row.role, "")
    return bool(value) and calls.is_bad(row, value, given.get(row.by, ""))


def _fact(fact: CallMade | AttributeSet, row: Misuse) -> Misused:
    target = fact.target if isinstance(fact, CallMade) else fact.name
    where = f"{fact.function}()" if fact.function else target or "the module"
    about = ".".join(filter(None, (fact.owner, fact.function, row.id)))
    return Misused(fact.at, row.rule, row.id, where, row.says, row.help, about, row.severity, row.confidence)
