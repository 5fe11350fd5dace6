"""Facts about how passwords and one-time codes are handled."""

from __future__ import annotations

from pytest_datahygiene.facts.fact import Fact


class PasswordCompared(Fact, frozen=True, gc=False):
    """A password that somebody typed is compared with a kept one as it is.

    ``given`` and ``kept`` are how the code names the two; ``kept`` is the column where a database compares.
    """

    given: str
    kept: str
    function: str = ""


class PasswordCut(Fact, frozen=True, gc=False):
    """Only the first ``kept`` characters of a password are looked at; ``name`` is the variable that holds it."""

    name: str
    kept: int
    function: str = ""


class CodeMade(Fact, frozen=True, gc=False):
    """A code that is to be used once is made.

    ``name`` is what takes it, ``maker`` the dotted name of what draws it, ``digits`` how many characters it has, as far
    as is known. ``shown`` tells that the function returns it to whoever called.
    """

    name: str
    maker: str
    digits: int | None = None
    shown: bool = False
    function: str = ""


class PasswordInput(Fact, frozen=True, gc=False):
    """A field of a page into which a password is typed.

    ``refuses_paste`` tells that pasting is stopped, ``refuses_filling`` that the browser is asked to fill nothing in.
    """

    name: str
    refuses_paste: bool = False
    refuses_filling: bool = False


class SignInMade(Fact, frozen=True, gc=False):
    """Somebody signs in: ``by`` is the dotted name of what lets them in."""

    by: str
    function: str = ""


class SecondFactorSeen(Fact, frozen=True, gc=False):
    """A file speaks of a second factor, or of signing in through another house; ``word`` tells which."""

    word: str


class KeyUsed(Fact, frozen=True, gc=False):
    """A cipher is given a key, or an initialisation vector, that is no good.

    ``by`` is the dotted name of what takes it, or the name of a setting; ``takes`` is ``key`` (of an encryption),
    ``iv``, ``secret`` (any other key) or ``jwt`` (that of a token). ``origin`` is ``literal``,
    ``default`` (a literal where the environment has none), ``secret key`` (the framework's own) or ``fresh``: made here
    and kept nowhere. ``size`` is the length of a literal; ``kept`` tells that a variable holds it.
    """

    by: str
    takes: str
    origin: str
    function: str = ""
    size: int = 0
    kept: bool = False
