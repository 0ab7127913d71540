"""Words in a note that judge a family instead of telling what was said or done."""

from collections.abc import Iterable

from parentlink.parse.names import fold


def judging_words(texts: Iterable[str], listed: str) -> list[str]:
    """The words of the school's own list (commas between) that stand in any of the texts."""
    words = [word.strip() for word in listed.split(",") if word.strip()]
    written = [f" {fold(text)} " for text in texts]
    return [word for word in words if any(f" {fold(word)} " in text for text in written)]
