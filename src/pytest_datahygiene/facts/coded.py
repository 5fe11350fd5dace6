"""Functions as code that a small evaluator can run: what they do to a text, whoever calls them."""

from __future__ import annotations

from pytest_datahygiene.facts.fact import Fact


class FunctionCoded(Fact, frozen=True, gc=False):
    """A function that looks into a password, or that such a one may call.

    ``name`` is qualified within the module, ``subject`` the parameter that holds the password although its name does
    not say so. ``code`` is JSON: a list of parameters, each ``[name, stars, default]``, and the statements. A node is a
    list whose first element says what it is (``extract/python/coding``); ``["?"]`` is what was not understood.
    ``constants`` is JSON too: the numbers and texts of the file, and of its classes, that the code may name.
    ``said`` is how many characters a comment in it asks for, 0 if none does.
    """

    name: str
    owner: str
    subject: str
    code: str
    constants: str = "{}"
    said: int = 0
