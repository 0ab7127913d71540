"""Names and numbers that stand in several cells of a row, put together."""

import re
from collections.abc import Sequence

from parentlink.errors import Unreadable
from parentlink.parse.couples import (
    Person,
    may_be_two,
    may_be_two_carers,
    relationships,
    two_in_name,
    two_people,
)
from parentlink.parse.damaged import has_lost_letters
from parentlink.parse.names import fold, person_name
from parentlink.parse.people import title_in_front, titled
from parentlink.parse.surnames import has_forename
from parentlink.parse.words import TITLES
from parentlink.rules.called_first import says_whom
from parentlink.usecases.importing.cells import Values
from parentlink.usecases.importing.rule import Rule, read_rule
from parentlink.vocabulary import PHONES, ContactRule, Responsibility

Found = dict[str, Values]  # what a row says, by table; "row" is taken together with others
_REACHES = (*PHONES, "main_phone", "email")
_TITLE_LAST = re.compile(r"(?P<name>.*?)\s*(?:(?<=,)|\()\s*(?P<title>[^\W\d_]+)\.?\s*\)?\s*")
_REACH = re.compile(r"@|(?:[0-9][ ()-]{0,2}){6}")  # "Ada 2" is a name
_REACH_IN_NAME = (
    "A number or an e-mail address stands in this name. Please give it a column of its own."
)
_FIRST_IN_NAME = (
    "This says whom to call, and it stands in a name. Please leave only the name here; the order "
    "goes into a column such as priority (1 is called first)."
)
_TITLE_ALONE = "There is a title and no name. Please write the name, or leave it out."
_LONG_CAPITALS = 3  # letters; two are rather initials
_PUPIL = ("forename", "surname", "pupil", "surname_forename")
_CARER = ("carer_forename", "carer_surname", "carer")
_LOST = (
    "A letter of this name may have been lost when the file was saved. Please export it as "
    '"CSV UTF-8" or an Excel workbook, or write the name without the sign in it.'
)


class Wrong(Exception):
    """A row that cannot be used: under which of our fields, and why."""

    def __init__(self, name: str, text: str, why: str) -> None:
        super().__init__(why)
        self.name, self.text, self.why = name, text, why


def name_pupil(row: Values, pupil: Values) -> str | None:
    """Put the pupil's full name together; returns the surname."""
    name = surname = None
    if row.get("forename") or row.get("surname"):
        surname = _said(row, "surname")
        name = " ".join(filter(None, (_said(row, "forename"), surname)))
    elif text := _said(row, "pupil"):
        name, surname = (text, text.split(" ")[-1]) if row.get("pupil_ref") else _in_order(text)
    elif text := _said(row, "surname_forename"):
        name, surname = _surname_first(text)
    if name:
        if not any(map(str.isalpha, name)):
            raise Wrong("surname", name, "There is no letter in this name. Please write the name.")
        pupil["legal_name"] = name
        pupil["name_key"] = fold(name)
        _refuse_lost(name, row, "pupil_ref", _PUPIL)
    if "preferred_name" in pupil:
        _prefer(row, pupil, surname or "")
    return surname


def _prefer(row: Values, pupil: Values, surname: str) -> None:
    """A forename that stands again as the preferred one is none: SIMS fills in everybody's."""
    key = fold(str(pupil["preferred_name"])) if pupil["preferred_name"] else None
    name = str(pupil.get("legal_name") or "")
    pupil["preferred_key"] = key
    same = [fold(name), fold(name.removesuffix(surname))]
    if key in same and not row.get("pupil_ref"):
        del pupil["preferred_name"], pupil["preferred_key"]


def _said(row: Values, name: str) -> str:
    return str(row.get(name) or "")


def _refuse_lost(name: str, row: Values, ref: str, fields: Sequence[str]) -> None:
    """A name in which a letter was lost is nobody's; in a file of ours it stands as it was typed.

    Raises:
        Wrong: under the field in which it stands.
    """
    if has_lost_letters(name) and not row.get(ref):
        said = {each: _said(row, each) for each in fields}
        raise Wrong(*next(item for item in said.items() if has_lost_letters(item[1])), _LOST)


