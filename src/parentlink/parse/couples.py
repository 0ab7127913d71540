"""Two people in one name: "Mr & Mrs Okafor", "Mr J & Mrs A Okafor", "Chidi & Ngozi Okafor"."""

import re
from typing import NamedTuple

from parentlink.parse.names import fold
from parentlink.parse.words import TITLES

_AND = re.compile(r"\s*[&+]\s*|\s+and\s+", re.IGNORECASE)
_OR_SLASH = re.compile(r"\s*[&+/]\s*|\s+and\s+", re.IGNORECASE)
_TWO_TITLES = re.compile(
    r"(?P<titles>(?P<one>\w+)\.?(?:\s*[&+]\s*|\s+and\s+)(?P<two>\w+)\.?)(?:\s+(?P<rest>.*))?",
    re.IGNORECASE,
)
_WOMAN, _MAN = frozenset(("mrs", "ms", "miss", "lady")), frozenset(("mr", "sir"))
_FOR_A_WOMAN = frozenset(("mother", "mum", "stepmother", "step mother", "foster mother"))
_FOR_A_MAN = frozenset(("father", "dad", "stepfather", "step father", "foster father"))
_NOT_PEOPLE = frozenset(
    (
        *("agency", "association", "care", "centre", "charity", "co", "company", "council"),
        *("department", "fostering", "adoption", "group", "home", "house", "limited", "ltd"),
        *("nursery", "office", "school", "service", "services", "social", "solicitors", "sons"),
        *("team", "trust"),
    )
)


class Person(NamedTuple):
    """One person's name as it may stand in three cells."""

    title: str
    forename: str
    surname: str


Two = tuple[Person, Person]


def may_be_two(text: str) -> bool:
    """Whether there is an "and" in it: a quick look before the careful one."""
    if "&" in text or "+" in text or " and " in text.lower():
        return True
    return "," in text and _listed(text) is not None


def may_be_two_carers(text: str) -> bool:
    """The same, or names with a stroke between: "Al Orr / Bo Orr"."""
    return may_be_two(text) or ("/" in text and "c/o" not in text.lower())


def person(title: str, forename: str, surname: str) -> Person:
    """A name. Without a forename the title is part of it, or Mr and Mrs Okafor would be one."""
    if not forename and surname and title:
        title, forename = "", title
    return Person(title, forename, surname)


def two_people(title: str, forename: str, surname: str) -> Two | None:
    """The two whose names stand together in cells for title, forename and surname."""
    if not title:
        title, forename, surname = _titles_in_front(forename, surname)
    titles, forenames, surnames = _AND.split(title), _AND.split(forename), _AND.split(surname)
    twice = len(titles) == 2 and all(titles)
    if not (twice or (len(forenames) == 2 and all(forenames))):
        return None
    if max(map(len, (titles, forenames, surnames))) > 2:
        return None
    one, two = (
        person(_pick(titles, at, alone=""), _pick(forenames, at, alone=""), _pick(surnames, at))
        for at in (0, 1)
    )
    return _told_apart(one, two)


def _told_apart(one: Person, two: Person) -> Two | None:
    """The two, unless they would be called the same: "Mr & Mr Jones"."""
    return None if fold(" ".join(one)) == fold(" ".join(two)) else (one, two)


def _listed(text: str) -> Two | None:
    """Two whole names with a comma or stroke between: "Mr Smith, Mrs Smith", "Al Orr / Bo Orr".

    "Garcia Lopez, Maria Jose" is one person: with a comma both have a title, or one surname.
    """
    for sign in "/,":
        halves = [half.strip() for half in text.split(sign)]
        if len(halves) != 2 or any(map(_AND.search, halves)):
            continue
        (title, left), (other, right) = map(_titled, halves)
        if min(len(left) + bool(title), len(right) + bool(other)) < 2 or not (left and right):
            continue
        is_one_surname = fold(left[-1]) == fold(right[-1])
        if (title and other) or (
            is_one_surname if sign == "," else fold(left[0]) != fold(right[0])
        ):
            return _told_apart(_full(title, left), _full(other, right))
    return None


def _pick(parts: list[str], at: int, alone: str | None = None) -> str:
    """The part of one of two people; one that stands alone is the first one's, or both's."""
    if len(parts) == 2:
        return parts[at]
    return parts[0] if at == 0 or alone is None else alone


def _titles_in_front(forename: str, surname: str) -> tuple[str, str, str]:
    """ "Mr & Mrs Okafor" in one name, taken apart."""
    found = _TWO_TITLES.fullmatch(forename or surname)
    if not found or not {fold(found["one"]), fold(found["two"])} <= TITLES:
        return "", forename, surname
    rest = found["rest"] or ""
    return (found["titles"], rest, surname) if forename else (found["titles"], "", rest)


