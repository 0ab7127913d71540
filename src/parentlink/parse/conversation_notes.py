"""What was said and agreed in a conversation, as values; and the short forms of the options."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from parentlink.errors import Unreadable
from parentlink.parse.names import clean_name, clean_text, shorten
from parentlink.parse.words import word
from parentlink.vocabulary.talks import ActionOwner, Barrier

ACTION_EXAMPLE = '"school, Ms Reid, a seat near the front, by fri"'
LONGEST_ACTION = 500


class Answer(NamedTuple):
    """What was said in one area of the form."""

    area: str
    text: str


class AgreedNote(NamedTuple):
    """Who does what, by when. Without `who`, the person who is meant by the owner."""

    owner: ActionOwner
    who: str | None
    what: str
    due_on: date
    barrier: str | None = None
    shareable: bool = False


class Notes(NamedTuple):
    """What is to be kept of a conversation; what was not said is empty and changes nothing."""

    present: tuple[str, ...] = ()
    pupil_there: bool = False
    minutes: int | None = None
    pupil_view: str | None = None
    answers: tuple[Answer, ...] = ()
    actions: tuple[AgreedNote, ...] = ()
    next_on: date | None = None
    keep_in_touch: str | None = None
    restricted: tuple[str, ...] = ()  # areas held back besides those that always are


class Edited(NamedTuple):
    """What somebody changed in notes: what is new, what they emptied, and who was not there."""

    new: Notes
    emptied: tuple[str, ...]  # areas, and "pupil-view", "minutes", "next", "keep-in-touch"
    absent: tuple[str, ...]


def edited(before: Notes, after: Notes) -> Edited:
    """What is different after editing. An action left out stays, since others may stand on it."""
    was, now = dict(before.answers), dict(after.answers)
    single = (
        ("pupil-view", before.pupil_view, after.pupil_view),
        ("minutes", before.minutes, after.minutes),
        ("next", before.next_on, after.next_on),
        ("keep-in-touch", before.keep_in_touch, after.keep_in_touch),
    )
    new = Notes(
        tuple(name for name in after.present if name not in before.present),
        after.pupil_there and not before.pupil_there,
        after.minutes if after.minutes != before.minutes else None,
        after.pupil_view if after.pupil_view != before.pupil_view else None,
        tuple(answer for answer in after.answers if was.get(answer.area) != answer.text),
        tuple(one for one in after.actions if one not in before.actions),
        after.next_on if after.next_on != before.next_on else None,
        after.keep_in_touch if after.keep_in_touch != before.keep_in_touch else None,
        tuple(area for area in after.restricted if area not in before.restricted),
    )
    emptied = [area for area in was if area not in now]
    emptied += [key for key, old, left in single if old is not None and left is None]
    gone = tuple(name for name in before.present if name not in after.present)
    return Edited(new, tuple(emptied), gone)


def people(text: str) -> tuple[str, ...]:
    """Names with commas between them."""
    return tuple(clean_name(one, "the name") for one in text.split(",") if one.strip())


def said_line(text: str, areas: Collection[str]) -> Answer:
    """One answer as an option: `interests=She sings in a choir`.

    Raises:
        Unreadable: no equals sign, no such area, or nothing after it.
    """
    area, equals, said = text.partition("=")
    if not equals:
        raise Unreadable(
            f'Cannot read {shorten(text)!r} as an answer. Try --say "interests=sings in a choir".'
        )
    key = area_key(area, areas)
    answer = clean_text(said, f"the answer about {key}").strip()
    if not answer:
        raise Unreadable(f"There is nothing after {key}=: please type a few words, or leave it.")
    return Answer(key, answer)


def area_key(text: str, areas: Collection[str]) -> str:
    """The area that is meant by its name or the clear beginning of it.

    Raises:
        Unreadable: none or several could be meant.
    """
    wanted = "-".join(text.casefold().replace("_", " ").replace("-", " ").split())
    fits = [area for area in areas if area == wanted]
    fits = fits or [area for area in areas if wanted and area.startswith(wanted)]
    if len(fits) == 1:
        return fits[0]
    raise Unreadable(f"There is no area {shorten(text)!r}. There are: {', '.join(areas)}.")


def action_line(text: str, today: date) -> AgreedNote:
    """One agreed action in a line: owner, who, what, by when; then `barrier time`, `shareable`.

    Raises:
        Unreadable: a part is missing or not what it should be.
    """
    from parentlink.parse.when import parse_day

    parts = [part.strip() for part in text.split(",")]
    shareable, barrier = False, None
    while len(parts) > 4 and (parts[-1] == "shareable" or parts[-1].startswith("barrier ")):
        last = parts.pop()
        shareable = shareable or last == "shareable"
        barrier = barrier if last == "shareable" else last.removeprefix("barrier ")
    if len(parts) < 4:
        raise Unreadable(
            f"Cannot read {shorten(text)!r} as an action: it takes school, home or pupil, then "
            f"who, what and by when, with commas between: {ACTION_EXAMPLE}."
        )
    owner, who, *what, by = parts
    return AgreedNote(
        word(ActionOwner, owner, "Who does it"),
        clean_name(who, "the name") if who else None,
        action_text(", ".join(what)),
        parse_day(by.removeprefix("by "), today),
        word(Barrier, barrier, "The barrier").value if barrier else None,
        shareable,
    )


def action_text(text: str) -> str:
    """What is to be done, as it is kept. Raises Unreadable when there is nothing in it."""
    what = clean_text(text, "the action", LONGEST_ACTION).strip()
    if not what:
        raise Unreadable("There is nothing in the action: please say what will be done.")
    return what
