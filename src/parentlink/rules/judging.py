"""A question back where a note judges a family instead of telling; never a refusal."""

from collections.abc import Iterable


def gentle(words: Iterable[str]) -> list[str]:
    """One line for each judging word that was found."""
    return [f'A gentle thought: "{word}" judges; what did they say or do?' for word in words]
