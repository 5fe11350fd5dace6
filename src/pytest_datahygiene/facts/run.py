"""Facts about the run itself: what the caller asked for, so that rules need neither clock nor settings."""

from __future__ import annotations

from pytest_datahygiene.facts.fact import Fact


class RunDay(Fact, frozen=True, gc=False):
    """The day on which the run judges, as ISO 8601."""

    day: str


class PolicyChosen(Fact, frozen=True, gc=False):
    """The password policy to hold the project to.

    ``least`` is the minimum length in characters; ``classes`` must each be demanded (``upper``, ``lower``, ``digit``,
    ``symbol``, ``alpha``); empty when the standard demands none.
    """

    profile: str
    title: str
    least: int
    classes: tuple[str, ...] = ()


class LevelChosen(Fact, frozen=True, gc=False):
    """How much personal data counts: ``minimal``, ``default`` or ``strict``."""

    level: str


class OwnNamed(Fact, frozen=True, gc=False):
    """What the project says of its own functions, dotted: those that give data, each behind its label; those that take
    it away, each behind the kind of sink; those that make it harmless; and the packages and hosts of its payment
    providers.
    """

    sources: tuple[tuple[str, str], ...] = ()
    sinks: tuple[tuple[str, str], ...] = ()
    sanitizers: tuple[str, ...] = ()
    providers: tuple[str, ...] = ()


class ProjectSeen(Fact, frozen=True, gc=False):
    """Whether the run saw all of the project, so that what it did not see is not there."""

    whole: bool


class RulesKnown(Fact, frozen=True, gc=False):
    """The names of all rules and of those that ran, and whether silencing one takes a reason."""

    names: tuple[str, ...]
    ran: tuple[str, ...]
    reasons: bool = True


class SilenceSpent(Fact, frozen=True, gc=False):
    """A well-formed silencing comment and what became of it: ``used`` are the rules for which it silenced a finding."""

    rules: tuple[str, ...]
    used: tuple[str, ...]