def two_in_name(text: str, family: str = "") -> Two | None:
    """The two whose full names stand in one cell; None when they cannot be told with certainty.

    `family` is the pupil's surname: it tells "Mr Okafor & Ms Ada Reid" from "Mr Chidi & ...".
    """
    if _NOT_PEOPLE & set(fold(text).split()):
        return None
    two = _listed(text) or _in_one(text, family) or _titles_and_names(text)
    return two and _told_apart(*two)


def _titles_and_names(text: str) -> Two | None:
    """The two of "Mr and Mrs C and N Wye"."""
    parts = _AND.split(text)
    if len(parts) != 3 or "," in text:
        return None
    (title, none), (other, first), (third, rest) = map(_titled, parts)
    if not title or none or not other or len(first) != 1 or third or len(rest) < 2:
        return None
    return _two(title, first, other, rest[:1], rest[1:])


def _in_one(text: str, family: str) -> Two | None:
    """The two with one "and" between them."""
    surname, comma, rest = (part.strip() for part in _with_comma(text).partition(","))
    halves = _AND.split(rest if comma else surname)
    if len(halves) != 2 or not all(halves):
        return None
    (title, left), (other, right) = map(_titled, halves)
    if any(fold(word) in TITLES for word in (*left, *right)):
        return None
    if comma:  # Okafor, Chidi & Ngozi; three in a row have a comma, too
        short = max(len(left), len(right)) < 2 and not may_be_two(surname)
        return _two(title, left, other, right, surname.split()) if short else None
    if left and fold(" ".join(left)) == fold(family) and title:  # Mr Okafor & Ms Ada Reid
        return (person(title, "", family), _full(other, right)) if right else None
    return _by_length(title, left, other, right) if right else None


def _by_length(title: str, left: list[str], other: str, right: list[str]) -> Two | None:
    """The two by how many words there are on each side of the "and"."""
    if len(left) > 1 and len(right) > 1:  # Chidi Okafor & Ngozi Reid
        return _full(title, left), _full(other, right)
    if title and left and not other:  # Mr Okafor & Ngozi Reid: which of them has which surname?
        return None
    if not left:  # Mr & Mrs Okafor, Mr & Mrs C Okafor
        return _two(title, right[:-1], other, [], right[-1:]) if title else None
    if len(left) > 1:  # Chidi Okafor & Ngozi, Mr J Okafor & Mrs Reid
        one = _full(title, left)
        return one, person(other, "", right[0]) if other else Person("", right[0], one.surname)
    if len(right) > 1:  # Chidi & Ngozi Okafor, Mr J & Mrs A Okafor
        return _two(title, left, other, right[:1], right[1:])
    if title and other:  # Mr Okafor & Mrs Reid
        return person(title, "", left[0]), person(other, "", right[0])
    return Person(title, left[0], ""), Person(other, right[0], "")  # Chidi & Ngozi


def _with_comma(text: str) -> str:
    """ "OKAFOR Chidi & Ngozi" as "OKAFOR, Chidi & Ngozi"."""
    first, _, rest = text.partition(" ")
    capitals = len(first) > 2 and first.isupper() and not rest.isupper() and "," not in text
    return f"{first}, {rest}" if capitals and rest[:1].isalpha() else text


def _two(title: str, forename: list[str], other: str, second: list[str], surname: list[str]) -> Two:
    name = " ".join(surname)
    return person(title, " ".join(forename), name), person(other, " ".join(second), name)


def _full(title: str, words: list[str]) -> Person:
    return person(
        title, " ".join(words[:1]) if len(words) > 1 else "", " ".join(words[1:] or words)
    )


def _titled(text: str) -> tuple[str, list[str]]:
    words = text.split()
    if words and fold(words[0]) in TITLES:
        return words[0].rstrip("."), words[1:]
    return "", words


def relationships(word: str, two: Two) -> tuple[str, str]:
    """What each of two is to the pupil: "Mother & Father" is shared out, "mother" is said of one.

    A word that does not fit somebody's title is left out for them.
    """
    parts = _OR_SLASH.split(word)
    titles = [fold(each.title or each.forename) for each in two]
    if len(parts) == 2 and all(parts):
        turned = any(_is_against(*pair) for pair in zip(parts, titles, strict=True))
        return (parts[1], parts[0]) if turned else (parts[0], parts[1])
    one, other = ("" if _is_wrong_for(word, title) else word for title in titles)
    return one, other


def _is_wrong_for(word: str, title: str) -> bool:
    """Whether a word for a woman or a man is not known to fit."""
    return (fold(word) in _FOR_A_WOMAN and title not in _WOMAN) or (
        fold(word) in _FOR_A_MAN and title not in _MAN
    )


def _is_against(word: str, title: str) -> bool:
    return (fold(word) in _FOR_A_WOMAN and title in _MAN) or (
        fold(word) in _FOR_A_MAN and title in _WOMAN
    )
