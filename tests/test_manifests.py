"""Packages and runtimes in container files, pipelines, tox.ini, setup.py, noxfiles and scripts; hostile ones too."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_datahygiene.config import Config
from pytest_datahygiene.engine import check
from pytest_datahygiene.extract.languages import language
from pytest_datahygiene.extract.reader import read
from pytest_datahygiene.extract.reading import Reading
from pytest_datahygiene.facts import ListNamed, PackageRequired, RuntimeNamed
from pytest_datahygiene.source.vocabulary import Present

WORKFLOW = ".github/workflows/ci.yml"


def reading(path: str, text: str) -> Reading:
    return read(path, language(path), text.encode("utf-8", "surrogatepass"), Present([]))


def told(path: str, text: str) -> list[tuple[int, str]]:
    """What is asked for, and which lists are named (``-r …``), each with its line."""
    found = reading(path, text)
    assert not found.cause, found.cause
    rows: list[tuple[int, str]] = []
    for fact in found.facts:
        if isinstance(fact, PackageRequired):
            rows.append((fact.at.line, f"{fact.name}{fact.specifier}"))
        elif isinstance(fact, ListNamed):
            rows.append((fact.at.line, f"-r {fact.path}"))
    return rows


def runtimes(path: str, text: str) -> list[tuple[int, str, str]]:
    found = reading(path, text)
    assert not found.cause, found.cause
    return [(one.at.line, one.product, one.version) for one in found.facts if isinstance(one, RuntimeNamed)]


@pytest.mark.parametrize(
    ("command", "want"),
    [
        ("pip install a==1 b", ["a==1", "b"]),
        ("pip3.11 install a", ["a"]),
        ("python3 -m pip --no-cache-dir -q install --upgrade a", ["a"]),
        ("/opt/venv/bin/pip install a", ["a"]),
        ("uv pip install --system a", ["a"]),
        ("uv --offline pip install a", ["a"]),
        ("uv add --dev 'a>=1,<2'", ["a>=1,<2"]),
        ("poetry add a b", ["a", "b"]),
        ("pdm add -dG test a", ["a"]),
        ("pipenv install --categories dev a", ["a"]),
        ("poetry install --with crypto,jwt --only main", []),
        ("pip install -r requirements.txt -c low.txt a", ["-r requirements.txt", "-r low.txt", "a"]),
        ("pip install -rone.txt --requirement=two.txt", ["-r one.txt", "-r two.txt"]),
        ('pip install "a==1" && pip install b; pip install c | tee x', ["a==1", "b", "c"]),
        ("pip install a || pip install b & pip install c", ["a", "b", "c"]),
        ("""pip install "a; python_version < '3.13'" b""", ["a", "b"]),
        ("pip install 'a==1.*' \"b[x]~=2.0\" c\\ d", ["a==1.*", "b~=2.0"]),
        ('sh -c "pip install a b" c', ["a", "b"]),
        ("""sh -c "pip install 'a==1' b" && echo "x" """, ["a==1", "b"]),
        ("pip install a > out.log 2>&1", ["a"]),
        ("pip install a 2> err.log b", ["a", "b"]),
        ("pip install a # b", ["a"]),
        ("pip install -i https://x.example/simple --cert x.pem -t out a", ["a"]),
        ("pip install . ./b ../c /d $E ${F} g.whl h.tar.gz .[all] https://x.example/i git+https://x.example/j", []),
        ("pip install -r ${FILE} -r *.txt -r https://x.example/r.txt", []),
        ("pip install {a}", []),
        ("pip installs a", []),
        ("pip uninstall a", []),
        ("mypip install a", []),
        ("echo pip", []),
        ("pip install", []),
        ("pip install -r", []),
        ("# pip install a", []),
        ("echo x # pip install a", []),
    ],
)
def test_commands(command: str, want: list[str]) -> None:
    assert [row for _, row in told("Dockerfile", f"FROM x\nRUN {command}\n")] == want
    assert [row for _, row in told(WORKFLOW, f"a:\n  - run: |\n      {command}\n")] == want
    if "#" not in command:
        assert [row for _, row in told("tox.ini", f"[testenv]\ncommands = {command}\n")] == want


def test_a_container_file() -> None:
    text = """\
# RUN pip install a
FROM python:3.13 AS build
RUN pip install \\
    # why it is here
    a==1 \\

    b==2 \\
    && pip install c
  # pip install d
