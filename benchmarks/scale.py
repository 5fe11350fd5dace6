"""Projects made up in sizes from ten thousand to a million lines, to see how the cost of following data grows.

Every tenth module hands a card number to the next such module, and every fifth of those logs it: as dense as no real
project is, so that what grows shows.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

SIZES = (10_000, 100_000, 1_000_000)
_LINES = 100
_FOLDER = 50
_PLAIN = '''

def step_{number}(left, right):
    """Return the larger of two amounts."""
    total = left + right
    if total > {number}:
        return max(left, right)
    return total
'''
_HANDED = """import logging

from {following} import take

logger = logging.getLogger(__name__)


class Held{index}:
    def __init__(self, card_number):
        self.card_number = card_number

    def hand_on(self, order):
        payload = {{"order": order, "card": self.card_number}}
        return take(payload)


def take(payload):
    held = Held{index}(payload["card"])
    order = payload["order"]
    logger.info("order %s", order)
{sink}    return held.hand_on(order)


def begin(request):
    card_number = request.POST["card_number"]
    return take({{"order": 1, "card": card_number}})
"""
_SOLVE = """
import json, os, resource, sys, time
from pytest_datahygiene.config import Config
from pytest_datahygiene.engine import check, judging
from pytest_datahygiene.facts import FactBase
from pytest_datahygiene.engine.wishes import wishes
from pytest_datahygiene.flow import leaks

told = {}
judge = judging.judge

def timed(report, readings, chosen, config, *others, **more):
    facts = FactBase(fact for reading in readings for fact in reading.facts)
    facts.add(wishes(config, more["today"]))
    # What following has just solved is not to be had for nothing.
    leaks._solve.cache_clear()
    start = time.process_time()
    leaks.asked(facts)
    told["solved"] = time.process_time() - start
    judge(report, readings, chosen, config, *others, **more)

judging.judge = timed
start = time.process_time()
report = check(os.getcwd(), config=Config(cache_dir=sys.argv[1], jobs=1))
told["own"] = time.process_time() - start
told["found"] = len(report.findings)
told["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
children = resource.getrusage(resource.RUSAGE_CHILDREN)
told["children"] = children.ru_utime + children.ru_stime
print(json.dumps(told))
"""


def scale(room: str) -> Iterator[str]:
    """Yield what each size costs: cold, with one file changed, and for solving alone."""
    for lines in SIZES:
        folder = Path(room, f"scale-{lines}")
        _write(folder, lines // _LINES)
        cold = _run(folder, folder / ".cache")
        changed = folder / "part0" / "module1.py"
        changed.write_text(changed.read_text() + "\n\nAGAIN = 1\n")
        _age(changed)
        warm = _run(folder, folder / ".cache")
        source = sum(path.stat().st_size for path in folder.rglob("*.py"))
        kept = sum(path.stat().st_size for path in (folder / ".cache").iterdir()) / source
        yield (
            f"{lines:>9,} lines: cold {cold['own'] + cold['children']:.2f} s, {cold['megabytes']:.0f} MB, "
            f"{cold['found']} found, solved in {cold['solved']:.3f} s; one file changed {warm['own']:.2f} s, "
            f"solved in {warm['solved']:.3f} s; cache {kept:.2f} of the source"
        )


def _write(folder: Path, modules: int) -> None:
    """Make a project of so many modules, in folders of fifty."""
    handing = range(0, modules, 10)
    for index in range(modules):
        path = folder / f"part{index // _FOLDER}" / f"module{index}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        plain = "".join(_PLAIN.format(number=number) for number in range(_LINES // _PLAIN.count("\n")))
        if index in handing:
            following = (index + 10) % (10 * len(handing))
            sink = '    logger.debug("%s", payload)\n' if index % 50 == 0 else ""
            names = {"following": f"part{following // _FOLDER}.module{following}", "index": index, "sink": sink}
            plain = _HANDED.format(**names) + plain[: len(plain) * 2 // 3]
        path.write_text(plain.lstrip("\n"))
        _age(path)


def _age(path: Path) -> None:
    # What changed a moment ago is not believed by a cache.
    os.utime(path, (1_700_000_000, 1_700_000_000 + path.stat().st_size))


def _run(folder: Path, cache: Path) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-c", _SOLVE, str(cache)], cwd=folder, check=True, capture_output=True, text=True
    )
    told: dict[str, float] = json.loads(done.stdout)
    return told
