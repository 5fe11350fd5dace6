"""YAML read with care, and the packages that it names."""

from __future__ import annotations

import time

import pytest
import yaml as pyyaml
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_datahygiene.errors import Unreadable
from pytest_datahygiene.extract.yaml import compose, extract, items, line_of
from pytest_datahygiene.facts import Fact, PackageRequired


def read(path: str, text: str) -> list[PackageRequired]:
    return [fact for fact in extract(path, text) if isinstance(fact, PackageRequired)]


def brief(path: str, text: str) -> list[tuple[int, str, str, str]]:
    return [(fact.at.line, fact.name, fact.specifier, fact.version) for fact in read(path, text)]


ENVIRONMENT = """\
name: shop
channels:
  - conda-forge
dependencies:
  - python=3.12
  - conda-forge::cryptography==42.0.5  # why
  - bcrypt=4.0
  - pyjwt>=2.0,<3
  - pyopenssl 23.2.0
  - argon2_cffi =21.3.*
  - xmlsec=1.3.13=py312_0
  - "passlib[version='>=1.7']"
  - paramiko 2.9|3.1
  - certifi=*
  - pip
  - pip:
      - django==4.2.1
      - -r requirements.txt
      - ./shop
"""


def test_a_conda_environment() -> None:
    assert brief("environment.yml", ENVIRONMENT) == [
        (5, "python", "==3.12.*", ""),
        (6, "cryptography", "==42.0.5", "42.0.5"),
        (7, "bcrypt", "==4.0.*", ""),
        (8, "pyjwt", ">=2.0,<3", ""),
        (9, "pyopenssl", "==23.2.0", "23.2.0"),
        (10, "argon2-cffi", "==21.3.*", ""),
        (11, "xmlsec", "==1.3.13", "1.3.13"),
        (12, "passlib", "", ""),
        (13, "paramiko", "", ""),
        (14, "certifi", "", ""),
        (15, "pip", "", ""),
        (17, "django", "==4.2.1", "4.2.1"),
    ]


def test_an_environment_is_told_by_its_name_or_its_keys() -> None:
    assert len(read("ci/deps.yaml", ENVIRONMENT)) == 12
    assert len(read("ci/environment-dev.yaml", "dependencies: [bcrypt]")) == 1
    assert read("galaxy.yml", "dependencies: [bcrypt]") == []


def test_additional_dependencies_of_hooks() -> None:
    text = """\
repos:
- repo: https://example.com/mypy
  hooks:
  - id: mypy
    additional_dependencies: [bcrypt==3.1.0,
      'types-requests>=2']
- repo: local
  hooks:
  - {id: eslint, additional_dependencies: ["@scope/plugin@1.0.0", 3, {a: b}]}
- 3
"""
    assert brief(".pre-commit-config.yaml", text) == [
        (5, "bcrypt", "==3.1.0", "3.1.0"),
        (6, "types-requests", ">=2", ""),
        (9, "3", "", ""),
    ]


def test_several_documents_unknown_tags_and_odd_values() -> None:
    text = "a: !Ref x\n---\nday: 9999-99-99\n---\n? [1, 2]\n: !!python/object/apply:os.system ['true']\n"
    first, second, third = compose(text)
    assert [list(items(root)) for root in (first, second, third)] == [["a"], ["day"], []]
    assert line_of(items(second)["day"]) == 3


@pytest.mark.parametrize("text", ["", "# words\n", "\ufeffa: 1\r\n", "--- \n...\n", "a: é\n", "just words"])
def test_nothing_to_find_is_no_error(text: str) -> None:
    assert read("environment.yml", text) == []


def bomb(levels: int, width: int) -> str:
    lines = ["a0: &a0 [x]"] + [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * width)}]" for i in range(1, levels)]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("[" * 100_000, "YAML nested deeper than 100 levels"),
        ("[\n" * 100_000, "YAML nested deeper than 100 levels"),
        ("{a: " * 100_000, "YAML nested deeper than 100 levels"),
        ("- " * 100_000, "YAML nested deeper than 100 levels"),
        ("? " * 100_000, "YAML nested deeper than 100 levels"),
        ("\n".join(" " * i + "a:" for i in range(300)), "YAML nested deeper than 100 levels: line 101"),
        (bomb(20, 9), "YAML of more than 200000 nodes, aliases counted in full: line "),
        ("[" + "1," * 200_001 + "]", "YAML of more than 200000 nodes"),
        ("---\n1\n" * 200_001, "YAML of more than 200000 nodes"),
        ("a: &a [*a]", "a YAML alias names nothing, or what it stands in: line 1"),
        ("x\n---\n- *b", "a YAML alias names nothing, or what it stands in: line 3"),
        ("a: &a {}\nb:\n  <<: [" + "*a," * 65 + "]", "a YAML mapping merges 65 sources: line 3"),
        ("a: &a {}\nb:\n" + "  <<: *a\n" * 65, "a YAML mapping merges 65 sources: line 3"),
        ("a: 4111111111111111: b", "not valid YAML: line 1"),
        ("a:\n\t- hunter2", "not valid YAML: line 2"),
        ("'hunter2", "not valid YAML: line 1"),
        ("a: \x00", "not readable as YAML: ReaderError"),
    ],
)
def test_what_would_explode_is_refused_before_it_is_composed(text: str, cause: str) -> None:
    began = time.process_time()
    with pytest.raises(Unreadable) as caught:
        compose(text)
    assert str(caught.value).startswith(cause)
    assert "hunter" not in str(caught.value)
    assert "4111" not in str(caught.value)
    assert time.process_time() - began < 20


def test_a_template_is_no_yaml_yet() -> None:
    assert read("chart/templates/a.yaml", "a: 1\n{{- if .Values.x }}\nb: 2\n{{- end }}\n") == []
    assert read("playbook.yml", "{% if x %}\na: [\n{% endif %}") == []
    with pytest.raises(Unreadable, match="deeper than"):
        read("a.yaml", "{{" * 50_000)


def test_ordinary_merges_aliases_and_depth_pass() -> None:
    assert compose("a: &a {}\nb:\n  <<: [" + "*a," * 64 + "]")
    assert compose("[" * 100 + "]" * 100)
    assert compose(bomb(4, 9))


def test_a_broken_package_is_named_and_the_rest_is_kept() -> None:
    found: list[Fact] = []
    with pytest.raises(Unreadable, match=r"^line 3 is not a requirement$"):
        found.extend(extract("environment.yml", "dependencies:\n- bcrypt\n- ===\n- pyjwt\n"))
    assert [getattr(fact, "name", "") for fact in found] == ["bcrypt", "pyjwt"]


@settings(deadline=None)
@given(st.text(alphabet="ab:-[]{}&*<!|>'\"#%,? \n\t=12", max_size=60))
def test_any_text_is_read_or_refused_with_a_cause(text: str) -> None:
    try:
        roots = compose(text)
    except Unreadable:
        return
    assert len(roots) == len([root for root in pyyaml.compose_all(text, Loader=pyyaml.CSafeLoader) if root])
