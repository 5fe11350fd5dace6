"""Facts about how a password is judged."""

from __future__ import annotations

import msgspec

from pytest_datahygiene.facts.fact import Fact
from pytest_datahygiene.place import Place

Option = str | int | float | bool | None


class ValidatorUsed(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """One entry of a list of validators: its dotted name and its constant options (an unknown value is ``None``)."""

    name: str
    at: Place
    options: dict[str, Option] = {}


class ValidatorsSet(Fact, frozen=True, gc=False):
    """A setting lists the validators of every password.

    ``owner`` is the config class around it, if any. ``whole`` is false when part of the list is not constant; ``adds``
    is true for a statement that lengthens the list (``+=``, ``append``).
    """

    setting: str
    validators: tuple[ValidatorUsed, ...] = ()
    whole: bool = True
    owner: str = ""
    adds: bool = False


class SettingAssigned(Fact, frozen=True, gc=False):
    """A module or a config class gives an ALL_CAPS name a value.

    ``value`` is the constant, ``None`` when it is none; ``texts`` are the strings of a list or tuple; ``owner`` is the
    config class around it; ``inherits`` is true when the module star-imports another or the class has bases, so that
    more may be set there.
    """

    name: str
    value: Option = None
    texts: tuple[str, ...] = ()
    inherits: bool = False
    owner: str = ""


class TextChecked(Fact, frozen=True, gc=False):
    """A function judges a text by its length or by its characters.

    ``function`` is the function's name, ``owner`` its class, ``subject`` the name of what is measured. ``least`` is the
    shortest length in characters that passes, ``None`` when no length is checked; ``classes`` are the character
    classes that it demands (``upper``, ``lower``, ``digit``, ``symbol``, ``alpha``), ``patterns`` the regular
    expressions that it must match, each with the way it is applied (``search``, ``match``, ``fullmatch``). ``calls``
    are the dotted names of the checks that it hands the text to; ``open`` is true when it judges in another way that
    is not understood; ``sets`` is true when it also writes a password away, which is then a new one.
    ``scored`` is true when it asks zxcvbn for a score, and ``least`` is what that takes.
    """

    function: str
    owner: str
    subject: str
    least: int | None = None
    classes: tuple[str, ...] = ()
    patterns: tuple[tuple[str, str], ...] = ()
    calls: tuple[str, ...] = ()
    open: bool = False
    sets: bool = False
    scored: bool = False
