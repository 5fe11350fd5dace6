"""The shop's own cryptography: an example of what not to write."""

import hashlib

from Crypto.Cipher import DES


def hash_password(password: str) -> str:
    return hashlib.md5(password.encode()).hexdigest()


def encrypt(key: bytes, text: bytes) -> bytes:
    return DES.new(key, DES.MODE_ECB).encrypt(text)


def validate_password(password: str) -> None:
    if len(password) < 6:
        raise ValueError("Your password is too short.")
