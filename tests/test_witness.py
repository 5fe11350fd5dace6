"""What regular expressions accept, held against Python's own matcher."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_datahygiene.flow.witness.alphabet import ALPHABET, mask
from pytest_datahygiene.flow.witness.patterns import accepts
from pytest_datahygiene.flow.witness.reading import NotRegular, term_of
from pytest_datahygiene.flow.witness.terms import Term, after, nullable
from pytest_datahygiene.flow.witness.weakest import TooMuch, shortest, varied, weakest

# Expressions as applications write them for passwords: how they are applied, the least length, the classes they force.
REAL = [
    (r"^(?=.*[a-z])(?=.*[A-Z])(?=.*\d).{8,}$", "match", 8, "digit lower upper"),
    (r"^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=.*[@$!%*?&])[A-Za-z\d@$!%*?&]{8,}$", "match", 8, "digit lower symbol upper"),
    (r"^(?=.*?[A-Z])(?=.*?[a-z])(?=.*?[0-9])(?=.*?[#?!@$%^&*-]).{8,}$", "search", 8, "digit lower symbol upper"),
    (r"^(?=.*[A-Za-z])(?=.*\d)[A-Za-z\d]{8,}$", "match", 8, "alpha digit"),
    (r"^(?=.*[A-Za-z])(?=.*\d)(?=.*[$@!%*#?&])[A-Za-z\d$@!%*#?&]{8,}$", "match", 8, "alpha digit symbol"),
    (r"[A-Za-z0-9@#$%^&+=]{8,}", "fullmatch", 8, ""),
    (r"[A-Za-z0-9@#$%^&+=]{8,}", "match", 8, ""),
    (r"^[A-Za-z0-9@#$]{6,12}$", "match", 6, ""),
    (r"^.{8,64}$", "match", 8, ""),
    (r"^\S{10,}$", "match", 10, ""),
    (r"^(?!.*\s).{12,}$", "match", 12, ""),
    (r"^(?!.*\s)(?=.*[\W_]).{12,64}$", "match", 12, "symbol"),
    (r"^(?=\S{8,20}$)(?=.*?\d)(?=.*?[a-z])(?=.*?[A-Z])", "match", 8, "digit lower upper"),
    (r"^.*(?=.{8,})(?=.*\d)(?=.*[a-z])(?=.*[A-Z]).*$", "match", 8, "digit lower upper"),
    (r"(?=.{8,})(?=.*[a-z])(?=.*[A-Z])(?=.*\d)", "match", 8, "digit lower upper"),
    (r"^((?=.*\d)(?=.*[a-z])(?=.*[A-Z]).{6,20})$", "match", 6, "digit lower upper"),
    (r"^(?=.*[0-9])(?=.*[!@#$%^&*])[a-zA-Z0-9!@#$%^&*]{6,16}$", "match", 6, "digit symbol"),
    (r"^[a-zA-Z]\w{3,14}$", "match", 4, "alpha"),
    (r"^(?=.*\d{2,})(?=.*[A-Z]{2,}).{10,20}$", "match", 10, "digit upper"),
    (r"^(?=(?:.*\d){2})(?=(?:.*[A-Z]){2}).{8,}$", "match", 8, "digit upper"),
    (r"^(?=.*[A-Z])(?!.*(.)(.)(.)$).+$", "match", 1, "upper"),
    (r"^(?![^A-Z]*$)(?![^a-z]*$)(?!\D*$).{8,}$", "match", 8, "digit lower upper"),
    (r"^(?!\d+$)[\da-z]{6,}$", "match", 6, "lower"),
    (r"^(?!\d*$)\w{8,}$", "match", 8, ""),
    (r"^(?!password$).{8,}$", "match", 8, ""),
    (r"^(?!.*(?:123|abc)).{8,}$", "match", 8, ""),
    (r"\d", "search", 1, "digit"),
    (r"[A-Z]", "search", 1, "upper"),
    (r"[a-z]+", "search", 1, "lower"),
    (r"[^A-Za-z0-9]", "search", 1, ""),
    (r"[!-/:-@\[-`{-~]", "search", 1, "symbol"),
    (r"\W", "search", 1, "symbol"),
    (r"[0-9]{4}", "fullmatch", 4, "digit"),
    (r"^\d{6}$", "match", 6, "digit"),
    (r"^[a-z0-9_-]{6,18}$", "match", 6, ""),
    (r"(?i)^(?=.*[a-z])(?=.*\d).{8}", "match", 8, "alpha digit"),
    (r"^(?=.*[a-zA-Z]).{8,}", "match", 8, "alpha"),
    (r"^(?:[A-Z]{2}|[0-9]{3})$", "match", 2, ""),
    (r"^(?:(?=.*\d)(?=.*[a-z])|(?=.*\d)(?=.*[A-Z])).{8,}$", "match", 8, "alpha digit"),
    (r"^(?=.*[a-z])(?=.*[0-9]).+$", "match", 2, "digit lower"),
    (r"^(?=.*\d)(?=.*[a-zA-Z])[^ ]{9,}$", "match", 9, "alpha digit"),
    (
        r"^(?=.*[A-Z].*[A-Z])(?=.*[!@#$&*])(?=.*[0-9].*[0-9])(?=.*[a-z].*[a-z].*[a-z]).{8}$",
        "match",
        8,
        "digit lower symbol upper",
    ),
    (r"^[A-Z][a-z]+\d{2,}$", "match", 4, "digit lower upper"),
    (r"^(?=.{16,}$)(?=.*[A-Z])(?=.*[a-z])(?=.*[0-9]).*", "match", 16, "digit lower upper"),
    (r"^(?=.*[a-z])(?=.*[A-Z])(?=.*[0-9]).{16,128}$", "match", 16, "digit lower upper"),
    (r"(?s)^.{15,}$", "match", 15, ""),
    (r"^(?=[^A-Z]*[A-Z])(?=[^a-z]*[a-z])(?=\D*\d).{8,}$", "match", 8, "digit lower upper"),
    (r"^(?=.*[a-z]){3}(?=.*\d).{5,}$", "match", 5, "digit lower"),
    (r"^(?:.{8,}|.{3,})$", "match", 3, ""),
    (r"^[\x20-\x7e]{8,72}$", "match", 8, ""),
    (r"\A(?=.*\d).{8,}\Z", "match", 8, "digit"),
    (r"^(?=.*[^\w\s]).{8,}$", "match", 8, "symbol"),
    (r"^.*[A-Z].*$", "match", 1, "upper"),
    (r".*[a-z].*[0-9].*|.*[0-9].*[a-z].*", "fullmatch", 2, "digit lower"),
    (r"^[^\s]{0,7}$", "match", 0, ""),
    (r"^$|^.{8,}$", "match", 0, ""),
    (r"a{4}b+", "search", 5, "lower"),
    (r"(?:ab){3,}", "search", 6, "lower"),
    (r"^(?=.*[A-Z])(?=.*[a-z]).{6,}$|^.{20,}$", "match", 6, ""),
    (r"^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?!.*[^A-Za-z0-9]).{10,}$", "match", 10, "digit lower upper"),
    (r"^(?=.*[0-9]$)(?=.*[a-zA-Z]).{6,}$", "match", 6, "alpha digit"),
    (r"", "match", 0, ""),
]
_PIECES = st.sampled_from(
    r"[A-Z] [a-z]+ \d .* \w{2,} (?=.*[a-z]) (?:[A-Z]|[0-9]) [^A-Za-z0-9]? x{3} (?=.{5,}) [!-/] (?!.*x) $ ^ (?i:z)"
    r" (a|b)* \W (?:ab){1,2} (?!$) é? \s* (?:(?=a)a){2}".split()
)
_TEXT = st.text(st.sampled_from("aAbxzZ09!_ éÉß٣"), max_size=9)


def _is_in(text: str, term: Term) -> bool:
    for sign in text:
        term = after(term, mask(sign))
    return nullable(term)


@pytest.mark.parametrize(("pattern", "mode", "least", "classes"), REAL)
def test_what_real_expressions_demand(pattern: str, mode: str, least: int, classes: str) -> None:
    found = accepts(pattern, mode)
    assert (found.least, " ".join(sorted(found.classes)), found.known) == (least, classes, True)


@pytest.mark.parametrize(("pattern", "mode", "least", "classes"), REAL)
def test_the_witness_of_a_real_expression_passes_it(pattern: str, mode: str, least: int, classes: str) -> None:
    for common in (False, True):
        witness = weakest(classes.split(), least, [(pattern, mode)], common=common)
        assert len(witness) == least
        assert getattr(re, mode)(pattern, witness)


@given(st.lists(_PIECES, max_size=5), st.sampled_from(["match", "search", "fullmatch"]), _TEXT)
def test_a_term_holds_what_python_matches(pieces: list[str], mode: str, text: str) -> None:
    pattern = "".join(pieces)
    try:
        term = term_of(pattern, mode)
    except NotRegular:
        return
    assert _is_in(text, term) == bool(getattr(re, mode)(pattern, text))


@given(st.lists(_PIECES, max_size=5), st.sampled_from(["match", "search", "fullmatch"]), _TEXT)
def test_nothing_shorter_than_the_shortest_is_accepted(pieces: list[str], mode: str, text: str) -> None:
    pattern = "".join(pieces)
    try:
        found = shortest(term_of(pattern, mode))
    except (NotRegular, TooMuch):
        return
    if found is None:
        assert not getattr(re, mode)(pattern, text)
    else:
        assert getattr(re, mode)(pattern, found)
        assert len(text) >= len(found) or not getattr(re, mode)(pattern, text)


def test_a_varied_witness_repeats_little() -> None:
    term = term_of(r"^(?=.*[A-Z]).{12,}$", "match")
    text = shortest(term)
    assert text is not None
    assert len(set(varied(text, term))) > 8
    assert sum(map(str.isupper, varied(text, term))) == 1
    assert re.match(r"^(?=.*[A-Z]).{12,}$", varied(text, term))


@pytest.mark.parametrize("pattern", [r"(a)\1", "(?<=a)b", r"\bword\b", "(", "x" * 3000, "(?m)^a$"])
def test_what_is_no_regular_language_is_said_to_be_none(pattern: str) -> None:
    with pytest.raises(NotRegular):
        term_of(pattern, "search")


def test_the_alphabet_tells_kinds_of_characters_apart() -> None:
    assert len(set(ALPHABET)) == len(ALPHABET)
    assert {one for one in ALPHABET if re.fullmatch(r"\d", one)} > set("0123456789")
