"""The cells of structured conversations and agreed actions as values, and what they must obey.

People on the staff are named, an action by its external id, and an answer is a column of its own
("answer.interests") until the row is written (term_rows.py).
"""

import csv
from collections.abc import Iterable
from datetime import date

from parentlink.errors import Unreadable
from parentlink.parse.moments import first_day
from parentlink.parse.names import clean_name, clean_text, shorten
from parentlink.parse.when import parse_minutes
from parentlink.parse.words import word
from parentlink.rules.conversation_form import AREAS
from parentlink.rules.terms import term_of
from parentlink.usecases import households
from parentlink.usecases.importing.cells import Values, read_yes_no
from parentlink.usecases.importing.contacts.cells import read_external, read_moment, read_staff
from parentlink.usecases.importing.contacts.who import Who
from parentlink.usecases.importing.named import Wrong
from parentlink.usecases.importing.small import again
from parentlink.usecases.importing.small import fields as small
from parentlink.usecases.importing.small.fields import Around, Cells
from parentlink.vocabulary import BEFORE_RULE
from parentlink.vocabulary.talks import (
    ActionOwner,
    ActionState,
    Barrier,
    ConversationState,
    TargetReason,
    TermName,
)

ANSWER = "answer."
PRESENT = "present"
TALK = "SELECT id FROM conversation WHERE uid = :uid"
_LONGEST = 10_000  # as much as may be typed, and as a cell may hold
_ANY_TIME = "9999"  # a conversation may well be still to come
_OWNER, _WHO = "the owner", "the name of whoever does it"
_NOT_OPEN = (
    "An open action has no closing day. Please empty this cell, or write how it went as its state: "
    "done, not-working."
)
_NOT_CLOSED = (
    'A conversation that is closed has a day under "next_on" and "closed_on", and words under '
    '"keep_in_touch". Please fill this in, or write "held" as its state.'
)
_HELD = (ConversationState.HELD, ConversationState.CLOSED)
_DIGITS = 9
_SHORTEST, _MOST = 5, 240  # minutes of a booking, as the file allows them


def conversation(cells: Cells, around: Around) -> tuple[str, Values]:
    """A structured conversation, with what was said in it."""
    who = _who(cells, around)
    first = "" if cells.get("uid") else first_day(around.today).isoformat()
    at, on, _ = read_moment(cells.get("date", ""), cells.get("time", ""), first, _ANY_TIME)
    values: Values = {"pupil_id": who.pupils[0], "family_id": who.family_id}
    if who.carer_id is not None:
        values["carer_id"] = who.carer_id
    values |= {"starts_at": at, "starts_on": on, **_term(cells, on, around), **_staff(cells)}
    values |= _details(cells) | _closing(cells, who, around) | _answers(cells)
    if text := cells.get(PRESENT):
        small.tried(PRESENT, text, people_in)
        values[PRESENT] = text
    if values.get("state") in _HELD and on > around.today.isoformat():
        why = 'This is still to come, so it is not held yet. Please correct it, or write "booked".'
        raise Wrong("date", cells["date"], why)
    if key := read_external(cells.get("uid", ""), "uid"):
        return key, values
    key = again.known(around.store, small.made_key((values["pupil_id"], at)), again.TALK, values)
    return key, values | again.times_kept(around.store, key)


def _who(cells: Cells, around: Around) -> Who:
    """The one pupil and household of a row. Raises Wrong."""
    people = small.people_of(around, "pupil")
    fields = ("upn", "pupil", "tutor_group", "family_ref", "family", "phone", "carer")
    who: Who = people.find(*(cells.get(field, "") for field in fields))
    if len(who.pupils) != 1:
        raise Wrong("pupil", cells.get("pupil", ""), "Please name one pupil, or give the UPN.")
    return who


