"""Handles: the word that names one family for good, as Tab offers it and WHO takes it."""

import re

from parentlink.parse.names import fold

_NO_HANDLE = r"[\x00-/:-`{-\x7f\s]+"  # spaces, and signs that a shell takes for its own


def handle(family: str, family_id: int) -> str:
    """A word that names one family for good: what Tab offers."""
    slug = slug_of(family)
    return f"{slug}-{family_id}" if slug else f"f{family_id}"


def slug_of(text: str) -> str:
    """A name as a handle spells it: folded, and no sign that a shell would take for its own."""
    return re.sub(_NO_HANDLE, "-", fold(text)).strip("-")
