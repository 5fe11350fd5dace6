"""Facts read off the bare text of a file."""

from __future__ import annotations

from pytest_datahygiene.facts.fact import Fact


class CardNumberSeen(Fact, frozen=True, gc=False):
    """A literal that passes for a card number. Only ``masked`` leaves the extractor, never the number.

    ``published`` is true for a test number that a scheme or gateway prints in its documentation; ``quoted`` is true
    when words about cards or payment stand near it or its digits are grouped as on a card.
    """

    masked: str
    scheme: str
    published: bool
    quoted: bool


class SilenceWritten(Fact, frozen=True, gc=False):
    """A silencing comment: ``# datahygiene: ignore[rule-name] reason``, valid ``until`` an ISO 8601 day if one is
    named. The reason is for people: whether there is one is all that is kept of it.

    ``slip`` is empty for a well-formed comment, else what is wrong with it. ``alone`` is true when nothing else stands
    on its line, so that it may speak of the next one.
    """

    rules: tuple[str, ...] = ()
    reasoned: bool = False
    until: str = ""
    slip: str = ""
    alone: bool = True