def _in_order(text: str) -> tuple[str, str]:
    """A full name with the forename first, and its surname.

    Turned round are "Okafor, Ada" and "OKAFOR Ada".
    """
    if "," not in text and not text[:2].isupper():
        return text, text.split(" ")[-1]
    if may_be_two(text):
        return text, text.split(" ")[-1]
    surname, comma, forename = (part.strip() for part in text.partition(","))
    if comma and forename and surname:
        return f"{forename} {surname}", surname
    words = text.split(" ")
    count = _capitals(words)
    if count and any(len(word) >= _LONG_CAPITALS for word in words[:count]):
        return " ".join([*words[count:], *words[:count]]), " ".join(words[:count])
    return text, words[-1]


def _capitals(words: list[str]) -> int:
    """How many words in front are all capitals, if those behind are names in small letters."""
    count = next((at for at, word in enumerate(words) if word != word.upper()), 0)
    rest = words[count:]
    return count if all(word[:1].isupper() and word != word.upper() for word in rest) else 0


def _surname_first(text: str) -> tuple[str, str]:
    """The name in a "Surname Forename" column. Raises Wrong when it cannot be told apart."""
    if "," in text:
        return _in_order(text)
    words = text.split(" ")
    capitals = [word for word in words if word == word.upper() and len(word) > 1]
    count = len(capitals) if 0 < len(capitals) < len(words) else 1
    if words[:count] != (capitals or words[:1]) or (not capitals and len(words) > 2):
        raise Wrong(
            "surname_forename",
            text,
            'Which part is the surname? Please write it with a comma, like "Okafor, Ada".',
        )
    return " ".join([*words[count:], *words[:count]]), " ".join(words[:count])


def name_carer(row: Values, carer: Values) -> None:
    """Put the carer's name together, and take a title from its front.

    Without a forename the title is part of the name, or Mr and Mrs Fox would be one.
    """
    if row.get("carer_forename") or row.get("carer_surname"):
        parts = (_said(row, "carer_forename"), _said(row, "carer_surname"))
        title, name = title_in_front(" ".join(filter(None, parts)))
    elif text := _title_first(_said(row, "carer")):
        # Our own files keep the title apart: one in front of a name is all that the name has.
        title, name = (None, text) if row.get("carer_ref") else _in_order_titled(text)
    else:
        return
    title = str(carer.get("title") or title or "").rstrip(".")
    if title and not row.get("carer_ref"):
        forenames = _said(row, "carer_forename").lower().split()
        is_part = fold(title) in TITLES and not has_forename(name, forenames)
        carer["title"] = None if is_part else title
        name = f"{title} {name}" if is_part else name
    carer["name"] = person_name(name, "the carer's name")
    carer["name_key"] = fold(name)
    _refuse_lost(name, row, "carer_ref", _CARER)
    if not row.get("carer_ref"):
        _refuse_no_name(name, row)


def _refuse_no_name(name: str, row: Values) -> None:
    """Raises Wrong: it is a title alone, or a number or whom to call first stands in it."""
    said = {each: _said(row, each) for each in reversed(_CARER) if row.get(each)}
    if says_whom(name):
        at = next((each for each, text in said.items() if says_whom(text)), next(iter(said)))
        raise Wrong(at, said[at], _FIRST_IN_NAME)
    why = _REACH_IN_NAME if _REACH.search(name) else _TITLE_ALONE
    if why == _REACH_IN_NAME or fold(name) in TITLES:
        raise Wrong(next(each for each in _CARER if row.get(each)), name, why)


def _title_first(text: str) -> str:
    """ "Okafor, Ngozi, Mrs" and "Okafor, Ngozi (Mrs)" as "Mrs Okafor, Ngozi"; else as it is."""
    found = _TITLE_LAST.fullmatch(text)
    is_title = found and fold(found["title"]) in TITLES
    return f"{found['title']} {found['name'].rstrip(' ,')}" if found and is_title else text


def _in_order_titled(text: str) -> tuple[str | None, str]:
    """A full name with the forename first, without the title that may stand in front of it."""
    title, name = titled(text, "the carer's name")
    turned = _in_order(name)[0]
    first, name = titled(turned, "the carer's name") if turned != name else (None, name)
    return title or first, name


