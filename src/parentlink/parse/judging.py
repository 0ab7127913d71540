"""Words in a note that judge a family instead of telling what was said or done."""

from collections.abc import Iterable

from parentlink.parse.names import fold


def judging_words(texts: Iterable[str], listed: str) -> list[str]:
    """The words of the school's own list (commas between) that stand in any of the texts.

    Spellings that are compared as the same, with a hyphen and without, count once.
    """
    words: dict[str, str] = {}
    for word in filter(None, map(str.strip, listed.split(","))):
        words.setdefault(fold(word), word)
    written = [f" {fold(text)} " for text in texts]
    return [word for key, word in words.items() if any(f" {key} " in text for text in written)]
