"""Workers seen from the process that must survive: it never parses, it waits, and it names what went wrong."""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import NamedTuple

import msgspec

from pytest_datahygiene.extract.reading import Reading, Work

# Seconds on the wall after which a worker is killed, whatever it waits for.
_DEADLINE = 90.0
# Seconds that a worker which hung up has to end, so that its own status says why.
_PATIENCE = 2.0
# Below this many bytes of source a second worker costs more than it saves.
_WORTH_A_POOL = 2_000_000
# The status of a worker that never came to serve, told from that of one whose time was up.
_NO_START = 70
_START = """
import sys
sys.path[:0] = {path!r}
try:
    from pytest_datahygiene.engine.worker import main
    main()
except Exception as error:
    print(type(error).__name__, error, sep=": ", file=sys.stderr)
    sys.exit({no_start})
"""

# Path, language, bytes, seeds, functions asked for.
Job = tuple[str, str, bytes, list[str], list[str]]


class Answer(NamedTuple):
    """What is in a file, and whether that is only that a worker died of it."""

    reading: Reading
    died: bool


class Worker:
    """One worker process, started when first needed and again when it died."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False
        # When the question was asked that is not answered yet.
        self._asked: float | None = None
        self._watch: threading.Thread | None = None
        self._done = threading.Event()
        self._answers = msgspec.msgpack.Decoder(Reading)

    def read(self, job: Job) -> Answer:
        """Return what is in a file; one that kills the worker twice costs only itself."""
        reading, cause = self._ask(job)
        if reading is None and cause != _SLOW:
            # It may have died of what earlier files left behind.
            reading, cause = self._ask(job)
        return Answer(reading or Reading(job[0], [], cause, Work()), died=reading is None)

    def _ask(self, job: Job) -> tuple[Reading | None, str]:
        if self._closed:
            return None, "the run was stopped"
        process = self._process = self._process or _start()
        self._asked = time.monotonic()
        if self._watch is None:
            self._watch = threading.Thread(target=self._watched, daemon=True)
            self._watch.start()
        try:
            return self._answers.decode(_exchange(process, msgspec.msgpack.encode(job))), ""
        except (OSError, EOFError, msgspec.MsgspecError):
            self._process = None
            return None, _cause(*_end(process, patience=_PATIENCE))
        finally:
            self._asked = None

    def _watched(self) -> None:
        """Kill the process when a file takes too long, as long as there is one; a thread for each file would cost more
        than most files."""
        while not self._done.wait(1):
            asked, process = self._asked, self._process
            if asked is not None and process is not None and time.monotonic() - asked > _DEADLINE:
                process.kill()

    def close(self) -> None:
        """End the process for good."""
        self._closed = True
        self._done.set()
        if self._process is not None:
            _end(self._process)
            self._process = None


_SLOW = "took too long to parse"


def _end(process: subprocess.Popen[bytes], patience: float = 0) -> tuple[int, str]:
    """Kill a process that does not end by itself in so many seconds, let go of it and return its status, with what it
    said if it could not start."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(patience)
    process.kill()
    status = process.wait()
    said = process.stderr.read() if process.stderr is not None and status == _NO_START else b""
    for pipe in (process.stdin, process.stdout, process.stderr):
        with contextlib.suppress(OSError):
            if pipe is not None:
                pipe.close()
    return status, said.decode(errors="replace").strip()


def _cause(status: int, said: str) -> str:
    """Say in plain words why a worker died."""
    name = signal.Signals(-status).name if status < 0 else ""
    # The last resort of a worker that hangs without using the processor is to exit with 1.
    if status == 1 or name in ("SIGKILL", "SIGXCPU"):
        return _SLOW
    if name in ("SIGSEGV", "SIGBUS"):
        return "nested too deeply for the parser"
    if name == "SIGABRT":
        return "needs too much memory to parse"
    if status == _NO_START:
        return f"no worker starts, is the installation whole? {said}"
    return f"the parser died with status {status}"


def _start() -> subprocess.Popen[bytes]:
    package = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    code = _START.format(path=[package], no_start=_NO_START)
    return subprocess.Popen(
        [sys.executable, "-I", "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def _exchange(process: subprocess.Popen[bytes], question: bytes) -> bytes:
    """Send a frame and return the answer's; raise ``EOFError`` when the worker is gone."""
    if process.stdin is None or process.stdout is None:
        raise EOFError
    process.stdin.write(len(question).to_bytes(4, "big") + question)
    process.stdin.flush()
    head = process.stdout.read(4)
    body = process.stdout.read(int.from_bytes(head, "big"))
    if len(head) < 4 or len(body) < int.from_bytes(head, "big"):
        raise EOFError
    return body


def read_all(jobs: Iterable[Job], wanted: int, crew: list[Worker]) -> Iterator[Answer]:
    """Yield the readings of jobs in their order, by as many workers as are worth it, at most ``wanted`` (0: one a
    processor). Those of ``crew`` come first and new ones join it; whoever owns it closes them."""
    todo = list(jobs)
    if not todo:
        return
    worth = 1 + sum(len(data) for _, _, data, _, _ in todo) // _WORTH_A_POOL
    count = max(1, min(worth, wanted or os.cpu_count() or 1, len(todo)))
    crew.extend(Worker() for _ in range(count - len(crew)))
    if count == 1:
        yield from map(crew[0].read, todo)
        return
    pool = ThreadPoolExecutor(count)
    try:
        yield from _spread(pool, crew[:count], todo)
    finally:
        # Not waited for: whoever stops a run wants it to stop.
        pool.shutdown(wait=False, cancel_futures=True)


def _spread(pool: Executor, workers: list[Worker], jobs: list[Job]) -> Iterator[Answer]:
    idle: queue.SimpleQueue[Worker] = queue.SimpleQueue()
    for worker in workers:
        idle.put(worker)

    def run(job: Job) -> Answer:
        worker = idle.get()
        try:
            return worker.read(job)
        finally:
            idle.put(worker)

    waiting: list[Future[Answer]] = [pool.submit(run, job) for job in jobs]
    for future in waiting:
        yield future.result()
