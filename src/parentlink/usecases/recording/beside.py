"""What goes with a conversation that was kept: gentle words, and its place in the timeline."""

from datetime import date

from parentlink.parse.conversation_notes import Notes
from parentlink.parse.judging import judging_words
from parentlink.parse.terms import in_full
from parentlink.rules.judging import gentle
from parentlink.store.store import Store
from parentlink.usecases import households
from parentlink.usecases.barred import of_families
from parentlink.usecases.conversations import Talk
from parentlink.usecases.named import barred_called
from parentlink.vocabulary import Channel, Direction, Outcome, Tone
from parentlink.vocabulary.talks import ActionOwner


def warnings(store: Store, talk: Talk, new: Notes, today: date) -> list[str]:
    """Whom not to contact, words that judge, and a day on which nobody is in school."""
    texts = [answer.text for answer in new.answers] + [one.what for one in new.actions]
    texts += [text for text in (new.pupil_view, new.keep_in_touch) if text]
    judging = households.settings(store)["judging_words"]
    days = households.calendar(store)
    said = [*_blocked(store, talk, new), *gentle(judging_words(texts, judging))]
    if new.next_on and new.next_on <= today:
        said.append(f"{in_full(new.next_on)} has passed, or is today: is that what you meant?")
    elif new.next_on and not days.is_school_day(new.next_on):
        said.append(f"{in_full(new.next_on)} is not a school day: is that what you meant?")
    return said


def _blocked(store: Store, talk: Talk, new: Notes) -> list[str]:
    """Who must not be contacted, and was there all the same or is to do something."""
    at_home = [one.who for one in new.actions if one.who and one.owner == ActionOwner.HOME]
    there, doing = (
        {one for name in names for one in barred_called(store, talk.family_id, name)}
        for names in (new.present, at_home)
    )
    said = []
    for carer in of_families(store, [talk.family_id]):
        reason = (carer.rule_reason or "no reason on file").rstrip(".")
        if carer.id in there:
            said.append(
                f"DO NOT CONTACT {carer.name}: {reason}. They are noted as having been there; "
                "please tell whoever looks after safeguarding."
            )
        if carer.id in doing:
            said.append(
                f"DO NOT CONTACT {carer.name}: {reason}. An action is in their name; please agree "
                "it with somebody else, and take this back: parentlink undo"
            )
    return said


def log_meeting(store: Store, talk: Talk) -> None:
    """The conversation as a contact: it stands in the timeline, and somebody was reached.

    It is a check-in: what was said may be anything, and only a positive talk counts as positive.
    """
    contact_id = store.insert(
        "contact",
        external_id=f"{talk.uid}-held",
        family_id=talk.family_id,
        carer_id=talk.carer_id,
        staff_id=talk.lead_id,
        happened_at=talk.starts_at,
        happened_on=talk.starts_on,
        channel=Channel.MEETING,
        direction=Direction.OUTGOING,
        outcome=Outcome.REACHED,
        tone=Tone.CHECK_IN,
        note=f"Structured conversation v{talk.id}.",
    )
    store.insert("contact_pupil", contact_id=contact_id, pupil_id=talk.pupil_id)
