"""A bill of cryptography as a list to be read."""

from __future__ import annotations

from pytest_datahygiene.findings.asset import Asset, Bill
from pytest_datahygiene.findings.mask import show

_HEADS = {"algorithm": "Algorithms", "protocol": "Protocols", "library": "Libraries"}
# Places of one row that are shown.
_MOST = 5


def render(made: Bill) -> str:
    """Return one line an asset, under the heads of their kinds."""
    lines: list[str] = []
    for kind, head in _HEADS.items():
        rows = [asset for asset in made.assets if asset.kind == kind]
        if rows:
            lines += [head, *map(_line, rows), ""]
    return "\n".join(lines or ["no cryptography was found", ""])


def _line(asset: Asset) -> str:
    told = ", ".join(filter(None, (asset.mode, asset.padding, asset.curve, asset.version, *asset.functions)))
    places = ", ".join(show(f"{place.path}:{place.line}") for place in asset.places[:_MOST])
    more = len(asset.places) - _MOST
    return f"  {asset.name}{f' ({told})' if told else ''}: {places}{f' and {more} more' if more > 0 else ''}"
