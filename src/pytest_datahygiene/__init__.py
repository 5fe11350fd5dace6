"""Finds customer data that a Python project keeps, leaks or guards badly."""

__version__ = "0.1.0"
