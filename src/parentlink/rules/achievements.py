"""Whether a row of a school's achievement and behaviour export is something to celebrate.

Schools name the types themselves (merits, house points, "Green - Classwork"), so the words decide,
and where they do not, nobody guesses: what is not clearly good is never told to a family as good.
"""

import re
from enum import StrEnum
from typing import NamedTuple


class Verdict(StrEnum):
    """What a row is."""

    GOOD = "good"
    INCIDENT = "incident"
    UNCLEAR = "unclear"


class Row(NamedTuple):
    """What a row says about its kind; blank where it says nothing.

    `achievement` and `incident` stood under headings that only one of them has ("Type of
    achievement"), `kind` under one such as "Positive or negative"; `title` stands above the table.
    """

    achievement: str = ""
    incident: str = ""
    kind: str = ""
    type: str = ""
    title: str = ""
    achievement_points: float = 0
    behaviour_points: float = 0
    points: float = 0
    said_good: bool = False  # whoever imports says that this type is good
    description: str = ""


# Words that no school has for something good, wherever they stand.
_BAD = re.compile(
    r"\b(negative|demerits?|sanctions?|detentions?|incidents?|poor|misconduct|misbehaviour|"
    r"exclu\w+|suspen\w+|bully\w*|warnings?|behaviour (incident|log|concern|event)s?|c[1-6])\b"
)
_RED = re.compile(r"\s*(red|amber)\s*($|[-–—:/(,|]|cards?\b|slips?\b)", re.IGNORECASE)
# Words that are mostly about trouble, and now and then about the end of it ("excellent behaviour").
_TROUBLE = re.compile(
    r"\b(behaviou?r|conduct|disrupt\w*|defian\w*|rude\w*|late|lateness|truan\w*|concerns?|"
    r"fight\w*|aggress\w*|abus\w*|damage\w*|swear\w*|smok\w*|vap\w*|phone|uniform|removed|"
    r"removal|isolation|on report|consequence\w*|yellow|orange|dishonest\w*|disobe\w*|"
    r"inappropriate|unaccept\w*|low level|off task)\b"
)
# With one of these a good word may mean its opposite ("no effort", "loss of house points").
_NEGATED = re.compile(
    r"\b(lack|no|not|never|without|missing|missed|incomplete|fail\w*|refus\w*|loss|lost|losing|"
    r"loses?|deduct\w*|cancel\w*|withdr[ae]w\w*|revok\w*|forfeit\w*|docked|minus|taken|takes?|"
    r"stripped|revers\w*|void\w*|fewer|less)\b"
)
# What schools write in a column that says which of the two a row is; anything else is unclear.
_GOOD_KINDS = frozenset(("a", "ach", "achieve", "p", "pos", "plus"))
_BAD_KINDS = frozenset(("b", "beh", "behav", "bad", "n", "neg", "minus", "d", "i", "inc"))
_GOOD = re.compile(
    r"\b(achiev\w*|merits?|praise\w*|rewards?|awards?|house ?points?|commend\w*|stars?|excellen\w*|"
    r"outstanding|great|good|super\w*|fantastic|brilliant|effort|well done|kind\w*|helpful\w*|"
    r"helping|positive\w*|improve\w*|congratulat\w*|celebrat\w*|credits?|green|gold|silver|bronze|"
    r"certificates?|postcards?|progress|contribution\w*|teamwork|leadership|perseverance|"
    r"resilience|exceptional|proud|success\w*)\b"
)
_COLOUR = re.compile(r"\s*(green|gold|positive|achievement|merit)\s*[-–—:]\s*(?=\S)", re.IGNORECASE)


def judge(row: Row) -> Verdict:
    """What a row is.

    Anything that speaks of an incident wins, since a wrong "well done" hurts the family.
    """
    found = _by_type(row)
    if found is Verdict.GOOD and not row.said_good and _is_bad(row.description):
        return Verdict.UNCLEAR
    return found


def _by_type(row: Row) -> Verdict:
    """What all but the description say."""
    if row.behaviour_points or row.points < 0 or row.achievement_points < 0:
        return Verdict.INCIDENT
    if row.incident and not _is_good_behaviour(row):
        return Verdict.INCIDENT
    if row.said_good:
        return Verdict.GOOD
    said = [_word(text) for text in (row.title, row.kind, row.achievement, row.type)]
    if any(map(_is_bad, (row.title, row.kind, row.achievement, row.type))):
        return Verdict.INCIDENT
    said[1] = _kind(row.kind)
    if is_unclear_kind(row.kind):
        return Verdict.UNCLEAR
    in_good_place = bool(row.achievement) or row.achievement_points > 0 or Verdict.GOOD in said[:2]
    if in_good_place:
        return _among_good(row)
    if Verdict.INCIDENT in said:
        return Verdict.INCIDENT
    return said[3]


def _is_good_behaviour(row: Row) -> bool:
    """Whether a "behaviour" is good by its own word, and is said to be: some lists hold both."""
    kinds = (_kind(row.kind), _word(row.type))
    return _word(row.incident) is Verdict.GOOD and Verdict.GOOD in kinds


def _among_good(row: Row) -> Verdict:
    """A row that stands where good things stand; trouble there is not clear, unless it ended."""
    types = " ".join(map(_plain, (row.achievement, row.type)))
    others = [_word(row.title), _kind(row.kind)]
    if Verdict.INCIDENT in others or _NEGATED.search(types):
        return Verdict.UNCLEAR
    is_fine = not _TROUBLE.search(types) or bool(_GOOD.search(types))
    return Verdict.GOOD if is_fine else Verdict.UNCLEAR


def _is_bad(text: str) -> bool:
    return bool(_BAD.search(_plain(text)) or _RED.match(text))


def is_unclear_kind(text: str) -> bool:
    """Whether a column that tells achievements from incidents says something nobody knows."""
    return bool(text.strip()) and _kind(text) is Verdict.UNCLEAR


def _kind(text: str) -> Verdict:
    """What a column that tells achievements from incidents says, in a word or a letter."""
    word = {"+": "plus", "-": "minus"}.get(text.strip(), _plain(text))
    if word in _BAD_KINDS:
        return Verdict.INCIDENT
    return Verdict.GOOD if word in _GOOD_KINDS else _word(text)


def _word(text: str) -> Verdict:
    """What one text says by itself."""
    key = _plain(text)
    if _is_bad(text):
        return Verdict.INCIDENT
    is_good, is_trouble = bool(_GOOD.search(key)), bool(_TROUBLE.search(key))
    if is_trouble and not is_good:
        return Verdict.INCIDENT
    return Verdict.UNCLEAR if is_trouble or not is_good or _NEGATED.search(key) else Verdict.GOOD


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def in_words(kind: str, subject: str, description: str) -> str:
    """Good news to open a call with: "Classwork in Science: explained how plants breathe"."""
    plain = _COLOUR.sub("", kind).strip() or "Achievement"
    first = f"{plain} in {subject}" if subject else plain
    return f"{first}: {description}" if description else first