def carer_may_be_two(found: Found) -> bool:
    """Whether there is an "and" in the carer's name; of a file of ours it is part of the name."""
    row, title = found["row"], found["carer"].get("title")
    names = (title, row.get("carer"), row.get("carer_forename"), row.get("carer_surname"))
    return any(name and may_be_two_carers(str(name)) for name in names) and not row.get("carer_ref")


def carers_of(found: Found, surname: str | None) -> list[Found]:
    """What a row says, for each of the people in its carer's name: one, or the two of a couple.

    The school's id of two is neither's.
    """
    row, title = found["row"], str(found["carer"].get("title") or "")
    parts = (title, _said(row, "carer_forename"), _said(row, "carer_surname"))
    if any(parts[1:]):
        two = two_people(*parts)
    else:
        two = two_in_name(f"{title} {_said(row, 'carer')}".strip(), surname or "")
    if two is None:
        return [found]
    words = relationships(str(found["link"].get("relationship") or ""), two)
    return [_one_of_two(found, *pair) for pair in zip(two, words, strict=True)]


def _one_of_two(found: Found, person: Person, relationship: str) -> Found:
    """What is said of two, for one of them; a "yes" to responsibility is left to be checked."""
    carer, link = dict(found["carer"]), dict(found["link"])
    for name in ("external_id", "title"):
        carer.pop(name, None)
    if person.title:
        carer["title"] = person.title
    if "relationship" in link:
        link.pop("relationship")
        if relationship:
            link["relationship"] = relationship
    if link.get("responsibility") == Responsibility.YES.value:
        link.pop("responsibility")
    names = {"carer_forename": person.forename, "carer_surname": person.surname}
    return {**found, "row": {**found["row"], **names}, "carer": carer, "link": link}


def place_phone(row: Values, carer: Values, column: str = "main_phone") -> None:
    """A number of no said kind goes where it fits, unless it stands somewhere already.

    A landline goes where its `phone_type` says.
    """
    number = row.get("main_phone")
    slots = PHONES
    if not number or number in [carer.get(slot) for slot in slots]:
        return
    if not str(number).startswith("+447"):
        slots = ("home_phone", "work_phone", "mobile_phone")
        if row.get("phone_type") == "work_phone":
            slots = ("work_phone", "home_phone", "mobile_phone")
    free = next((slot for slot in slots if not carer.get(slot)), None)
    if free is None:
        raise Wrong(
            column,
            str(number),
            "There is room for three phone numbers only. Please leave one out.",
        )
    carer[free] = number


def names_somebody(found: Found, has_pupil: bool, has_carer: bool, *, needs_pupil: bool) -> None:
    """A row must say whom it is about. Raises Wrong."""
    carer, pupil, row = found["carer"], found["pupil"], found["row"]
    if not has_carer and (name := next(filter(carer.get, _REACHES), "")):
        why = "There is a number or e-mail address and no carer's name to it. Please write it."
        raise Wrong(name, str(carer[name]), why)
    if not has_pupil and (name := next(filter(pupil.get, ("tutor_group", "date_of_birth")), "")):
        why = "There is a tutor group or date of birth and no pupil's name. Please write it."
        raise Wrong(name, str(pupil[name]), why)
    if not (has_pupil or has_carer or found["family"].get("name") or row.get("ref")):
        why = "This row names no pupil, no carer and no family. Please write a name, or delete it."
        raise Wrong("pupil", "", why)
    if has_carer and not has_pupil and needs_pupil:
        raise Wrong(
            "pupil",
            "",
            "This row names a carer and no pupil. If the pupil of the row above is meant, please "
            "write the name in this row too; if it is so all through the file, say --pupil-above.",
        )


def rule_of(said: Values, *, has_carer: bool) -> Rule | None:
    """What the rule columns of a row say. Raises Wrong: nobody knows whom they bar."""
    if not said:
        return None
    try:
        rule = read_rule({name: str(text) for name, text in said.items()})
    except Unreadable as why:
        raise Wrong(*said_in(said), str(why)) from None
    if rule and rule.rule != ContactRule.ALLOW and not has_carer:
        why_not = "There is a contact rule and no carer's name to it. Please write the name, too."
        raise Wrong(*said_in(said), why_not)
    return rule


def said_in(rule: Values) -> tuple[str, str]:
    """The first column of a rule in which something stands, and what."""
    return next(((name, str(text)) for name, text in rule.items() if text), ("contact_rule", ""))
