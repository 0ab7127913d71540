"""Names and numbers that stand in several cells of a row, put together."""

from parentlink.parse.names import clean_name, fold
from parentlink.parse.people import titled
from parentlink.usecases.importing.cells import Values


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
        name, surname = _in_order(text)
    elif text := _said(row, "surname_forename"):
        name, surname = _surname_first(text)
    if name:
        pupil["legal_name"] = name
        pupil["name_key"] = fold(name)
    if preferred := pupil.get("preferred_name"):
        pupil["preferred_key"] = fold(str(preferred))
    elif "preferred_name" in pupil:
        pupil["preferred_key"] = None
    return surname


def _said(row: Values, name: str) -> str:
    return str(row.get(name) or "")


def _in_order(text: str) -> tuple[str, str]:
    """A full name with the forename first ("Okafor, Ada" is turned round), and its surname."""
    surname, comma, forename = (part.strip() for part in text.partition(","))
    if comma and forename and surname:
        return f"{forename} {surname}", surname
    return text, text.split(" ")[-1]


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
    """Put the carer's name together, and take a title from its front."""
    if row.get("carer_forename") or row.get("carer_surname"):
        parts = (_said(row, "carer_forename"), _said(row, "carer_surname"))
        name = " ".join(filter(None, parts))
    elif text := _said(row, "carer"):
        title, name = titled(_in_order(text)[0], "the carer's name")
        if title:
            carer.setdefault("title", title)
    else:
        return
    carer["name"] = clean_name(name, "the carer's name")
    carer["name_key"] = fold(name)


def place_phone(row: Values, carer: Values) -> None:
    """A number of no said kind goes where it fits, unless it stands somewhere already."""
    number = row.get("main_phone")
    slots = ("mobile_phone", "home_phone", "work_phone")
    if not number or number in [carer.get(slot) for slot in slots]:
        return
    if not str(number).startswith("+447"):
        slots = ("home_phone", "work_phone", "mobile_phone")
    free = next((slot for slot in slots if not carer.get(slot)), None)
    if free is None:
        raise Wrong("main_phone", str(number), "There is room for three phone numbers only.")
    carer[free] = number