def _term(cells: Cells, on: str, around: Around) -> Values:
    """The term that is written, otherwise the one the day belongs to."""
    if cells.get("term") and cells.get("school_year"):
        year = cells["school_year"].removesuffix(".0")
        if not (year.isascii() and year.isdigit() and len(year) == 4):
            raise Wrong("school_year", year, "Please write the year it began in: 2026.")
        name = small.tried("term", cells["term"], lambda it: word(TermName, it, "the term"))
        return {"school_year": int(year), "term": name.value}
    if around.store is None:
        raise Wrong("term", "", "There are no families on file yet. Please bring them in first.")
    school_year, name = term_of(date.fromisoformat(on), households.calendar(around.store))
    return {"school_year": school_year, "term": name.value}


def _staff(cells: Cells) -> Values:
    found: Values = {}
    for field, column in (("lead", "lead_id"), ("next_lead", "handover_to_id")):
        if said := read_staff(cells.get(field, ""), field):
            found[column] = said[1]
    return found


def _details(cells: Cells) -> Values:
    """What may be left out: how long, where, with whom to help, how the pupil saw it."""
    found: Values = {}
    for field in ("minutes", "minutes_taken"):
        if text := cells.get(field):
            found[field] = small.tried(field, text.removesuffix(".0"), parse_minutes)
    if text := cells.get("sequence"):
        found["sequence"] = small.tried("sequence", text.removesuffix(".0"), _count)
    if not _SHORTEST <= int(found.get("minutes") or _SHORTEST) <= _MOST:
        why = f"A booking has {_SHORTEST} to {_MOST} minutes. Please write how long it is for."
        raise Wrong("minutes", cells["minutes"], why)
    if text := cells.get("interpreter"):
        found["interpreter"] = small.tried("interpreter", text, read_yes_no)
    for field, what in (("room", "the room"), ("pupil_view", "the pupil's view")):
        if text := cells.get(field):
            found[field] = _text(field, text, what)
    return found


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS):
        raise Unreadable("Please write a whole number from 0 on, or leave the cell blank.")
    return int(text)


def people_in(text: str) -> list[str]:
    """Names with semicolons or line ends between; one with a semicolon in it stands in quotes.

    Raises:
        Unreadable: a name has signs that no name has.
    """
    lines = csv.reader(text.splitlines(), delimiter=";", skipinitialspace=True)
    names = (name for line in lines for name in line if name.strip())
    return [clean_name(name, "who was there") for name in names]


def _closing(cells: Cells, who: Who, around: Around) -> Values:
    """How it stands, and what a closed one cannot do without."""
    text = cells.get("state") or ConversationState.BOOKED.value
    state = small.tried("state", text, lambda it: word(ConversationState, it, "the state"))
    is_before = cells.get("override") == BEFORE_RULE
    if state == ConversationState.BOOKED and who.block and not is_before:
        why = f"This carer must not be contacted ({shorten(who.block)}). Please name another."
        raise Wrong("carer", cells.get("carer", ""), why)
    found: Values = {"state": state.value} if cells.get("state") else {}
    if text := cells.get("keep_in_touch", ""):
        found["keep_in_touch"] = _text("keep_in_touch", text, "how to keep in touch")
    if cells.get("next_on"):
        found["next_on"] = small.day(cells, "next_on", None)
    if cells.get("closed_on"):
        found["closed_on"] = small.day(cells, "closed_on", around)
    if state == ConversationState.CLOSED:
        for field in ("next_on", "keep_in_touch", "closed_on"):
            if field not in found:
                raise Wrong(field, "", _NOT_CLOSED)
    return found


def _answers(cells: Cells) -> Values:
    """What was said by area; `restricted` lists those that are held back."""
    held_back = [area.strip() for area in cells.get("restricted", "").split(";") if area.strip()]
    for area in held_back:
        if area not in AREAS:
            why = f"Please name areas, with semicolons between. Each is one of: {', '.join(AREAS)}."
            raise Wrong("restricted", area, why)
    found: Values = {}
    for area in AREAS:
        if text := cells.get(area, "").strip():
            found[ANSWER + area] = _text(area, text, AREAS[area].question)
    if held_back:
        found[ANSWER] = "; ".join(held_back)
    return found


def _text(field: str, text: str, what: str) -> str:
    return small.tried(field, text, lambda it: clean_text(it, what, _LONGEST))


