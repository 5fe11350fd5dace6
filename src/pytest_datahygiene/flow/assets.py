"""The algorithms, protocols and libraries that a project uses, each once, with the places where it stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pytest_datahygiene.catalog import algorithms, calls
from pytest_datahygiene.catalog.packages import packages
from pytest_datahygiene.catalog.seeds import set_aside
from pytest_datahygiene.facts import AttributeSet, CallMade, Fact, FactBase, PackageRequired
from pytest_datahygiene.findings.asset import Asset
from pytest_datahygiene.flow.settled import settled
from pytest_datahygiene.place import Place

READS: tuple[type[Fact], ...] = (AttributeSet, CallMade, PackageRequired)

# What calls do, by the kinds of the catalog, in the words of CycloneDX.
_DOES = {
    "modulus": "keygen",
    "curve": "keygen",
    "jwk": "keygen",
    "signs": "sign",
    "jwt-encode": "sign",
    "jwt-decode": "verify",
    "encrypts": "encrypt",
    "pbkdf2": "keyderive",
    "scrypt": "keyderive",
    "argon2-key": "keyderive",
    "bcrypt-key": "keyderive",
    "hkdf": "keyderive",
}
_PRIMITIVES = {"hash": "digest", "mac": "tag", "kdf": "keyderive"}
_NAMES = {"pbkdf2": "PBKDF2", "scrypt": "scrypt", "argon2-key": "Argon2", "bcrypt-key": "bcrypt-pbkdf", "hkdf": "HKDF"}
_TITLES = {
    "sha1": "SHA-1",
    "sha224": "SHA-224",
    "sha256": "SHA-256",
    "sha384": "SHA-384",
    "sha512": "SHA-512",
    "md5": "MD5",
}
_TLS = {"TLSv1": "1.0", "TLSv1_1": "1.1", "TLSv1_2": "1.2", "TLSv1_3": "1.3"}
_JOSE = {"HS": "mac", "RS": "signature", "PS": "signature", "ES": "signature", "Ed": "signature"}


def assets(facts: FactBase) -> list[Asset]:
    """Return what the project uses, sorted; tests and documentation are left out."""
    found: dict[Asset, list[Place]] = defaultdict(list)
    for call in settled(facts):
        if not set_aside(call.at.path):
            for asset in _of_call(call):
                found[asset].append(call.at)
    for one in facts.of(AttributeSet):
        for way in one.value.split("|") if one.kind == "minimum-version" else ():
            last = way.rpartition(".")[2]
            if last in _TLS:
                found[Asset("protocol", "TLS", "tls", version=_TLS[last])].append(one.at)
    for package in facts.of(PackageRequired):
        if package.name in packages() and packages()[package.name].category.startswith(
            ("crypto", "tls", "jose", "pass")
        ):
            found[Asset("library", package.name, version=package.version)].append(package.at)
    return [asset._replace(places=tuple(sorted(set(places)))) for asset, places in sorted(found.items())]


def _of_call(call: CallMade) -> Iterator[Asset]:
    row, given = calls.row_of(call.name, ()), dict(call.given)
    if row is not None and row.protocol:
        yield Asset("protocol", row.algorithm, row.protocol)
    elif row is not None and row.algorithm:
        yield _algorithm(row, call, given)
    elif call.kind in _NAMES:
        yield Asset("algorithm", f"{_NAMES[call.kind]}{_with(given.get('hash', ''))}", "kdf", functions=("keyderive",))
    elif call.name in ("hmac.new", "hmac.digest"):
        yield Asset("algorithm", "HMAC", "mac", functions=("tag",))
    elif call.kind in ("jwt-encode", "jwt-decode"):
        for one in given.get("algorithms", "").replace("|", ",").split(","):
            if one[:2] in _JOSE:
                yield Asset("algorithm", f"JWS {one}", _JOSE[one[:2]], functions=(_DOES[call.kind],))
    else:
        chosen = algorithms.chosen(call.name, call.arguments, call.keywords)
        if chosen and chosen.algorithm.kind in ("hash", "cipher") and chosen.algorithm.names:
            primitive = "hash" if chosen.algorithm.kind == "hash" else "block-cipher"
            does = "digest" if primitive == "hash" else "encrypt"
            yield Asset("algorithm", chosen.algorithm.title, primitive, functions=(does,))


def _algorithm(row: calls.Call, call: CallMade, given: dict[str, str]) -> Asset:
    bits = given.get("bits", "")
    curve = given.get("curve", "").removesuffix("()").rpartition(".")[2]
    size = row.set or (bits if bits.isdigit() else "")
    name = f"{row.algorithm}-{bits}" if bits.isdigit() else f"{row.algorithm} {curve}".rstrip()
    primitive = row.primitive or ("pke" if row.algorithm == "RSA" else "signature")
    does = _DOES.get(call.kind) or _PRIMITIVES.get(primitive, "")
    mode = row.mode or _mode(call)
    return Asset("algorithm", name, primitive, size, mode, row.padding, row.curve, functions=(does,) if does else ())


def _mode(call: CallMade) -> str:
    """Return the mode that a cipher of pycryptodome is made with."""
    told = " ".join((*call.arguments, *(value for _, value in call.keywords)))
    return next(
        (mode for mode in ("gcm", "cbc", "ctr", "ecb", "ccm", "cfb", "ofb") if f"MODE_{mode.upper()}" in told), ""
    )


def _with(hashed: str) -> str:
    last = hashed.removesuffix("()").rpartition(".")[2].lower().replace("-", "").replace("_", "")
    return f" with {_TITLES[last]}" if last in _TITLES else ""