RUN ["pip", "install", "e>=5,<6", "f"]
run pip install -r requirements/prod.txt
RUN pip install g \\
"""
    assert told("deploy/Dockerfile", text) == [
        (3, "a==1"),
        (8, "c"),
        (10, "e>=5,<6"),
        (10, "f"),
        (11, "-r deploy/requirements/prod.txt"),
        (12, "g"),
    ]


def test_windows_line_ends() -> None:
    assert told("Dockerfile", "FROM x\r\nRUN pip install \\\r\n  a==1 \\\r\n  b\r\nRUN pip install c\r\n") == [
        (2, "a==1"),
        (2, "b"),
        (5, "c"),
    ]
    assert told("tox.ini", "[testenv]\r\ndeps =\r\n  a\r\n") == [(3, "a")]
    script = "# /// script\r\n# dependencies = [\r\n#   'a',\r\n# ]\r\n# ///\r\n"
    assert told("x.py", script) == [(3, "a")]


def test_images() -> None:
    text = """\
ARG VERSION=3.8 OTHER=1
ARG BASE
ENV PY "3.9"
FROM python:$VERSION-slim
FROM python:${PY}
FROM --platform=$X --other python:${UNSET:-3.7} AS x
FROM python:${UNSET}
FROM ${BASE:-python:3.6}
# FROM python:2.7
FROM quay.example:5000/library/python:3.5@sha256:00
FROM notpython:3.4
FROM python
RUN apt-get install openssl=1.1.1n
ARG openssl=1.0.2
# RUN apt-get install openssl=1.0.1
LABEL x="python:3.3"
"""
    assert runtimes("Dockerfile", text) == [
        (4, "python", "3.8"),
        (5, "python", "3.9"),
        (6, "python", "3.7"),
        (8, "python", "3.6"),
        (10, "python", "3.5"),
        (13, "openssl", "1.1.1n"),
    ]


def test_a_workflow() -> None:
    text = """\
# - run: pip install no
jobs:
  build:
    container: python:3.8  # as it was
    steps:
      - run: pip install a  # pip install no
      - run: |
          # pip install no

          pip install b
          echo; pip install c
      - run: >-
          pip install
          d
      - name: pip install no
      - uses: actions/setup-python@v5
        with:
          python-version: '3.9'
      - with:
          python-version: |
            3.8
            3.13
"""
    assert told(WORKFLOW, text) == [(6, "a"), (10, "b"), (11, "c"), (13, "d")]
    assert runtimes(WORKFLOW, text) == [(4, "python", "3.8"), (18, "python", "3.9")]


def test_other_pipelines() -> None:
    text = """\
image: python:3.7
test:
  image:
    name: registry.example/python:3.8
    entrypoint: [""]
  before_script:
    - pip install a
    - |
      echo
      pip install b
  script: pip install c
  variables:
    container: python:3.5
"""
    assert told(".gitlab-ci.yml", text) == [(7, "a"), (10, "b"), (11, "c")]
    assert runtimes(".gitlab-ci.yml", text) == [(1, "python", "3.7"), (4, "python", "3.8")]


def test_tox() -> None:
    text = """\
[tox]
requires = tox>=4
env_list = py

[testenv]
deps =
    # no==1
    a==1

    ; no==2
    b
    -r {toxinidir}/requirements/test.txt
    -c{tox_root}/low.txt
    py38,py39: no==3
    c; python_version < "3.13"
commands =
    {envpython} -m pip install d
    pip install -r {toxinidir}/e.txt
[testenv:lint]
deps = f
commands_pre = pip install g
description = deps = no
[flake8]
    no==4
"""
    assert told("sub/tox.ini", text) == [
        (8, "a==1"),
        (11, "b"),
        (12, "-r sub/requirements/test.txt"),
        (13, "-r sub/low.txt"),
        (15, "c"),
        (17, "d"),
        (18, "-r sub/e.txt"),
        (20, "f"),
        (21, "g"),
    ]


@pytest.mark.parametrize(
    ("path", "text", "want"),
    [
        (".python-version", "# 2.7\n\n3.8.1  # why\n3.13\n", [(3, "3.8.1")]),
        (".python-version", "pypy3.9\n3.8.1\n", []),
        (".python-version", "system\n3.8\n", []),
        (".python-version", "cpython-3.8.19-linux\n", [(1, "3.8.19")]),
        ("runtime.txt", "python-3.8.10\r\n", [(1, "3.8.10")]),
        (".tool-versions", "nodejs 20.1\n#python 2.7\npython  3.9.1 3.8\npython 3.7\n", [(3, "3.9.1")]),
        (".tool-versions", "python-build 3.8\n", []),
        ("runtime.txt", "", []),
    ],
)
def test_version_files(path: str, text: str, want: list[tuple[int, str]]) -> None:
    assert [(line, version) for line, _, version in runtimes(path, text)] == want


def test_setup_py() -> None:
    text = '''\
from setuptools import setup

BASE = ["a==1"]  # install_requires = ["no"]
MORE = BASE + ["b",
               "c"]
TEXT = """
d==4

