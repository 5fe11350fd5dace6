"""Requirements files as pip reads them, and ``setup.cfg``."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packaging.requirements import Requirement

from pytest_datahygiene.errors import Unreadable
from pytest_datahygiene.extract import requirements, setupcfg
from pytest_datahygiene.facts import Fact, ListNamed, PackageRequired

HASHES = Path(__file__).parent / "locks" / "tools" / "piptools" / "requirements-hashes.txt.txt"


def read(text: str) -> list[PackageRequired]:
    return [fact for fact in requirements.extract("requirements.txt", text) if isinstance(fact, PackageRequired)]


def kept(facts: Iterator[Fact]) -> tuple[list[PackageRequired], str]:
    """What was read, and the cause for which that is not all."""
    found: list[Fact] = []
    cause = ""
    try:
        found.extend(facts)
    except Unreadable as error:
        cause = str(error)
    return [fact for fact in found if isinstance(fact, PackageRequired)], cause


def brief(text: str) -> list[tuple[int, str, str, str]]:
    return [(fact.at.line, fact.name, fact.specifier, fact.version) for fact in read(text)]


def test_the_shapes_of_a_line() -> None:
    text = """\
# a comment
--index-url https://user:word@example.com/simple
-r other.txt
-c constraints.txt
Django[argon2]>=4.2,<5  # why
Flask_Login==0.6.3
cryptography == 42.0.5 ; python_version < "3.9"
pyopenssl===23.0
  bcrypt~=4.0
itsdangerous

requests==2.*
pyjwt!=2.0,==2.8.0 --config-settings "a=b"
"""
    assert brief(text) == [
        (5, "django", ">=4.2,<5", ""),
        (6, "flask-login", "==0.6.3", "0.6.3"),
        (7, "cryptography", "==42.0.5", "42.0.5"),
        (8, "pyopenssl", "===23.0", "23.0"),
        (9, "bcrypt", "~=4.0", ""),
        (10, "itsdangerous", "", ""),
        (12, "requests", "==2.*", ""),
        (13, "pyjwt", "!=2.0,==2.8.0", "2.8.0"),
    ]
    assert [fact.marker for fact in read(text) if fact.marker] == ['python_version < "3.9"']
    assert not any(fact.locked for fact in read(text))


def test_paths_and_addresses() -> None:
    text = """\
-e .
-e git+https://github.com/x/shop.git@main#egg=Shop&subdirectory=src
./wheels/bcrypt-4.0.1-cp36-abi3-win32.whl
https://example.com/pyjwt-2.8.0.tar.gz#sha256=00
git+ssh://git@example.com/x.git
cryptography @ https://example.com/cryptography-42.0.5-cp37-abi3-win32.whl ; os_name == "nt"
passlib @ https://example.com/archive/main.zip
C:\\wheels\\x
"""
    assert brief(text) == [
        (2, "shop", "", ""),
        (3, "bcrypt", "==4.0.1", "4.0.1"),
        (4, "pyjwt", "==2.8.0", "2.8.0"),
        (6, "cryptography", "", "42.0.5"),
        (7, "passlib", "", ""),
    ]


def test_lines_joined_by_backslashes_count_from_the_first() -> None:
    text = HASHES.read_text(encoding="utf-8")
    facts = read(text)
    lines = text.split("\n")
    assert len(facts) == 19
    for fact in facts:
        # Of a URL the name alone stands before the blank.
        assert lines[fact.at.line - 1].startswith((f"{fact.name}=={fact.version} ", f"{fact.name} @ "))
        assert "--hash" in lines[fact.at.end_line - 1]


def test_a_comment_ends_a_joined_line() -> None:
    assert brief("bcrypt==1.0 \\\n# a word \\\npyjwt==2.0 \\") == [
        (1, "bcrypt", "==1.0", "1.0"),
        (3, "pyjwt", "==2.0", "2.0"),
    ]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_ends_and_a_byte_order_mark(newline: str) -> None:
    assert brief(newline.join(["\ufeffbcrypt==1.0", "", "pyjwt"])) == [
        (1, "bcrypt", "==1.0", "1.0"),
        (3, "pyjwt", "", ""),
    ]


def test_what_is_not_understood_is_named_and_the_rest_is_kept() -> None:
    found, cause = kept(requirements.extract("r.txt", "bcrypt\n4111 1111 1111 1111\nfoo=1\npyjwt\n"))
    assert [fact.name for fact in found] == ["bcrypt", "pyjwt"]
    assert cause == "line 2 is not a requirement (and 1 more)"


@pytest.mark.parametrize("text", ["", "\n\n", "# words", "\\", "\\\n\\\n", "-", "--", " \t "])
def test_nothing_to_find_is_no_error(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    "line", ["x; " + "(" * 50_000, "x[" + "a," * 50_000, "x" * 100_000 + " y", "é==1", "x==" + "9" * 10_000, "\x00"]
)
def test_hostile_lines_cost_only_themselves(line: str) -> None:
    found, cause = kept(requirements.extract("r.txt", f"{line}\npyjwt==2.0\n"))
    assert cause in ("", "line 1 is not a requirement")
    assert found[-1].name == "pyjwt"


@settings(deadline=None)
@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    facts, _ = kept(requirements.extract("r.txt", text))
    assert all(1 <= fact.at.line <= len(requirements.split_lines(text)) for fact in facts)


@settings(deadline=None)
@given(
    st.from_regex(
        r"[A-Za-z][A-Za-z0-9]{0,5}(==|>=|~=)[0-9]\.[0-9]{1,3}( *; *python_version *< *'3\.[0-9]')?", fullmatch=True
    )
)
def test_a_plain_requirement_is_what_packaging_says(line: str) -> None:
    (fact,) = read(line)
    assert fact.specifier == str(Requirement(line).specifier)
    assert bool(fact.version) == ("==" in line)


def test_setup_cfg() -> None:
    text = """\
