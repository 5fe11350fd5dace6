"""Data told to people and companies that have no business with it."""