e==5
"""
LOOP = LOOP + [LOOP, *LOOP]
def no(install_requires=["no"]):
    """install_requires=["no"]"""
setup(
    install_requires=[*MORE, "f", BASE, f"no{1}", unknown, os.environ["NO"]],
    setup_requires=TEXT,
    tests_require=LOOP,
    extras_require={
        "x": ["g" "==7"],
        "y": MORE,
    },
    python_requires=">=3.6,<3.9",
)
'''
    rows = [(3, "a==1"), (4, "b"), (5, "c")]
    assert told("setup.py", text) == [*rows, (15, "f"), (7, "d==4"), (9, "e==5"), (19, "g==7"), *rows]


def test_a_noxfile() -> None:
    text = """\
import nox

@nox.session
def tests(session):
    # session.install("no")
    session.install("a", "b==2")
    session.install("-r", "test.txt", "-e", ".[x]", "c")
    session.install("-r", NAME, "d", f"{no}")
    session.run("pip", "--version")
"""
    assert told("ci/noxfile.py", text) == [
        (6, "a"),
        (6, "b==2"),
        (7, "-r ci/test.txt"),
        (7, "c"),
        (8, "d"),
    ]


def test_a_script() -> None:
    # At the margin it would be a script of this file.
    text = dedent("""\
        #!/usr/bin/env python
        # /// other
        # dependencies = ["no"]
        # ///

        # /// script
        # requires-python = "<3.9"
        #
        # dependencies = [
        #   "a==1",  # why
        #   "b",
        # ]
        # ///
        print("# /// script")
        """)
    assert told("x.py", text) == [(10, "a==1"), (11, "b")]
    assert [line for line, *_ in runtimes("x.py", text)] == [7]


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("# /// script\n# dependencies = [\n# ///\n", "not valid TOML: line 2, column 17"),
        ("x = 1\n# /// script\n# dependencies = [\n#  'a',\n#  '='\n# ]\n# ///\n", "line 5 is not a requirement"),
    ],
)
def test_a_broken_script_names_its_own_line(text: str, cause: str) -> None:
    assert reading("x.py", text).cause == cause


@pytest.mark.parametrize(
    "text",
    [
        "# /// script\n# dependencies = ['a']\n",
        "# /// script\n# ///\n",
        "# /// script\ndependencies = ['a']\n# ///\n",
        "# /// script \n# dependencies = ['a']\n# ///\n",
        "# /// script\n#dependencies = ['a']\n# ///\n",
        "# /// script\n# dependencies = 3\n# ///\n",
        " # /// script\n # dependencies = ['a']\n # ///\n",
    ],
)
def test_what_is_no_script_asks_for_nothing(text: str) -> None:
    assert told("x.py", text) == []


# What is made to do harm: all of it a few hundred thousand characters, read within seconds.

MANY = 40_000
HOSTILE: dict[str, Callable[[], tuple[str, str]]] = {
    "commands, a line each": lambda: ("Dockerfile", "RUN pip install x\n" * MANY),
    "commands on one line": lambda: ("Dockerfile", "RUN " + "pip install x;" * MANY),
    "a command in a command": lambda: ("Dockerfile", "RUN " + "pip install " * MANY),
    "words": lambda: ("Dockerfile", "RUN pip install " + "x " * MANY * 3),
    "quotes": lambda: ("Dockerfile", "RUN " + "pip install \"'" * MANY),
    "an open quote each": lambda: ("Dockerfile", 'RUN pip install "x;' * MANY),
    "escapes": lambda: ("Dockerfile", 'RUN pip install "' + '\\"' * MANY * 5),
    "backslashes": lambda: ("Dockerfile", "RUN pip install " + "\\" * MANY * 9),
    "joined lines": lambda: ("Dockerfile", "RUN pip install \\\n" + "x \\\n" * MANY),
    "options": lambda: ("Dockerfile", "RUN " + "pip --a=b -c " * MANY),
    "dashes": lambda: ("Dockerfile", "RUN pip " + "-" * MANY * 9),
    "options of uv": lambda: ("Dockerfile", "RUN uv" + " --pip" * MANY + " pip" + " --pip" * MANY),
    "blanks": lambda: ("Dockerfile", "RUN pip" + " " * MANY * 9 + "x"),
    "many blanks": lambda: ("Dockerfile", ("RUN pip" + " " * 500 + "x\n") * (MANY // 50)),
    "a path": lambda: ("Dockerfile", "RUN " + "pip/" * MANY * 3 + "pip install x"),
    "comments": lambda: ("Dockerfile", "RUN pip install a \\\n" + "# x\n" * MANY),
    "signs of comment": lambda: ("Dockerfile", "RUN pip install a" + " #" * MANY * 3),
    "platforms": lambda: ("Dockerfile", "FROM " + "--x " * MANY + "\n" + "FROM --" + "x" * MANY * 5),
    "an image": lambda: ("Dockerfile", "FROM " + "a/" * MANY * 3 + "python:3.8"),
    "ports": lambda: ("Dockerfile", "FROM " + "a:1/" * MANY + "\n" + "FROM a:" + "1" * MANY * 5),
    "variables": lambda: ("Dockerfile", "ARG A=" + "x" * 1000 + "\n" + ("FROM " + "${A}" * 200 + "\n") * 200),
    "a variable": lambda: ("Dockerfile", "FROM " + "${A:-" * MANY),
    "brackets": lambda: ("Dockerfile", 'RUN ["pip", ' + '"x" , ' * MANY),
    "blanks in brackets": lambda: ("Dockerfile", 'RUN ["pip"' + " " * MANY * 5),
    "openssl": lambda: ("Dockerfile", "RUN apt " + "libopenssl-dev" * MANY),
    "factors": lambda: ("tox.ini", "[testenv]\ndeps =\n  " + "a," * MANY * 3 + "\n"),
    "factors with blanks": lambda: ("tox.ini", "[testenv]\ndeps =\n  a" + " " * MANY * 9 + "b\n"),
    "dependencies": lambda: ("tox.ini", "[testenv]\ndeps =\n" + "  a\n" * MANY),
    "a key": lambda: ("tox.ini", "a-" * MANY * 5 + " " * MANY * 5),
    "versions": lambda: (".tool-versions", "python " * MANY + "\n" + "python 1\n" * MANY),
    "a version": lambda: (".python-version", "3." * MANY),
    "scripts without an end": lambda: ("x.py", "# /// script\n" * MANY),
    "ends without a script": lambda: ("x.py", "# /// script\n" + "# ///\n" * MANY + "# x\n" * MANY),
    "a script": lambda: ("x.py", "# /// script\n# dependencies = [\n" + "# 'a',\n" * MANY + "# ]\n# ///\n"),
    "variables in variables": lambda: (
        "setup.py",
        "".join(f"v{n} = [{f'v{n + 1}, ' * 60}]\n" for n in range(60))
        + "v60 = ['a']\nsetup(install_requires=v0, extras_require={'x': v0})\n",
    ),
    "sums": lambda: ("setup.py", "setup(install_requires=" + " + ".join(["['a']"] * 500) + ")\n"),
    "brackets in setup": lambda: ("setup.py", "setup(install_requires=" + "[" * 5000 + "]" * 5000 + ")\n"),
    "setup in setup": lambda: ("setup.py", "setup(install_requires=" * 60 + "['a']" + ")" * 60 + "\n"),
    "run": lambda: (WORKFLOW, "a:\n" + "  - run: pip install x\n" * (MANY // 2)),
    "a block": lambda: (WORKFLOW, "run: |\n" + "  pip install x\n" * MANY),
    "a folded block": lambda: (WORKFLOW, "run: >\n" + "  pip install x\n" * MANY),
    "aliases": lambda: (WORKFLOW, "a: &a {run: pip install x}\n" + "".join(f"b{n}: [*a, *a]\n" for n in range(2000))),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_made_to_take_long_takes_seconds(name: str) -> None:
    path, text = HOSTILE[name]()
    began = time.monotonic()
    found = reading(path, text)
    assert time.monotonic() - began < 20
    assert "Recursion" not in found.cause


PATHS = ["Dockerfile", "tox.ini", WORKFLOW, "setup.py", "noxfile.py", "x.py", ".python-version", "requirements.txt"]
WORDS = (
    r"pip install |a==1| |\\n|\n|\"|'|#| # |;|&&|RUN |FROM |python:3.8|deps =\n |[testenv]\n|run: \n  |- |: |--pip|="
    r"|# /// script\n|# ///\n|setup(install_requires=|[|]|)|session.install(|-r |-c|x.txt|{toxinidir}/|$|${|}|uv |\r|é"
)
PIECES = st.sampled_from([*WORDS.replace("\\n", "\n").replace("\\r", "\r").split("|"), "|", "\0", "\ufeff", "\u2028"])


@settings(deadline=None, max_examples=300)
@given(st.sampled_from(PATHS), st.lists(PIECES, max_size=20).map("".join) | st.text(max_size=60))
def test_any_text_is_read_or_refused(path: str, text: str) -> None:
    found = reading(path, text)
    last = max(text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1, 1)
    for fact in found.facts:
        assert 1 <= fact.at.line <= last


# Lists that other files name


def project(root: Path, **files: str) -> Path:
    (root / "pyproject.toml").write_text("[tool.datahygiene]\n")
    for name, text in files.items():
        path = root / name.replace("__", "/").replace("_txt", ".txt").replace("_py", ".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


def found(root: Path) -> tuple[list[tuple[str, int]], list[str]]:
    """The stale packages of a project, and what was not understood."""
    report = check(str(root), config=Config(no_cache=True, jobs=1), today="2026-11-26")
    rows = [(one.finding.at.path, one.finding.at.line) for one in report.findings if one.rule == "crypto-package-stale"]
    return sorted(rows), [f"{one.path}: {one.cause}" for one in report.unreadable]


OLD = "bcrypt==3.1.0\n"


def test_lists_that_name_one_another(tmp_path: Path) -> None:
    files = {
        "requirements_txt": "-r deploy/a.txt\n-r requirements.txt\n",
        "deploy__a_txt": f"-r b.txt\n-r a.txt\n{OLD}",
        "deploy__b_txt": f"# first\n-c ../deploy/a.txt\n{OLD}",
        "other_txt": OLD,
    }
    assert found(project(tmp_path, **files)) == ([("deploy/a.txt", 3), ("deploy/b.txt", 3)], [])


def test_lists_are_read_whichever_rules_are_chosen(tmp_path: Path) -> None:
    project(tmp_path, requirements_txt="-r deploy/a.txt\n", deploy__a_txt=OLD)
    config = Config(only=("crypto-package-stale",), no_cache=True, jobs=1)
    assert check(str(tmp_path), config=config, today="2026-11-26").findings


def test_a_long_way_from_list_to_list(tmp_path: Path) -> None:
    files = {f"lists__l{number}_txt": f"-r l{number + 1}.txt\n" for number in range(60)}
    files |= {"requirements_txt": "-r lists/l0.txt\n", "lists__l60_txt": OLD}
    assert found(project(tmp_path, **files)) == ([("lists/l60.txt", 1)], [])


def test_no_list_outside_of_the_project_is_read(tmp_path: Path) -> None:
    (tmp_path / "outside.txt").write_text(OLD)
    root = tmp_path / "project"
    root.mkdir()
    lists = ["../outside.txt", f"{tmp_path}/outside.txt", "./../project/../outside.txt", "missing.txt", "sub", ""]
    project(root, requirements_txt="".join(f"-r {name}\n" for name in lists), sub__x_txt=OLD)
    (root / "Dockerfile").write_text("RUN pip install -r ../outside.txt -c ../../../../etc/passwd\n")
    (root / "tox.ini").write_text("[testenv]\ndeps = -r{toxinidir}/../outside.txt\n")
    assert found(root) == ([], [])


def test_links_lead_nowhere_else(tmp_path: Path) -> None:
    (tmp_path / "outside.txt").write_text(OLD)
    root = tmp_path / "project"
    root.mkdir()
    project(root, requirements_txt="-r inside.txt\n")
    (root / "inside.txt").symlink_to(tmp_path / "outside.txt")
    assert found(root)[0] == []


def test_setup_py_is_never_run(tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    text = f"""\
import pathlib
pathlib.Path({str(mark)!r}).write_text("")
from setuptools import setup
setup(install_requires=[(pathlib.Path({str(mark)!r}).touch(), "bcrypt==3.1.0")[1], "bcrypt==3.1.0"])
"""
    for name in ("setup_py", "noxfile_py"):
        session = "session.install('bcrypt==3.1.0')\n"
        rows, causes = found(project(tmp_path, **{name: text + (session if name == "noxfile_py" else "")}))
        assert rows
        assert causes == []
    assert not mark.exists()
