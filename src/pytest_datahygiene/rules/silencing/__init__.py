"""Silencing: comments that silence a finding, and what is wrong with them."""
