"""The cells of the small tables (good news, promises, staff, the calendar, settings) as values.

A reader gets the cells of a row by our field names and gives back (the key by which the row is
known again, the columns). Columns that the row says nothing about are left out.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from hashlib import blake2b
from typing import NamedTuple, TypeVar

from parentlink.errors import RowsRefused, Unreadable
from parentlink.parse.file_days import parse_file_day
from parentlink.parse.moments import first_day
from parentlink.parse.names import clean_name, clean_text, fold, person_name
from parentlink.parse.people import parse_email
from parentlink.parse.words import word
from parentlink.rules.barred_left_out import NOBODY, SETTING
from parentlink.rules.term_events import kind_called
from parentlink.settings import checked
from parentlink.store.store import Store
from parentlink.usecases.importing.cells import Values, read_group
from parentlink.usecases.importing.contacts.cells import LONG_AGO, read_external, read_staff
from parentlink.usecases.importing.contacts.who import People
from parentlink.usecases.importing.named import Wrong
from parentlink.usecases.importing.small import again
from parentlink.usecases.importing.staff_names import full_name, is_ours
from parentlink.vocabulary import DayKind, PromiseState

Read = TypeVar("Read")
Cells = Mapping[str, str]
CONTACT = "SELECT id, family_id FROM contact WHERE external_id = :external_id"
STAFF_CALLED = "SELECT COUNT(*) FROM staff WHERE name_key = :key"
_AGAIN = "Please look at both days and their years."
_NO_CONTACT = "No contact on file has this id. Please import contacts first, or leave it out."
_LONGEST_DAYS = 366
_IDS = ("external_id", "uid", "conversation")


class Around(NamedTuple):
    """What a row may refer to: everybody on file, contacts by their ids, and today."""

    store: Store | None
    people: People | None
    today: date
    said_good: frozenset[str] = frozenset()  # types of achievement that are good, folded


class LeftOut(NamedTuple):
    """A row that is not for this import: its type, and whether that is known for certain."""

    what: str
    is_known: bool


class NotForUs(Exception):
    """A row is not for this import."""

    def __init__(self, row: LeftOut) -> None:
        super().__init__(row.what)
        self.row = row


Reader = Callable[[Cells, Around], tuple[str, Values]]


def news(cells: Cells, around: Around) -> tuple[str, Values]:
    """Good news about a pupil."""
    who = who_meant(cells, around, "pupil")
    on, said = day(cells, "date", around), text(cells, "text")
    values: Values = {"pupil_id": who, "happened_on": on, "text": said, **staff(cells)}
    if told := cells.get("told_in"):
        values["contact_id"] = _contact(told, "told_in", around)[0]
    given = read_external(cells.get("external_id", ""))
    return given or again.known(around.store, made_key((who, on, said)), again.NEWS, values), values


def promise(cells: Cells, around: Around) -> tuple[str, Values]:
    """A promise to a family."""
    made_in = cells.get("made_in")
    contact = _contact(made_in, "made_in", around) if made_in else None
    family = contact[1] if contact else who_meant(cells, around, "family")
    what = text(cells, "what")
    made = day(cells, "made_on", around, default=around.today)
    values: Values = {"family_id": family, "what": what, "made_on": made, **staff(cells)}
    values["due_on"] = day(cells, "due_on", None)
    values |= _state(cells, around)
    if contact:
        values["contact_id"] = contact[0]
    if given := read_external(cells.get("external_id", "")):
        return given, values
    key = made_key((family, what, made))
    return again.dated(around.store, key, again.PROMISE, values, "made_on", cells.get("made_on"))


def _state(cells: Cells, around: Around) -> Values:
    state = PromiseState.OPEN
    if text := cells.get("state"):
        state = tried("state", text, lambda it: word(PromiseState, it, "the state"))
    if state == PromiseState.OPEN:
        if cells.get("closed_on"):
            why = "An open promise has no closing day. Please empty it, or write kept or broken."
            raise Wrong("closed_on", cells["closed_on"], why)
        return {"state": state.value, "closed_on": None} if text else {}
    return {"state": state.value, "closed_on": day(cells, "closed_on", around)}


def member(cells: Cells, around: Around) -> tuple[str, Values]:
    """A member of staff."""

    def is_known(name: str) -> bool:
        return bool(around.store and around.store.value(STAFF_CALLED, key=fold(name)))

    # An account, or a call log, may have put a name on file that is no more than a number.
    cleaned = clean_name if is_ours(cells) else person_name
    name = tried("name", full_name(cells, is_known), lambda it: cleaned(it, "the staff name"))
    values: Values = {"name": name, "name_key": fold(name)}
    readers: dict[str, Callable[[str], str]] = {
        "role": lambda it: clean_name(it, "the role"),
        "email": parse_email,
        "tutor_group": read_group,
        "account": lambda it: clean_name(it, "the account"),
        "left_on": lambda it: parse_file_day(it).isoformat(),
    }
    for field, read in readers.items():
        if text := cells.get(field):
            values[field] = tried(field, text, read)
    return fold(name), values


def entry(cells: Cells, _: Around) -> tuple[str, Values]:
    """A line of the calendar: a term, a half-term, an INSET day or a closure."""
    starts = day(cells, "starts_on", None)
    ends = day(cells, "ends_on", None) if cells.get("ends_on") else starts
    kind = _kind(cells, starts, ends)
    if ends < starts:
        raise Wrong("ends_on", ends, f"It starts on {starts}, later than it ends. {_AGAIN}")
    if (date.fromisoformat(ends) - date.fromisoformat(starts)).days > _LONGEST_DAYS:
        raise Wrong("ends_on", ends, f"It would last longer than a year. {_AGAIN}")
    name = cells.get("name") or kind.value
    name = tried("name", name, lambda it: clean_name(it, "the name"))
    values: Values = {"kind": kind.value, "name": name, "starts_on": starts, "ends_on": ends}
    return f"{kind.value} {starts} {ends}", values


def _kind(cells: Cells, starts: str, ends: str) -> DayKind:
    """What a line is: as it says, or else what its name says for certain. Raises Wrong."""
    if said := cells.get("kind"):
        return tried("kind", said, lambda it: word(DayKind, it, "the kind"))
    length = (date.fromisoformat(ends) - date.fromisoformat(starts)).days + 1
    if found := kind_called(cells.get("name", ""), length):
        return found
    listed = ", ".join(DayKind)
    raise Wrong("kind", cells.get("name", ""), f"What is this? Please fill in a kind: {listed}.")


def setting(cells: Cells, _: Around) -> tuple[str, Values]:
    """A setting, or --map lines that were kept by a name."""
    name, value = cells.get("name", ""), cells.get("value", "")
    if not name.startswith("map."):
        tried("value", value, lambda it: checked(name, it))
        if name == SETTING and value in ("", NOBODY):
            why = f"No file can say this. If it is so: parentlink setting reset {name}"
            raise Wrong("value", value, why)
    elif not _is_map(value):
        raise Wrong("value", value, "These are no --map lines. Please export the settings again.")
    return name, {"name": name, "value": value}


def _is_map(value: str) -> bool:
    try:
        lines = json.loads(value)
    except ValueError:
        return False
    return isinstance(lines, list) and all(isinstance(line, str) for line in lines)


def no_column(name: str, field: str) -> RowsRefused:
    """The refusal of a file in which a column is missing."""
    return RowsRefused(
        f'{name} has no column "{field}". If it is called something else there, name it: '
        f'--map "Their heading={field}".'
    )


# -- single cells --------------------------------------------------------------------------


def tried(field: str, text: str, read: Callable[[str], Read]) -> Read:
    """What a cell means. Raises Wrong with the way out."""
    try:
        return read(text)
    except Unreadable as why:
        raise Wrong(field, text, str(why)) from None


def day(cells: Cells, field: str, around: Around | None, *, default: date | None = None) -> str:
    """A day as the file keeps it; with `around` it may not be still to come."""
    said = cells.get(field, "")
    if not said and default is not None:
        return default.isoformat()
    found = tried(field, said, parse_file_day)
    return (found if around is None else past(cells, field, found, around.today)).isoformat()


def past(cells: Cells, field: str, found: date, today: date) -> date:
    """A day on which something can have been; a row with an id comes from a file like ours, and
    was on file there. Raises Wrong."""
    if found > today:
        why = "This day is still to come. Please look at the day and the year."
        raise Wrong(field, cells[field], why)
    if found < first_day(today) and not any(cells.get(name) for name in _IDS):
        raise Wrong(field, cells[field], LONG_AGO)
    return found


def text(cells: Cells, field: str) -> str:
    """A text that may not be empty. Raises Wrong."""
    said = tried(field, cells.get(field, ""), lambda it: clean_text(it, f"the {field}"))
    if not said.strip():
        raise Wrong(field, "", "There is nothing here. Please write a few words.")
    return said


def staff(cells: Cells) -> Values:
    """Who said it, by name: the writer turns a name into an id."""
    found = read_staff(cells.get("staff", ""))
    return {"staff_id": found[1]} if found else {}


def who_meant(cells: Cells, around: Around, what: str) -> int:
    """The id of the pupil, or of the family, a row is about."""
    people = people_of(around, what)
    names = [cells.get(field, "") for field in ("upn", "pupil", "tutor_group")]
    if what == "pupil":
        return people.pupil(*names)
    rest = [cells.get(field, "") for field in ("family_ref", "family", "phone")]
    return people.find(*names, *rest, "").family_id


def people_of(around: Around, field: str) -> People:
    """Everybody on file. Raises Wrong: there is nobody yet."""
    if around.people is None:
        raise Wrong(field, "", "There are no families on file yet. Please bring them in first.")
    return around.people


def _contact(text: str, field: str, around: Around) -> tuple[int, int]:
    found = around.store and list(around.store.cursor(CONTACT, external_id=text))
    if not found:
        raise Wrong(field, text, _NO_CONTACT)
    contact_id, family_id = found[0]
    return int(contact_id), int(family_id)


def key_of(values: Values, columns: Sequence[str]) -> str:
    """The key of a row that is known by its columns."""
    return " ".join(str(values.get(column)) for column in columns)


def made_key(said: tuple[object, ...]) -> str:
    """A key made of what a row says."""
    return f"csv-{blake2b(repr(said).encode(), digest_size=10).hexdigest()}"
