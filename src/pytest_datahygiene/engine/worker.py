"""The process that parses, and that may die of it: reads jobs, writes what it found, one frame each.

A frame is four bytes of length, most significant first, and that many bytes of MessagePack.
"""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import os
import signal
import sys
import threading
import time
import traceback
from typing import BinaryIO

import msgspec

from pytest_datahygiene.extract.reader import read
from pytest_datahygiene.extract.reading import Reading, Work
from pytest_datahygiene.source.vocabulary import Present, seed

# Seconds of processor time for one file, and bytes of address space for all.
SECONDS = 10
MEMORY = 3 << 30
STACK = 512 << 20


class Job(msgspec.Struct, array_like=True):
    """A file to read: its path relative to the root, its extractor, its bytes, the seeds in it, and the functions that
    were asked for by name."""

    path: str
    language: str
    data: bytes
    seeds: list[str]
    asked: list[str]


def main() -> None:
    """Serve jobs until the parent hangs up."""
    # Whoever stops the run from the terminal stops the parent, and the parent us.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    jobs, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    _limit()
    sys.setrecursionlimit(20_000)
    threading.stack_size(STACK)
    server = threading.Thread(target=_serve, args=(jobs, answers))
    # Whatever a library prints must not reach the answers, nor fill the pipe that tells why no worker starts.
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    server.start()
    server.join()


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; the parent's clock is what remains
        return
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _serve(jobs: BinaryIO, answers: BinaryIO) -> None:
    decoder = msgspec.msgpack.Decoder(Job)
    gc.freeze()
    # A tree is made of hundreds of thousands of objects without a cycle among them.
    gc.set_threshold(200_000)
    while True:
        size = int.from_bytes(jobs.read(4), "big")
        if not size:
            return
        job = decoder.decode(jobs.read(size))
        _allow_seconds()
        answer = _answer(job)
        faulthandler.cancel_dump_traceback_later()
        answers.write(len(answer).to_bytes(4, "big") + answer)
        answers.flush()


def _answer(job: Job) -> bytes:
    try:
        present = Present(map(seed, job.seeds), job.asked)
        return msgspec.msgpack.encode(read(job.path, job.language, job.data, present))
    except MemoryError:
        # Perhaps only for what other files left behind: the parent tries once more with a new worker.
        os.abort()
    except Exception as error:  # noqa: BLE001  # the boundary of a file: our own fault costs this file, and is named
        last = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{os.path.basename(last.filename)}:{last.lineno}"
        cause = f"our own error, please report: {type(error).__name__} in {where}"
        return msgspec.msgpack.encode(Reading(job.path, [], cause, Work()))


def _allow_seconds() -> None:
    """Let the next file have its processor time and no more: the system ends us, since the parser does not listen."""
    try:
        import resource
    except ImportError:  # Windows knows no such limit; a thread of C's waits instead
        faulthandler.dump_traceback_later(6 * SECONDS, exit=True)
        return
    with contextlib.suppress(OSError, ValueError):
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + SECONDS, hard))


if __name__ == "__main__":
    main()
