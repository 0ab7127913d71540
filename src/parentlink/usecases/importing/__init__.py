"""Bringing files in: read every row, plan against what is on file, show, apply."""
