"""What a condition demands of a text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import libcst as cst


@dataclass(frozen=True)
class Demand:
    """The least length in characters, the classes and the patterns that a text must satisfy for a condition to come
    out.

    ``open`` when more is demanded than is understood; ``subject`` is the name of the text, ``at`` the telling part of
    the condition.
    """

    least: int = 0
    classes: frozenset[str] = frozenset()
    patterns: tuple[tuple[str, str], ...] = ()
    open: bool = False
    subject: str = ""
    at: cst.CSTNode | None = None

    def __bool__(self) -> bool:
        """Tell whether anything is demanded."""
        return bool(self.least or self.classes or self.patterns or self.open)


NOTHING = Demand()


def both(one: Demand, other: Demand) -> Demand:
    """Return what two demands ask for together; the place is that of the stricter length."""
    if not (one and other):
        return one or other
    first, second = (other, one) if other.least > one.least else (one, other)
    return replace(
        first,
        classes=first.classes | second.classes,
        patterns=tuple(dict.fromkeys(one.patterns + other.patterns)),
        open=first.open or second.open,
        subject=first.subject or second.subject,
        at=first.at or second.at,
    )


def either(one: Demand, other: Demand) -> Demand:
    """Return what a text meets when it meets one of two demands."""
    same = one.patterns == other.patterns
    return replace(
        one,
        least=min(one.least, other.least),
        classes=one.classes & other.classes,
        patterns=one.patterns if same else (),
        # Two patterns of which one must match are a third, which nobody has written down.
        open=one.open or other.open or (bool(one.patterns and other.patterns) and not same),
    )
