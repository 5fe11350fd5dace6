"""Writes the catalog's fast form; called when the package is built."""

from __future__ import annotations

import os

from pytest_datahygiene.catalog import seeds, store


def compile_all() -> None:
    """Pack every file of ``data/`` into ``compiled/``, and the seed words that they imply."""
    target = os.path.join(store.HERE, "compiled")
    os.makedirs(target, exist_ok=True)
    for name in sorted(os.listdir(os.path.join(store.HERE, "data"))):
        with open(os.path.join(target, name + ".msgpack"), "wb") as file:
            file.write(store.pack(os.path.join(store.HERE, "data", name)))
    with open(os.path.join(target, "seeds.txt"), "w", encoding="utf-8", newline="\n") as words:
        words.write("\n".join(seeds.build()))
