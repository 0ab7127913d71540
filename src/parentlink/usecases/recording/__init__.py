"""Holding a conversation: what was said is kept as it comes, and closed when whole."""
