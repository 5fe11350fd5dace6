"""Findings, and what happens to them before they are reported."""
