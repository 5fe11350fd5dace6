"""Text enters here: trees of files, their decoding, and the choice of what is worth parsing."""
