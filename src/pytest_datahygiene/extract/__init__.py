"""One text in, facts about that text alone out."""
