"""A bill of cryptography as CycloneDX 1.7 has it: https://cyclonedx.org/docs/1.7/json/, read on 2026-11-26.

The same project gives the same bytes: there is no serial number and no time stamp.
"""

from __future__ import annotations

import json
import os
import re
from typing import Any

from pytest_datahygiene import __version__
from pytest_datahygiene.findings.asset import Asset, Bill
from pytest_datahygiene.findings.mask import show

_SIGNS = re.compile(r"[^a-z0-9.]+")


def render(made: Bill) -> str:
    """Return the bill as JSON, ending in a line feed."""
    name = show(os.path.basename(made.root) or "project")
    rows = [(_ref(asset), asset) for asset in made.assets]
    told: dict[str, Any] = {
        "$schema": "http://cyclonedx.org/schema/bom-1.7.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.7",
        "version": 1,
        "metadata": {
            "tools": {"components": [{"type": "application", "name": "pytest-datahygiene", "version": __version__}]},
            "component": {"type": "application", "bom-ref": "project", "name": name},
        },
        "components": [_component(ref, asset) for ref, asset in rows],
        "dependencies": [{"ref": "project", "dependsOn": sorted(ref for ref, _ in rows)}],
    }
    return json.dumps(told, indent=2, ensure_ascii=False) + "\n"


def _ref(asset: Asset) -> str:
    parts = (asset.kind, asset.name, asset.version, asset.set, asset.mode, asset.padding, asset.curve, *asset.functions)
    return _SIGNS.sub("-", "/".join(filter(None, parts)).lower())


def _component(ref: str, asset: Asset) -> dict[str, Any]:
    found: dict[str, Any] = {"bom-ref": ref, "name": show(asset.name)}
    if asset.kind == "library":
        version = {"version": show(asset.version)} if asset.version else {}
        purl = f"pkg:pypi/{asset.name}" + (f"@{asset.version}" if asset.version else "")
        found = {"type": "library", **found, **version, "purl": show(purl)}
    else:
        found = {"type": "cryptographic-asset", **found, "cryptoProperties": _properties(asset)}
    places = [{"location": show(place.path), "line": place.line} for place in asset.places]
    return {**found, "evidence": {"occurrences": places}}


def _properties(asset: Asset) -> dict[str, Any]:
    if asset.kind == "protocol":
        version = {"version": asset.version} if asset.version else {}
        return {"assetType": "protocol", "protocolProperties": {"type": asset.primitive, **version}}
    told = {
        "primitive": asset.primitive or "unknown",
        "parameterSetIdentifier": asset.set,
        "mode": asset.mode,
        "padding": asset.padding,
        "ellipticCurve": asset.curve,
    }
    functions = {"cryptoFunctions": list(asset.functions)} if asset.functions else {}
    properties = {key: value for key, value in told.items() if value}
    return {"assetType": "algorithm", "algorithmProperties": {**properties, **functions}}