[metadata]
name = shop
description = none
    install_requires

[options]
python_requires = >=3.9
install_requires =
    cryptography==42.0.5
    # about the next one
    pyjwt >= 2.0 ; python_version < "3.12"  # words

    bcrypt
setup-requires = setuptools; wheel
tests_require = file: test.txt
packages =
    shop

[options.extras_require]
saml = pysaml2<7; python_version < "3.12"
all =
    passlib
    %(saml)s
"""
    facts, cause = kept(setupcfg.extract("setup.cfg", text))
    assert cause == "line 23 is not a requirement"
    assert [(fact.at.line, fact.name, fact.specifier) for fact in facts] == [
        (9, "cryptography", "==42.0.5"),
        (11, "pyjwt", ">=2.0"),
        (13, "bcrypt", ""),
        (14, "setuptools", ""),
        (14, "wheel", ""),
        (20, "pysaml2", "<7"),
        (22, "passlib", ""),
    ]
    assert facts[5].marker == 'python_version < "3.12"'


@settings(deadline=None)
@given(st.text())
def test_any_setup_cfg_is_read_or_refused(text: str) -> None:
    _, cause = kept(setupcfg.extract("setup.cfg", "[options]\ninstall_requires =\n " + text))
    assert cause == "" or cause.endswith("is not a requirement")


def ways(text: str) -> dict[str, tuple[str, ...]]:
    return {fact.name: fact.through for fact in read(text)}


@pytest.mark.parametrize(
    "text",
    [
        "django==4.2\n    # via\n    #   shop (pyproject.toml)\nsqlparse==0.5\n    # via django\n",
        "django==4.2\n    # via -r requirements.in\nsqlparse==0.5\n    # via\n    #   django\n    #   django[x]\n",
        "django==4.2  # via -r requirements.in\nsqlparse==0.5   # via Django\n",
        "django==4.2\nsqlparse==0.5 \\\n    --hash=sha256:00 \\\n    --hash=sha256:11\n    # via django\n",
        "django==4.2\nsqlparse==0.5\n    # via django\n    # from https://example.com/simple\n",
    ],
)
def test_notes_tell_the_way(text: str) -> None:
    assert ways(text) == {"django": (), "sqlparse": ("django",)}


def test_several_notes_on_one_line() -> None:
    assert ways("rsa==4\npyasn1==1  # via jose, rsa\njose==1") == {"rsa": (), "pyasn1": ("jose",), "jose": ()}
    assert ways("rsa==4\npyasn1==1  # via -r x.in, rsa") == {"rsa": (), "pyasn1": ()}


@pytest.mark.parametrize(
    "comment",
    [
        "# rsa",
        "    # rsa",
        "# rsa==3.0",
        "#   rsa",
        "# via-rsa",
        "# viarsa",
        "# not via rsa",
        "\n# via rsa",
        "# via\n\n#   rsa",
        "# why: it came\n#   rsa",
        "# via shop\n# rsa",
    ],
)
def test_other_comments_are_no_notes(comment: str) -> None:
    assert ways(f"pyasn1==1\n{comment}\nrsa==4\n") == {"pyasn1": (), "rsa": ()}


@pytest.mark.parametrize(
    "text",
    [
        "a\n" * 300_000,
        "a\n# via b\n#   c\n" * 50_000,
        "a\n" + "# via\n" * 300_000,
        "a\n# via\n" + "#   b\n" * 300_000,
        "a==1 \\\n" * 100_000,
        "-r x.txt\n" * 100_000,
    ],
    ids=["lines", "notes", "vias", "askers", "joined", "lists"],
)
def test_long_files_cost_what_their_length_says(text: str) -> None:
    began = time.monotonic()
    kept(requirements.extract("r.txt", text))
    assert time.monotonic() - began < 30


def lists(text: str, path: str = "requirements/dev.txt") -> list[tuple[int, str]]:
    return [(one.at.line, one.path) for one in requirements.extract(path, text) if isinstance(one, ListNamed)]


def test_lists_that_are_named() -> None:
    text = """\
-r base.txt
-r ../other.txt
-c../constraints.txt
--requirement=more.txt  # and why
--constraint low.txt
# -r commented.txt
-r https://example.com/r.txt
-r ${HOME}/r.txt
-rbase.txt
"""
    assert lists(text) == [
        (1, "requirements/base.txt"),
        (2, "other.txt"),
        (3, "constraints.txt"),
        (4, "requirements/more.txt"),
        (5, "requirements/low.txt"),
        (9, "requirements/base.txt"),
    ]
