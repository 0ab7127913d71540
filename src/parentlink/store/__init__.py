"""KEEP: the one door to the file."""
