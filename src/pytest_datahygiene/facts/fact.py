"""The root of every fact."""

from __future__ import annotations

import msgspec

from pytest_datahygiene.place import Place


class Fact(msgspec.Struct, frozen=True, gc=False, tag=True, array_like=True):
    """Something that is so at one place of the project; no behaviour, no opinion."""

    at: Place
