"""Passwords that a validator takes and a policy does not, found by trying."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from pytest_datahygiene.catalog.passwords import missing, policy, spoken
from pytest_datahygiene.flow.witness.searching import Accepts, made, search, strong
from pytest_datahygiene.plugin.accepting import Crashed, accepting

_KINDS = ("lower", "upper", "digit", "symbol")
_EXAMPLES = 400


class Policy(NamedTuple):
    """A profile: the least length in characters, and the classes that it asks for."""

    name: str
    least: int
    classes: tuple[str, ...]

    def breaks(self, text: str) -> bool:
        """Tell whether a password is one that the policy does not allow."""
        return len(text) < self.least or bool(missing(self.classes, _held(text)))

    def __str__(self) -> str:
        """Say what is asked for."""
        held = f" with {spoken(self.classes, 'and')}" if self.classes else ""
        return f"profile {self.name!r} asks for {self.least} characters{held}"


def judged(validator: Any, profile: str, field: str, data: Mapping[str, Any]) -> str:
    """Return what is wrong with a validator, ``""`` when it takes nothing that the profile does not allow.

    Raise ``KeyError`` for an unknown profile, ``TypeError`` for what cannot be tried.
    """
    _, least, classes = policy(profile)
    wanted = Policy(profile, least, classes)
    name = getattr(validator, "__qualname__", type(validator).__qualname__)
    try:
        weak = weakest(validator, wanted, field=field, data=data)
    except Crashed as error:
        return f"{name} {error}"
    if weak is None:
        return ""
    return f"{name} accepts {weak!r} ({len(weak)} characters); {wanted}"


def weakest(validator: Any, wanted: Policy, *, field: str, data: Mapping[str, Any]) -> str | None:
    """Return the weakest password that is taken and should not be: by ladders, then by Hypothesis where it is there.

    Raise ``Crashed`` for a validator that breaks or hangs, ``TypeError`` for what cannot be tried.
    """
    accepts = accepting(validator, field, data, strong())
    found = search(accepts)
    if found is not None and wanted.breaks(found.witness):
        return _shrunk(accepts, wanted, found.witness)
    for kind in wanted.classes:
        text = made(wanted.least, [one for one in _KINDS if one != kind])
        if wanted.breaks(text) and accepts(text):
            return _shrunk(accepts, wanted, text)
    return _drawn(accepts, wanted)


def _shrunk(accepts: Accepts, wanted: Policy, text: str) -> str:
    """Return a text with all taken away that it is taken without."""
    at = 0
    while at < len(text):
        shorter = text[:at] + text[at + 1 :]
        if shorter and wanted.breaks(shorter) and accepts(shorter):
            text = shorter
        else:
            at += 1
    return text


def _drawn(accepts: Accepts, wanted: Policy) -> str | None:
    try:
        from hypothesis import HealthCheck, Phase, find, settings
        from hypothesis import strategies as st
        from hypothesis.errors import NoSuchExample
    except ImportError:
        return None
    signs = st.characters(min_codepoint=32, max_codepoint=0x2FF)
    texts = st.text(signs, min_size=1, max_size=max(wanted.least, 8) + 8).filter(wanted.breaks)
    calm = settings(
        max_examples=_EXAMPLES,
        database=None,
        derandomize=True,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    try:
        return find(texts, accepts, settings=calm)
    except NoSuchExample:
        return None


def _held(text: str) -> tuple[str, ...]:
    tests = {"lower": str.islower, "upper": str.isupper, "digit": str.isdigit, "alpha": str.isalpha}
    found = [name for name, test in tests.items() if any(map(test, text))]
    return (*found, *(["symbol"] if not text.isalnum() else []))
