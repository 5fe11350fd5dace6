"""Cryptography: stale packages and broken algorithms."""
