"""Measures the bars that the project has set itself, and prints a table.

``python -m benchmarks.run`` runs everything, ``python -m benchmarks.run start file project pytest parser scale`` the
groups that are named. Nothing here fails: the machine decides how long things take, and only ratios within one run
mean something.
"""

from __future__ import annotations

import compileall
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from tests.corpus import run as corpus

from benchmarks.cpu import Command, Pair, pair, seconds
from benchmarks.scale import scale

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
PYTHON = sys.executable
OURS = str(BIN / "datahygiene")
_FOUND = (0, 1, 3)
_PROJECTS = ("apache-superset", "shuup", "wagtail", "django-allauth", "pretix")
_SEEDED = ("django-lfs", "lfs/customer/models.py")
_PLAIN = '''"""Adds numbers."""


def add(left: int, right: int) -> int:
    """Return the sum."""
    return left + right
'''
_SUITE = "def test_nothing():\n    pass\n"
# The fields that are found, for a copy of the file in which they say only yes or no.
_FOUND_FIELDS = re.compile(r"models\.CharField\(.*max_length=30\)")
_PARSE = """
import sys, time, gc
import libcst
texts = [open(path, encoding="utf-8").read() for path in sys.argv[1:]]
gc.disable()
start = time.process_time()
for text in texts:
    libcst.parse_module(text)
print((time.process_time() - start) * 1000 / sum(map(len, texts)) * 1_000_000)
"""


