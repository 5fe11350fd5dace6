"""The files of a project on disk: which there are, and their bytes, without following anybody's traps."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from pytest_datahygiene.errors import Unreadable, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

# Folders that hold other people's code or what tools left behind.
_ENVIRONMENT = frozenset({"bin", "Scripts", "lib", "Lib", "lib64", "include"})
_FOREIGN = frozenset(
    ".git .hg .svn .bzr .venv venv .tox .nox .eggs node_modules site-packages __pycache__ __pypackages__"
    " .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache .ipynb_checkpoints"
    " bower_components".split()
)
# Nothing of the repository's configuration is run.
_GIT = ["git", "-c", "core.fsmonitor=", "-c", f"core.hooksPath={os.devnull}"]
_GIT += ["ls-files", "-z", "--cached", "--others", "--exclude-standard"]
_LARGEST = 1_000_000
_NO_FILE = "not a regular file"
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


class Entry(NamedTuple):
    """A file: ``path`` is POSIX and relative to the root, ``size`` in bytes, the times of change in nanoseconds."""

    path: str
    size: int
    mtime: int
    ctime: int


class Missing(NamedTuple):
    """A path that was named but cannot be looked at, and why."""

    path: str
    cause: str


class DiskTree:
    """The files below ``root`` as they lie on disk.

    ``wanted`` tells by its path whether a file is worth looking at; ``excluded`` are patterns of ``.gitignore``
    syntax that hold for named files too. What git ignores is left out unless it is named.
    """

    def __init__(self, root: str, *, wanted: Callable[[str], object], excluded: Iterable[str] = ()) -> None:
        self._root = os.path.realpath(root)
        self._wanted = wanted
        self._excluded = _matcher(list(excluded))

    def entries(self, named: Iterable[str] = ()) -> Iterator[Entry | Missing]:
        """Yield the files, each once: those named and those in the named folders, or all of the root."""
        seen: set[str] = set()
        for place in named or (self._root,):
            for found in self._under(os.path.abspath(place)):
                if found.path not in seen:
                    seen.add(found.path)
                    yield found

    def known(self, paths: Iterable[str]) -> Iterator[Entry | Missing]:
        """Yield those of some files that are still there."""
        for path in paths:
            if not self._excluded(path):
                yield from self._file(path, named=False)

    def read(self, path: str, limit: int) -> bytes:
        """Return the bytes of a file; raise ``Unreadable`` when it is no file, too large or not to be opened."""
        try:
            data = _start_of(os.path.join(self._root, path), limit + 1)
        except OSError as error:
            raise Unreadable(_reason(error)) from None
        if len(data) > limit:
            raise Unreadable(f"larger than {limit} bytes")
        return data

    def _under(self, place: str) -> Iterator[Entry | Missing]:
        """Yield what is found at a place that was named; of links only those are followed, and only inside the root."""
        path = self._relative(os.path.join(os.path.realpath(os.path.dirname(place)), os.path.basename(place)))
        real = os.path.realpath(place)
        inside = self._relative(real)
        if inside == ".." or inside.startswith("../"):
            yield Missing(path, "a link out of the project" if os.path.islink(place) else "outside the project")
        elif os.path.isdir(real):
            yield from self._folder("" if inside == "." else inside)
        elif not (self._excluded(path) or self._excluded(inside)):
            yield from self._file(inside, named=True)

    def _relative(self, place: str) -> str:
        return os.path.relpath(place, self._root).replace(os.sep, "/")

    def _file(self, path: str, *, named: bool) -> Iterator[Entry | Missing]:
        if not (named or self._wanted(path)):
            return
        try:
            found = os.lstat(os.path.join(self._root, path))
        except OSError as error:
            # What git lists may have been deleted since it was committed.
            if named or not isinstance(error, (FileNotFoundError, NotADirectoryError)):
                yield Missing(path, _reason(error))
            return
        if not self._wanted(path):
            return
        if stat.S_ISREG(found.st_mode):
            yield Entry(path, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
        elif named or not (stat.S_ISLNK(found.st_mode) or stat.S_ISDIR(found.st_mode)):
            yield Missing(path, "a link to itself" if stat.S_ISLNK(found.st_mode) else _NO_FILE)

    def _folder(self, path: str) -> Iterator[Entry | Missing]:
        listed = _listed_by_git(os.path.join(self._root, path))
        prefix = path + "/" if path else ""
        for file in self._walk(path) if listed is None else (prefix + file for file in listed):
            if isinstance(file, Missing):
                yield file
            elif not self._excluded(file):
                yield from self._file(file, named=False)

    def _walk(self, path: str) -> Iterator[str | Missing]:
        """Yield the files below a folder, each folder after the files beside it; links are not followed, so it ends."""
        ignored = _Ignored(self._root)
        ignored.descend(path)
        stack = [path]
        while stack:
            folder = stack.pop()
            try:
                with os.scandir(os.path.join(self._root, folder)) as found:
                    entries = sorted(found, key=lambda entry: entry.name)
            except OSError as error:
                yield Missing(folder, _reason(error))
                continue
            names = {entry.name for entry in entries}
            # One that was put among a project's own files by mistake makes no environment of them.
            if "pyvenv.cfg" in names and not _ENVIRONMENT.isdisjoint(names) and folder != path:
                continue
            ignored.enter(folder, has_patterns=".gitignore" in names)
            folders = []
            for entry in entries:
                inner = f"{folder}/{entry.name}" if folder else entry.name
                if entry.is_dir(follow_symlinks=False):
                    if entry.name not in _FOREIGN and not ignored(inner + "/"):
                        folders.append(inner)
                elif self._wanted(inner) and not ignored(inner):
                    yield inner
            stack.extend(reversed(folders))


def _start_of(path: str, limit: int) -> bytes:
    """Return the first bytes of a regular file, waiting for nobody to write to it; raise ``OSError``."""
    handle = os.open(path, _FLAGS)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, _NO_FILE)
        with open(handle, "rb", closefd=False) as file:
            return file.read(limit)
    finally:
        os.close(handle)


def _reason(error: OSError) -> str:
    """Say what the system said, without the path."""
    return (error.strerror or type(error).__name__).lower()


def _matcher(patterns: list[str]) -> Callable[[str], bool]:
    if not patterns:
        return lambda _path: False
    compiled = _compiled(patterns)
    if compiled is None:
        wrong = next(pattern for pattern in patterns if _compiled([pattern]) is None)
        raise UsageError(f"exclude: {wrong!r} is not a pattern of .gitignore")
    return compiled.match_file


def _compiled(patterns: list[str]) -> GitIgnoreSpec | None:
    """Return what matches any of the patterns, ``None`` if one of them is none."""
    from pathspec import GitIgnoreSpec

    try:
        return GitIgnoreSpec.from_lines(patterns)
    except (ValueError, re.error):
        return None


def _listed_by_git(folder: str) -> list[str] | None:
    """Return the files that git tracks or would track below a folder, relative to it; ``None`` where git does not know.

    Git alone knows that a tracked file stays in whatever the patterns say, and the user's own patterns. The files of
    submodules and of other repositories in the folder are theirs.
    """
    if not _in_git(folder):
        return None
    import subprocess

    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment |= {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    try:
        done = subprocess.run(_GIT, cwd=folder, capture_output=True, check=True, env=environment)
    except (OSError, subprocess.CalledProcessError):
        return None
    if b"could not open directory" in done.stderr:
        return None
    listed = sorted(set(os.fsdecode(done.stdout).split("\0")[:-1]))
    # A folder that git ignores was named on purpose.
    return [file for file in listed if _FOREIGN.isdisjoint(file.split("/")[:-1])] or None


def _in_git(folder: str) -> bool:
    """Tell whether a folder or one above it is a git checkout."""
    while not os.path.lexists(os.path.join(folder, ".git")):
        above = os.path.dirname(folder)
        if above == folder:
            return False
        folder = above
    return True


class _Ignored:
    """The patterns of the ``.gitignore`` files met on the way down."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._specs: list[tuple[str, Callable[[str], bool | None]]] = []

    def descend(self, path: str) -> None:
        """Take in the patterns above a folder, unless they say that it is ignored: then it was named on purpose."""
        parts = path.split("/") if path else []
        for depth in range(len(parts)):
            self.enter("/".join(parts[:depth]), has_patterns=True)
            if self("/".join([*parts[: depth + 1], ""])):
                self._specs.clear()
                return

    def enter(self, folder: str, *, has_patterns: bool) -> None:
        """Take in the patterns of a folder."""
        if not has_patterns:
            return
        try:
            data = _start_of(os.path.join(self._root, folder, ".gitignore"), _LARGEST)
        except OSError:
            return
        lines = data.decode("utf-8", "replace").splitlines()
        # Git passes over a line that is no pattern, and minds the others.
        spec = _compiled(lines) or _compiled([line for line in lines if _compiled([line])])
        if spec is None:
            return
        self._specs.append((folder + "/" if folder else "", lambda path: spec.check_file(path).include))

    def __call__(self, path: str) -> bool:
        verdict = False
        for prefix, check in self._specs:
            if path.startswith(prefix):
                said = check(path[len(prefix) :])
                verdict = verdict if said is None else said
        return verdict
