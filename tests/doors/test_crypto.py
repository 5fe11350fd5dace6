"""The bill of cryptography, held against the official schema of CycloneDX 1.7."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from pytest_datahygiene.catalog.runtimes import ended, living, mended
from pytest_datahygiene.engine.bill import bill
from pytest_datahygiene.engine.running import running

FILES = {
    "requirements.txt": "cryptography==50.0.2\nrequests\n",
    "shop/vault.py": """\
        import ssl

        from Crypto.Cipher import AES
        from cryptography.fernet import Fernet
        from cryptography.hazmat.primitives.asymmetric import ec, rsa
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM
        from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
        from cryptography.hazmat.primitives import hashes

        def seal(key, data, nonce):
            AES.new(key, AES.MODE_GCM, nonce=nonce)
            Fernet(key)
            return AESGCM(key).encrypt(nonce, data, None)

        def keys():
            return rsa.generate_private_key(65537, 3072), ec.generate_private_key(ec.SECP384R1())

        def derived(passphrase, salt):
            return PBKDF2HMAC(hashes.SHA256(), 32, salt, 800_000).derive(passphrase)

        def context():
            made = ssl.create_default_context()
            made.minimum_version = ssl.TLSVersion.TLSv1_3
            return made
        """,
    "shop/tokens.py": """\
        import hashlib
        import hmac
        import jwt

        def sign(claims, key):
            return jwt.encode(claims, key, algorithm="HS256")

        def tag(key, text):
            return hmac.new(key, text, hashlib.sha512).digest(), hashlib.sha256(text).hexdigest()
        """,
    "tests/test_shop.py": "import hashlib\n\nhashlib.md5(b'')\n",
}


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    from textwrap import dedent

    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(dedent(text), encoding="utf-8")
    return tmp_path


def run(shop: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest_datahygiene", "crypto", "--no-cache", *arguments, str(shop)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def told(shop: Path) -> dict[str, Any]:
    made = run(shop, "--format", "cyclonedx")
    assert made.returncode == 0, made.stderr
    assert JsonStrictValidator(SchemaVersion.V1_7).validate_str(made.stdout) is None
    parsed: dict[str, Any] = json.loads(made.stdout)
    return parsed


def test_the_bill_is_what_the_schema_asks_for(shop: Path) -> None:
    components = {one["name"]: one for one in told(shop)["components"]}
    assert components["RSA-3072"]["cryptoProperties"]["algorithmProperties"] == {
        "primitive": "pke",
        "parameterSetIdentifier": "3072",
        "cryptoFunctions": ["keygen"],
    }
    assert components["AES-GCM"]["cryptoProperties"]["algorithmProperties"]["mode"] == "gcm"
    assert components["AES"]["cryptoProperties"]["algorithmProperties"]["mode"] == "gcm"
    assert components["SHA-256"]["evidence"]["occurrences"][0]["location"] == "shop/tokens.py"
    assert components["cryptography"]["purl"] == "pkg:pypi/cryptography@50.0.2"
    assert components["cryptography"]["evidence"]["occurrences"] == [{"location": "requirements.txt", "line": 1}]
    assert {"EC SECP384R1", "HMAC", "JWS HS256", "PBKDF2 with SHA-256"} <= components.keys()
    versions = [
        one["cryptoProperties"]["protocolProperties"].get("version", "")
        for one in told(shop)["components"]
        if one["name"] == "TLS"
    ]
    assert sorted(versions) == ["", "1.3"]
    assert "MD5" not in components, "tests protect nobody"


def test_the_same_project_gives_the_same_bytes(shop: Path) -> None:
    assert run(shop, "--format", "cyclonedx").stdout == run(shop, "--format", "cyclonedx").stdout


def test_the_bill_as_text(shop: Path) -> None:
    text = run(shop).stdout
    assert "RSA-3072 (keygen): shop/vault.py:16" in text
    assert text.index("Algorithms") < text.index("Protocols") < text.index("Libraries")


def test_nothing_there(tmp_path: Path) -> None:
    (tmp_path / "shop.py").write_text("print('open')\n", encoding="utf-8")
    assert run(tmp_path).stdout == "no cryptography was found\n"
    assert told(tmp_path)["components"] == []


def test_a_broken_file_is_named_and_the_rest_is_told(shop: Path) -> None:
    (shop / "shop" / "broken.py").write_text("import hashlib\nhashlib.sha256(\n", encoding="utf-8")
    made = run(shop, "--format", "cyclonedx")
    assert made.returncode == 3
    assert "shop/broken.py: source-unreadable" in made.stderr
    assert json.loads(made.stdout)["components"]


def test_the_engine_gives_rows(shop: Path) -> None:
    found = bill(str(shop))
    assert [asset.name for asset in found.assets if asset.kind == "library"] == ["cryptography", "requests"]


def test_the_running_interpreter_is_named(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("", encoding="utf-8")
    found = {one.product: one for one in running(str(tmp_path))}
    assert found["python"].version.startswith(f"{sys.version_info.major}.{sys.version_info.minor}.")
    assert all(one.running and one.at.path == "pyproject.toml" for one in found.values())


def test_what_a_distribution_mends_for_longer() -> None:
    assert ended("openssl", "3.0.19", "", "2026-11-26")
    assert mended("openssl", "3.0", "debian", "12", "2026-11-26")
    assert not mended("openssl", "3.0", "debian", "12", "2029-01-01")
    assert not mended("openssl", "3.0", "", "", "2026-11-26")
    assert mended("openssl", "1.1.1", "rhel", "8.10", "2026-11-26")
    newest = living("python", "2026-11-26")
    assert newest
    assert newest.cycle == "3.15"
    assert ended("python", "3.8", "", "2026-11-26")
    assert ended("python", "3", "", "2026-11-26") is None
    assert ended("django", "1.3", "", "2026-11-26")
