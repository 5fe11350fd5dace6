"""What ``pyproject.toml`` and a ``Pipfile`` declare, each on its line."""

from __future__ import annotations

import json

import pytest
import tomli
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_datahygiene.errors import Unreadable
from pytest_datahygiene.extract import lockfiles
from pytest_datahygiene.extract.pyproject import extract
from pytest_datahygiene.extract.value_lines import in_json, in_toml
from pytest_datahygiene.facts import Fact, PackageRequired, RuntimeNamed


def read(text: str, path: str = "pyproject.toml") -> list[PackageRequired]:
    return [fact for fact in extract(path, text) if isinstance(fact, PackageRequired)]


def brief(text: str, path: str = "pyproject.toml") -> list[tuple[int, str, str]]:
    return sorted((fact.at.line, fact.name, fact.specifier) for fact in read(text, path))


def test_every_standard_place() -> None:
    text = """\
[build-system]
requires = ["hatchling>=1", 'cffi']

[project]
name = "shop"
dependencies = [
    "cryptography==42.0.5",  # "bcrypt"
    "PyJWT[crypto]>=2,<3 ; python_version<'3.12'", "passlib",
]
[project.optional-dependencies]
"s s o" = [
    \"\"\"pysaml2
\"\"\",
    "josepy",
]
[dependency-groups]
test = ["trustme", { include-group = "lint" }]
lint = []

[tool.uv]
constraint-dependencies = ["certifi>2020"]
[tool.hatch.envs.default]
extra-dependencies = ["pyotp"]
[tool.pdm.dev-dependencies]
x = ["xmlsec"]
"""
    assert brief(text) == [
        (2, "cffi", ""),
        (2, "hatchling", ">=1"),
        (7, "cryptography", "==42.0.5"),
        (8, "passlib", ""),
        (8, "pyjwt", ">=2,<3"),
        (12, "pysaml2", ""),
        (14, "josepy", ""),
        (17, "trustme", ""),
        (21, "certifi", ">2020"),
        (23, "pyotp", ""),
        (25, "xmlsec", ""),
    ]
    assert {fact.name: fact.group for fact in read(text) if fact.group} == {
        "josepy": "s s o",
        "pysaml2": "s s o",
        "trustme": "test",
        "pyotp": "default",
        "xmlsec": "x",
    }


def test_poetry() -> None:
    text = """\
[tool.poetry.dependencies]
python = "^3.11"
cryptography = "^42.0.5"
bcrypt = "4.0.1"
pyjwt = { version = "~2.8", extras = ["crypto"], python = "<3.12" }
xmlsec = [
    { version = "<1.3", markers = "os_name == 'nt'" },
    { version = ">=1.3 <2" },
]
ours = { git = "https://example.com/x.git" }
either = "^1.0 || ^2.0"
zero = "^0.2.3"
wild = "1.*"
any = "*"

[tool.poetry.dev-dependencies.trustme]
optional = true
version = "^1"

[tool.poetry.group.test.dependencies]
certifi = ">=2020"
"""
    assert brief(text) == [
        (3, "cryptography", ">=42.0.5,<43"),
        (4, "bcrypt", "==4.0.1"),
        (5, "pyjwt", ">=2.8,<2.9"),
        (7, "xmlsec", "<1.3"),
        (8, "xmlsec", ">=1.3,<2"),
        (10, "ours", ""),
        (11, "either", ""),
        (12, "zero", ">=0.2.3,<0.3"),
        (13, "wild", "==1.*"),
        (14, "any", ""),
        (18, "trustme", ">=1,<2"),
        (21, "certifi", ">=2020"),
    ]
    facts = {fact.name: fact for fact in read(text)}
    assert facts["bcrypt"].version == "4.0.1"
    assert facts["pyjwt"].marker == "python_version < '3.12'"


@pytest.mark.parametrize("path", ["Pipfile", "sub/Pipfile"])
def test_a_pipfile(path: str) -> None:
    text = """\
[[source]]
name = "pypi"
[packages]
cryptography = "==42.0.5"
pyjwt = {version = "<2.9,>=2.8", extras = ["crypto"]}
shop = {path = ".", editable = true}
[dev-packages]
passlib = "*"
[requires]
python_version = "3.12"
"""
    want = [(4, "cryptography", "==42.0.5"), (5, "pyjwt", ">=2.8,<2.9"), (6, "shop", ""), (8, "passlib", "")]
    assert brief(text, path) == want
    others = [fact for fact in lockfiles.extract(path, text) if not isinstance(fact, PackageRequired)]
    assert [fact.specifier for fact in others if isinstance(fact, RuntimeNamed)] == ["==3.12.*"]


