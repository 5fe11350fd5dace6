"""The shop's own cryptography: as little as possible."""

import os

from cryptography.fernet import Fernet


def encrypt(text: bytes) -> bytes:
    return Fernet(os.environ["SHOP_KEY"]).encrypt(text)