def action(cells: Cells, around: Around) -> tuple[str, Values]:
    """An agreed action: who does what by when, and how it went."""
    who = _who(cells, around)
    owner = small.tried("owner", cells.get("owner", ""), lambda it: word(ActionOwner, it, _OWNER))
    values: Values = {"pupil_id": who.pupils[0], "family_id": who.family_id, "owner": owner.value}
    if cells.get("who") or not (cells.get("external_id") and owner == ActionOwner.HOME):
        values["who"] = small.tried("who", cells.get("who", ""), lambda it: clean_name(it, _WHO))
    values["what"] = small.text(cells, "what")
    values["made_on"] = small.day(cells, "made_on", around, default=around.today)
    values["due_on"] = small.day(cells, "due_on", None)
    values |= _action_state(cells, around) | small.staff(cells)
    if text := cells.get("result"):
        values["result"] = small.tried("result", text, lambda it: clean_text(it, "the result"))
    if text := cells.get("barrier"):
        barrier = small.tried("barrier", text, lambda it: word(Barrier, it, "the barrier"))
        values["barrier"] = barrier.value
    if text := cells.get("shareable"):
        values["shareable"] = small.tried("shareable", text, read_yes_no)
    if values.get("shareable") and owner == ActionOwner.HOME:
        why = "What is done at home stays between us and the family. Please write no."
        raise Wrong("shareable", cells["shareable"], why)
    values |= _before(cells, around)
    if given := read_external(cells.get("external_id", "")):
        return given, values
    key = small.made_key((who.pupils[0], who.family_id, values["what"], values["made_on"]))
    return again.dated(around.store, key, again.ACTION, values, "made_on", cells.get("made_on"))


def _before(cells: Cells, around: Around) -> Values:
    """What an action comes from: a conversation, another action."""
    found: Values = {}
    if text := cells.get("agreed_in"):
        found["conversation_id"] = the_talk(text, "agreed_in", around)
    if replaced := read_external(cells.get("replaces", ""), "replaces"):
        found["replaces_id"] = replaced
    return found


def target(cells: Cells, around: Around) -> tuple[str, Values]:
    """A pupil who should have a conversation each term, and why where that is said."""
    pupil = small.who_meant(cells, around, "pupil")
    values: Values = {"pupil_id": pupil, **small.staff(cells)}
    values["added_on"] = small.day(cells, "added_on", around, default=around.today)
    if text := cells.get("reason"):
        reason = small.tried("reason", text, lambda it: word(TargetReason, it, "the reason"))
        values["reason"] = reason.value
    if text := cells.get("note"):
        values["note"] = _text("note", text, "the note")
    if cells.get("removed_on"):
        values["removed_on"] = small.day(cells, "removed_on", around)
    values |= _staff(cells)
    if given := read_external(cells.get("external_id", "")):
        return given, values
    key = small.made_key((pupil, values["added_on"]))
    return again.dated(around.store, key, again.TARGET, values, "added_on", cells.get("added_on"))


def _action_state(cells: Cells, around: Around) -> Values:
    text = cells.get("state") or ActionState.OPEN.value
    state = small.tried("state", text, lambda it: word(ActionState, it, "the state"))
    if state != ActionState.OPEN:
        if not cells.get("closed_on"):
            raise Wrong("closed_on", "", f'Please write the day on which it was "{state.value}".')
        return {"state": state.value, "closed_on": small.day(cells, "closed_on", around)}
    if cells.get("closed_on"):
        raise Wrong("closed_on", cells["closed_on"], _NOT_OPEN)
    return {"state": state.value, "closed_on": None} if cells.get("state") else {}


def the_talk(text: str, field: str, around: Around) -> int:
    """The conversation on file with this uid. Raises Wrong."""
    found = around.store and around.store.value(TALK, uid=text)
    if not found:
        why = "No conversation on file has this id. Please import them first, or leave it out."
        raise Wrong(field, text, why)
    return int(found)


def areas(values: Iterable[str]) -> list[str]:
    """The areas that a row says something about."""
    return [
        name.removeprefix(ANSWER) for name in values if name.startswith(ANSWER) and name != ANSWER
    ]
