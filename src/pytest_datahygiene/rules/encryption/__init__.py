"""Encryption: personal data that lies in clear."""
