"""A call log: read its rows, find out whom each is about, compare, and write."""
