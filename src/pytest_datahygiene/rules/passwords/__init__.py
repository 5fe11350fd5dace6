"""Passwords: what the code accepts, measured against a policy."""
