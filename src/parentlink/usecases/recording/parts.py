"""Each part of what was said, kept where it is new: people, answers, single facts, actions."""

from datetime import date
from typing import Any

from parentlink.errors import Unreadable
from parentlink.parse.conversation_notes import AgreedNote, Notes
from parentlink.parse.names import fold, shorten
from parentlink.parse.terms import in_full
from parentlink.rules.conversation_form import AREAS
from parentlink.store.store import Store
from parentlink.usecases import actions
from parentlink.usecases.conversations import Talk
from parentlink.usecases.recording.onfile import Record
from parentlink.vocabulary.talks import ActionOwner

_COLUMNS = {
    "pupil-view": "pupil_view",
    "minutes": "minutes_taken",
    "next": "next_on",
    "keep-in-touch": "keep_in_touch",
}


def check_days(new: Notes, talk: Talk) -> None:
    """Refuse what would be due before the conversation was held.

    Raises:
        Unreadable: an action, or the next conversation.
    """
    held = talk.starts_on
    for one in new.actions:
        if one.due_on < held:
            raise Unreadable(
                f"The action {shorten(one.what)!r} is due on {in_full(one.due_on)}, before the "
                f"conversation on {in_full(held)}. Please say a later day."
            )
    if new.next_on and new.next_on <= held:
        raise Unreadable(
            f"The next conversation cannot be on {in_full(new.next_on)}: this one was on "
            f"{in_full(held)}. Please say a later day."
        )


def keep_people(store: Store, before: Record, new: Notes, absent: tuple[str, ...]) -> list[str]:
    """Who was there and was not noted yet; those who turn out not to have been there go."""
    pupil = before.talk.pupil
    called = {fold(pupil), fold(pupil.split()[0])}
    wanted = [pupil if fold(name) in called else name for name in new.present]
    wanted += [pupil] if new.pupil_there else []
    known = {fold(person.name) for person in before.present}
    names = [name for name in dict.fromkeys(wanted) if fold(name) not in known]
    for name in names:
        store.insert("conversation_person", conversation_id=before.talk.id, name=name)
    gone = [person for person in before.present if person.name in absent]
    for person in gone:
        store.delete("conversation_person", person.id)
    return ["who was there"] if names or gone else []


def keep_answers(store: Store, before: Record, new: Notes, emptied: tuple[str, ...]) -> list[str]:
    """What was said in each area; once held back, an answer stays so."""
    known = {one.area: one for one in before.answers}
    texts = dict(new.answers)
    count = 0
    for area in [*texts, *(one for one in new.restricted if one in known and one not in texts)]:
        was = known.get(area)
        held = AREAS[area].restricted or area in new.restricted or bool(was and was.restricted)
        text = texts.get(area) or (was.text if was else "")
        if was:
            count += store.update("conversation_answer", was.id, text=text, restricted=held)
            continue
        count += 1
        store.insert(
            "conversation_answer",
            conversation_id=before.talk.id,
            stage=AREAS[area].stage,
            area=area,
            text=text,
            restricted=held,
        )
    for area in emptied:
        if area in known:
            count += 1
            store.delete("conversation_answer", known[area].id)
    return [f"{count} answer{'s' if count > 1 else ''}"] if count else []


def keep_columns(store: Store, talk: Talk, new: Notes, emptied: tuple[str, ...]) -> list[str]:
    """The pupil's own view, the minutes, the next date, and how we keep in touch."""
    said = {
        "pupil_view": new.pupil_view,
        "minutes_taken": new.minutes,
        "next_on": new.next_on,
        "keep_in_touch": new.keep_in_touch,
    }
    changes: dict[str, Any] = {name: value for name, value in said.items() if value is not None}
    changes |= {_COLUMNS[key]: None for key in emptied if key in _COLUMNS}
    shown = {"minutes_taken": "minutes", "next_on": "the next date"}
    names = [name for name, value in changes.items() if getattr(talk, name) != value]
    if names:
        store.update("conversation", talk.id, **{name: changes[name] for name in names})
    return [shown.get(name, name.replace("_", " ")) for name in names]


def keep_actions(
    store: Store, before: Record, new: Notes, token: str, me: int, today: date
) -> list[int]:
    """The ids of the new actions; one that is there already is not made again."""
    talk, known = before.talk, {(a.owner, a.what, a.due_on) for a in before.actions}
    whose = actions.Whose(talk.pupil_id, talk.pupil, talk.family_id, talk.id)
    made = []
    for number, one in enumerate(new.actions, len(before.actions) + 1):
        if (one.owner, one.what, one.due_on) in known:
            continue
        agreed = actions.Agreed(one.what, one.owner, _who(one, talk, new), *one[3:])
        made.append(actions.add(store, whose, agreed, me, today, f"{token}-a{number}").id)
    return made


def _who(one: AgreedNote, talk: Talk, new: Notes) -> str | None:
    """Who does it, where nobody was named: at home the carer, at school the one who leads."""
    if one.who:
        return one.who
    if one.owner == ActionOwner.SCHOOL:
        return talk.lead
    if one.owner == ActionOwner.PUPIL:
        return talk.pupil
    at_home = talk.carer or next(iter(new.present), None)
    if at_home is None:
        raise Unreadable(f"Please say who at home does it: {shorten(one.what)!r}.")
    return at_home