@pytest.mark.parametrize(
    "tool", ["dependencies = 3", "dependencies = [1, 2]", "dependencies = {}", "optional-dependencies = [1]"]
)
def test_wrong_types_are_no_error(tool: str) -> None:
    assert read(f"[project]\n{tool}\n") == []


def test_broken_requirements_are_named_and_the_rest_is_kept() -> None:
    text = '[project]\ndependencies = ["4111 1111 1111 1111", "bcrypt"]\n[tool.poetry.dependencies]\nx = "latest"\n'
    found: list[Fact] = []
    with pytest.raises(Unreadable, match="line 2 is not a requirement"):
        found.extend(extract("pyproject.toml", text))
    assert [getattr(fact, "name", "") for fact in found] == ["bcrypt"]


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("[project\n", "not valid TOML: line 1"),
        ("[project]\nsecret = hunter2\n", "not valid TOML: line 2"),
        ('x = """', "not valid TOML"),
        ("x = " + "[" * 100_000, "TOML"),
        ("x" + ".x" * 50_000 + " = 1", ""),
        ("x = " + "[" * 150 + "]" * 150, "nested deeper than 100 levels at line 1"),
    ],
)
def test_broken_toml_is_named_without_its_words(text: str, cause: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read(text)
    assert cause in str(caught.value)
    assert "hunter" not in str(caught.value)
    assert len(str(caught.value)) < 80


def test_an_empty_file_and_windows_line_ends() -> None:
    assert read("") == []
    assert brief('\ufeff[project]\r\ndependencies = [\r\n"bcrypt",\r\n]\r\n') == [(3, "bcrypt", "")]


KEYS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=6)
LEAVES = st.integers(-9, 9) | st.booleans() | st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=12
)


def paths(value: object, here: tuple[str | int, ...] = ()) -> set[tuple[str | int, ...]]:
    """Every path in a value, the value's own among them."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return {here}.union(*(paths(part, (*here, key)) for key, part in inner))


def written(value: object) -> str:
    """A value as an inline TOML value. JSON's strings are TOML's, but for one control character."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{written(key)} = {written(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", # ]\n".join(written(part) for part in value) + "]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


@settings(deadline=None)
@given(st.dictionaries(KEYS, VALUES, max_size=4))
def test_every_value_of_a_toml_text_has_its_line(data: dict[str, object]) -> None:
    text = "".join(f"# = [\n{written(key)} = {written(value)} # '\n" for key, value in data.items())
    lines = dict(in_toml(text))
    assert tomli.loads(text) == data
    assert set(lines) == paths(data) - {()}
    for key in data:
        assert text.split("\n")[lines[(key,)] - 1].startswith(f"{written(key)} = ")


@settings(deadline=None)
@given(VALUES, st.sampled_from([None, 1]))
def test_every_value_of_a_json_text_has_its_line(data: object, indent: int | None) -> None:
    text = json.dumps(data, indent=indent)
    lines = dict(in_json(text))
    assert set(lines) == paths(data)
    assert max(lines.values()) <= text.count("\n") + 1


def test_every_shape_of_a_toml_text() -> None:
    text = """\
a . "b.c" = 2026-11-23 10:00:00 # x = 1
[t."\\u0041"]
s = \"\"\"
x = 1 \\\"\"\"
\"\"\"\"\"
l = '''
''''
[[p]]
n = ''
[p.q]
r = ""
[[p]]
[[p.f]]
u = [[1],
[ ], { v = 1 }]
"""
    assert dict(in_toml(text)) == {
        ("a", "b.c"): 1,
        ("t", "A", "s"): 3,
        ("t", "A", "l"): 6,
        ("p", 0, "n"): 9,
        ("p", 0, "q", "r"): 11,
        ("p", 1, "f", 0, "u"): 14,
        ("p", 1, "f", 0, "u", 0): 14,
        ("p", 1, "f", 0, "u", 0, 0): 14,
        ("p", 1, "f", 0, "u", 1): 15,
        ("p", 1, "f", 0, "u", 2): 15,
        ("p", 1, "f", 0, "u", 2, "v"): 15,
    }
    assert tomli.loads(text)["t"]["A"]["l"] == "'"
