"""What the title of a calendar entry means: a term, a half-term, an INSET day, days off, or nothing
for certain. Only a title that says nothing else is taken: "End of term assembly" ends no term."""

import re
from enum import Enum, auto


class Meaning(Enum):
    """What an entry is about."""

    TERM = auto()
    TERM_STARTS = auto()
    TERM_ENDS = auto()
    HALF_TERM = auto()
    HALF_TERM_STARTS = auto()
    HALF_TERM_ENDS = auto()
    HOLIDAY = auto()
    BANK_HOLIDAY = auto()
    INSET = auto()
    CLOSURE = auto()
    UNCLEAR = auto()
    OTHER = auto()


_M = Meaning
_HALF = r"(first |second |1st |2nd )?half"
_TERM = rf"({_HALF} )?term( [1-6])?( {_HALF})?|ht ?[1-6]"
_BREAK = r"( holidays?| break| week)?"
_STARTS, _ENDS = "(starts?|begins?|commences?|opens)", "(ends?|closes|finish(es)?)"
# Read from the top: the first that is the whole of what is left of a title.
_PATTERNS = tuple(
    (re.compile(pattern), meaning)
    for pattern, meaning in (
        (rf"half term{_BREAK}", _M.HALF_TERM),
        (rf"half term{_BREAK} {_STARTS}|(start|first day) half term{_BREAK}", _M.HALF_TERM_STARTS),
        (rf"half term{_BREAK} {_ENDS}|(end|last day) half term{_BREAK}", _M.HALF_TERM_ENDS),
        (_TERM, _M.TERM),
        (rf"term( [1-6])? {_STARTS}|(start|beginning|first day) term( [1-6])?", _M.TERM_STARTS),
        (rf"term( [1-6])? {_ENDS}|(end|last day) term( [1-6])?", _M.TERM_ENDS),
        (
            r"((early|late|new|year|s|day|monday|good|friday|boxing) )*(bank|public) holidays?"
            r"( substitute)?( day)?|good friday|boxing day|new year s day",
            _M.BANK_HOLIDAY,
        ),
        (r"(holidays?|break|vacation)( weeks?)?", _M.HOLIDAY),
        (
            r"(inset( days?)?|((teacher )?training|non pupil|pupil free) days?|"
            r"(professional )?development days?)( [1-9]){0,2}",
            _M.INSET,
        ),
        (r"closed|closure( day)?|occasional days?", _M.CLOSURE),
    )
)
# Said beside the word that counts, without changing it.
_BESIDE = frozenset(
    (
        *("the", "of", "for", "to", "in", "on", "a", "an", "and", "all", "is", "are", "our"),
        *("will", "be", "school", "schools", "academy", "college", "primary", "secondary"),
        *("pupils", "students", "children", "staff", "autumn", "spring", "summer", "winter"),
        *("michaelmas", "lent", "trinity", "october", "february", "may", "whitsun", "whit"),
        *("christmas", "easter", "august", "council", "county", "maintained", "only"),
    )
)
_HALF_OF = re.compile("(first|second|1st|2nd) half")
_DAYS_OFF = ("easter monday", "christmas day", "may day")
_HINTS = re.compile(
    r"\b(terms?|half|inset|training|holidays?|break|closed|closure|closes|closing|first day|"
    r"last day|return|back|non pupil|occasional|vacation|bank)\b"
)
_JOINED = (("half-term", "half term"), ("halfterm", "half term"), ("non-pupil", "non pupil"))
_SERVICE = re.compile(r"\bin[- ]?service( training)?\b")
_PARTS = re.compile(r"\s[-–—]\s|[–—:;,()/]")


def meaning(title: str) -> Meaning:
    """What a title says as a whole; its parts must agree."""
    text = _SERVICE.sub("inset", title.casefold())
    for joined, apart in _JOINED:
        text = text.replace(joined, apart)
    found = {_part(part) for part in _PARTS.split(text)} - {None}
    if len(found) == 1:
        only = next(iter(found))
        return only or _M.OTHER
    if _M.CLOSURE in found:
        others = found - {_M.CLOSURE, _M.OTHER}
        # A school that is closed is closed, whatever for; what for may be the better word.
        return _M.CLOSURE if not others else _agreed(others)
    return _M.UNCLEAR if _HINTS.search(text) else _M.OTHER


def _agreed(others: set[Meaning | None]) -> Meaning:
    only = next(iter(others))
    days_off = (_M.INSET, _M.HALF_TERM, _M.HOLIDAY, _M.BANK_HOLIDAY)
    return only if len(others) == 1 and only in days_off else _M.UNCLEAR


def _part(part: str) -> Meaning | None:
    """What one part of a title says; None when it is only a name or a year."""
    words = re.findall(r"[^\W_]+", part)
    plain = " ".join(words)
    if plain in _DAYS_OFF:
        return _M.BANK_HOLIDAY
    left = " ".join(word for word in words if word not in _BESIDE and not _is_year(word))
    if not left or _HALF_OF.fullmatch(left):
        return None
    for pattern, found in _PATTERNS:
        if pattern.fullmatch(left):
            return found
    return _M.UNCLEAR if _HINTS.search(plain) else _M.OTHER


def _is_year(word: str) -> bool:
    return word.isdigit() and len(word) in (2, 4)