class Line(NamedTuple):
    """A row of the table: what was measured against what, and the most that it should be."""

    says: str
    times: Pair
    bar: float
    milliseconds: bool = False

    def __str__(self) -> str:
        ours, theirs = (1000 * sorted(times)[len(times) // 2] for times in self.times)
        value = 1000 * self.times.extra if self.milliseconds else self.times.ratio
        spread = "" if self.milliseconds else f"{min(self.times.ratios):.3f}-{max(self.times.ratios):.3f}"
        told = f"{value:+.1f} ms" if self.milliseconds else f"{value:.3f}"
        kept = "kept" if value <= self.bar else "MISSED"
        return f"{self.says:62} {ours:9.0f} {theirs:9.0f} {told:>8} {spread:>13} {self.bar:5g} {kept}"


def start(room: str) -> Iterator[Line]:
    """Yield what it costs to start."""
    plain = _project(room, "plain", {"plain.py": _PLAIN})
    bare = Command([PYTHON, "-c", "pass"], plain)
    yield Line("datahygiene --version / python -c pass", pair(Command([OURS, "--version"], plain), bare, 21), 3)
    check = Command([OURS, "check", "plain.py"], plain, env=_cache(room, "plain"))
    yield Line("check of one file without a seed / python -c pass", pair(check, bare, 21), 4)


def file(room: str) -> Iterator[Line]:
    """Yield what a hook costs on one file that holds something, the second time and the first."""
    name, path = _SEEDED
    text = (_unpacked(name) / path).read_text(encoding="utf-8")
    for says, body in (
        ("with findings", text),
        ("without a finding", _FOUND_FIELDS.sub("models.BooleanField()", text)),
    ):
        folder = _project(room, f"seeded {says}", {"models.py": body})
        # What changed a moment ago is not believed by a cache.
        os.utime(Path(folder, "models.py"), (1_700_000_000, 1_700_000_000))
        bandit = Command([PYTHON, "-m", "bandit", "-q", "models.py"], folder, _FOUND)
        warm = Command([OURS, "check", "models.py"], folder, _FOUND, _cache(room, says))
        yield Line(f"warm check of one seeded file {says} / bandit", pair(warm, bandit, 11), 0.3)
    cold = Command([OURS, "check", "--no-cache", "models.py"], folder, _FOUND)
    yield Line("cold check of one seeded file / bandit (no bar)", pair(cold, bandit, 11), float("inf"))


def project(room: str) -> Iterator[Line]:
    """Yield what whole projects cost, cold and warm, in one process beside the guarded one that parses."""
    for name in _PROJECTS:
        folder = os.path.join(room, name)
        shutil.copytree(_unpacked(name), folder, symlinks=True)
        _git(folder)
        says = f"{name} ({_lines(folder):,} lines)"
        bandit = Command([PYTHON, "-m", "bandit", "-q", "-r", "."], folder, _FOUND)
        check = [OURS, "check", "--jobs", "1", "--format", "concise"]
        cold = pair(Command([*check, "--no-cache"], folder, _FOUND), bandit, 3, warm=False)
        yield Line(f"cold check of {says} / bandit", cold, 0.25)
        warm = Command(check, folder, _FOUND, _cache(room, name))
        seconds(warm)
        yield Line(f"warm check of {says} / bandit", Pair([seconds(warm) for _ in cold.theirs], cold.theirs), 0.02)
        shutil.rmtree(folder)


def pytest(room: str) -> Iterator[Line]:
    """Yield what the plugin costs a run of pytest that does not ask for it: installed from a wheel, as users have it,
    against the same environment without it."""
    folder = _project(room, "suite", {"test_nothing.py": _SUITE})
    _run([PYTHON, "-m", "build", "--quiet", "--wheel", "--outdir", room, str(ROOT)])
    (wheel,) = Path(room).glob("*.whl")
    pythons = [os.path.join(room, name, "bin", "python") for name in ("with", "without")]
    for name, python in zip(("with", "without"), pythons, strict=True):
        _run([PYTHON, "-m", "venv", os.path.join(room, name)])
        _run([python, "-m", "pip", "install", "--quiet", "pytest", str(wheel)])
    _run([pythons[1], "-m", "pip", "uninstall", "--quiet", "--yes", "pytest-datahygiene"])
    # Where bytecode may not be kept pytest compiles plugins anew in every run; that is the environment's choice.
    kept = {"PYTHONDONTWRITEBYTECODE": ""}
    with_it, without = (Command([python, "-m", "pytest", "-q"], folder, env=kept) for python in pythons)
    yield Line("pytest, plugin not asked for - pytest without it", pair(with_it, without, 101), 3, milliseconds=True)


def _unpacked(name: str) -> Path:
    return corpus.fetch(next(one for one in corpus.projects() if one.name == name))


def _project(room: str, name: str, files: dict[str, str]) -> str:
    """Make a project with a root of its own and return its folder."""
    folder = Path(room, name)
    folder.mkdir()
    for path, text in files.items():
        (folder / path).write_text(text, encoding="utf-8")
    _git(str(folder))
    return str(folder)


def _git(folder: str) -> None:
    """Make a folder a checkout, as projects are."""
    for command in (["git", "init", "-q"], ["git", "add", "-A"]):
        _run(command, folder)


def _run(command: list[str], folder: str | None = None) -> None:
    subprocess.run(command, cwd=folder, check=True, stderr=subprocess.DEVNULL)


def _cache(room: str, name: str) -> dict[str, str]:
    return {"DATAHYGIENE_CACHE_DIR": os.path.join(room, f"{name}-cache")}


def _lines(folder: str) -> int:
    return sum(path.read_bytes().count(b"\n") for path in Path(folder).rglob("*.py"))


def parser(_room: str) -> Iterator[str]:
    """Yield what the parser costs for each megabyte, the reason why so little is parsed."""
    files = sorted(map(str, (_unpacked("django-oscar") / "src/oscar/apps").rglob("*.py")))
    done = subprocess.run([PYTHON, "-c", _PARSE, *files], check=True, capture_output=True, text=True)
    yield f"libcst.parse_module: {float(done.stdout):.0f} ms a MB ({len(files)} files of django-oscar)"


_GROUPS: dict[str, Callable[[str], Iterator[Line | str]]] = {
    "start": start,
    "file": file,
    "project": project,
    "pytest": pytest,
    "parser": parser,
    "scale": scale,
}


def main(named: list[str]) -> None:
    """Print the table, line by line as it is measured."""
    # As pip leaves what it installs; the environment may forbid Python to do so by itself.
    compileall.compile_dir(ROOT / "src", quiet=1)
    print(f"{'processor time, children included':62} {'ours ms':>9} {'other ms':>9} {'median':>8} {'spread':>13}   bar")
    with tempfile.TemporaryDirectory(prefix="datahygiene-bench-") as room:
        for name in named or _GROUPS:
            for line in _GROUPS[name](room):
                print(line, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
