"""A word of a closed list, as people type it: "pos", "no answer", "checkin"."""

from enum import StrEnum
from typing import TypeVar

from parentlink.errors import Unreadable
from parentlink.parse.names import fold, shorten

Word = TypeVar("Word", bound=StrEnum)

# What may stand before a name, folded.
TITLES = frozenset(
    ("mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "rev", "sir", "lady")
)

# What people say for a word of ours. Only words with one meaning stand here.
_OTHER_WORDS = {
    "answered": "reached",
    "spoke": "reached",
    "spoke to": "reached",
    "na": "no-answer",
    "none": "no-answer",
    "message": "voicemail",
    "left message": "voicemail",
    "vm": "voicemail",
    "busy": "engaged",
    "wrong no": "wrong-number",
    "praise": "positive",
    "good": "positive",
    "neutral": "check-in",
    "phone": "call",
    "phone call": "call",
    "telephone": "call",
    "sms": "text",
    "visit": "home-visit",
    "teams": "video",
    "zoom": "video",
    "in": "incoming",
    "out": "outgoing",
    "me": "school",
    "teacher": "school",
    "staff": "school",
    "parent": "home",
    "parents": "home",
    "carer": "home",
    "family": "home",
    "student": "pupil",
    "child": "pupil",
    "complete": "done",
    "completed": "done",
    "in progress": "open",
    "ongoing": "open",
}


def word(kind: type[Word], text: str, what: str) -> Word:
    """The word of a list that is meant: itself, its clear beginning, or another word for it.

    Raises:
        Unreadable: none or several could be meant; the sentence lists them all.
    """
    key = _plain(text)
    words = {_plain(one.value): one for one in kind}
    if key in words:
        return words[key]
    other = _plain(_OTHER_WORDS.get(fold(text), ""))
    if other in words:
        return words[other]
    listed = ", ".join(one.value for one in kind)
    if not key:
        raise Unreadable(f"There is nothing here for {what}; it must be one of: {listed}.")
    begun = [one for name, one in words.items() if name.startswith(key)]
    if len(begun) == 1:
        return begun[0]
    raise Unreadable(f"{what} is {shorten(text)!r}; it must be one of: {listed}.{_near(key, kind)}")


def _plain(text: str) -> str:
    return fold(text).replace(" ", "")


def _near(key: str, kind: type[StrEnum]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(key, [one.value for one in kind], n=1, cutoff=0.6)
    return f" Did you mean {near[0]}?" if near else ""
