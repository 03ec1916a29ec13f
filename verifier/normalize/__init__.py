"""Comparison forms beside the originals, never instead of them: one standard a file."""
