"""What was agreed: who does what by when, how it went, and what was tried instead."""

from datetime import date
from typing import NamedTuple

from parentlink.errors import NotFound, Unreadable
from parentlink.parse.names import fold, shorten
from parentlink.parse.terms import in_full
from parentlink.store.store import Store
from parentlink.usecases import staff
from parentlink.usecases.conversations import the_talk
from parentlink.usecases.named import the_pupils_named
from parentlink.usecases.who import Match, the_family
from parentlink.vocabulary.talks import ActionOwner, ActionState, ConversationState

ANY_STATE = tuple(state.value for state in ConversationState)


class Whose(NamedTuple):
    """Whose action it is; the conversation it was agreed in where that is known."""

    pupil_id: int
    pupil: str
    family_id: int
    conversation_id: int | None = None


class Agreed(NamedTuple):
    """What is to be done. Without `who`, the school's is whoever writes it down, the pupil's the
    pupil."""

    what: str
    owner: ActionOwner
    who: str | None
    due_on: date
    barrier: str | None = None
    shareable: bool = False


class Instead(NamedTuple):
    """What is tried instead of an action; what is not said stays as it was."""

    what: str
    owner: ActionOwner | None
    who: str | None
    due_on: date
    barrier: str | None = None
    shareable: bool = False


class OnFile(NamedTuple):
    """An action as the file has it."""

    id: int
    pupil_id: int
    pupil: str
    tutor_group: str | None
    family_id: int
    family: str
    owner: str
    who: str
    what: str
    due_on: date
    state: str
    barrier: str | None
    replaces: int | None
    result: str | None
    shareable: bool
    conversation_id: int | None
    closed_on: date | None
    archived: bool  # the family
    leaves_on: date | None  # the pupil


class PupilName(NamedTuple):
    """A pupil of a family, by the name they go by."""

    id: int
    name: str


SELECT = (
    "SELECT a.id, a.pupil_id, COALESCE(p.preferred_name, p.legal_name), p.tutor_group,"
    " a.family_id, f.name, a.owner, a.who, a.what, a.due_on, a.state, a.barrier, a.replaces_id,"
    " a.result, a.shareable, a.conversation_id, a.closed_on,"
    " f.archived_on IS NOT NULL, p.leaves_on FROM action a"
    " JOIN pupil p ON p.id = a.pupil_id JOIN family f ON f.id = a.family_id "
)
BY_ID = SELECT + "WHERE a.id = :id"
PUPILS_OF = (
    "SELECT p.id, COALESCE(p.preferred_name, p.legal_name) FROM pupil_family pf"
    " JOIN pupil p ON p.id = pf.pupil_id WHERE pf.family_id = :family_id"
    " AND (:pupil_id IS NULL OR p.id = :pupil_id)"
    " AND (p.leaves_on IS NULL OR p.leaves_on >= :today) ORDER BY p.id"
)
STAFF_NAME = "SELECT name FROM staff WHERE id = :id"


def whose(store: Store, text: str, about: str | None, today: date) -> tuple[Whose, str]:
    """The one pupil and household an action is for, and a word to say when a slip was forgiven.

    Raises:
        NotFound: nobody, several families, or a family with several pupils and none named.
    """
    if text[:1] in "vV" and text[1:].isdecimal():
        talk = the_talk(store, text, today, states=ANY_STATE)
        return Whose(talk.pupil_id, talk.pupil, talk.family_id, talk.id), ""
    match, slip = the_family(store, text)
    named = match.pupil_id
    if about:
        named = the_pupils_named(store, match.family_id, match.family, (about,))[0]
    found = store.all(PupilName, PUPILS_OF, family_id=match.family_id, pupil_id=named, today=today)
    if len(found) != 1:
        raise NotFound(_which_pupil(match, found))
    return Whose(found[0].id, found[0].name, match.family_id), slip


def _which_pupil(match: Match, found: list[PupilName]) -> str:
    if not found:
        return f"No pupil of the {match.family} family is at school now, so nothing can be agreed."
    names = ", ".join(f"{one.name} (p{one.id})" for one in found)
    return f"The {match.family} family has several pupils: {names}. Say whose it is with --about."


def add(store: Store, whose: Whose, agreed: Agreed, me: int, today: date, token: str) -> OnFile:
    """Keep an action; returns it as it is on file."""
    store.describe(f"an action for {whose.pupil}")
    return _insert(store, whose, agreed, me, today, token, None)


def _insert(
    store: Store,
    whose: Whose,
    agreed: Agreed,
    me: int,
    today: date,
    token: str,
    replaces: int | None,
) -> OnFile:
    check_shareable(agreed)
    made = store.insert(
        "action",
        external_id=token,
        conversation_id=whose.conversation_id,
        family_id=whose.family_id,
        pupil_id=whose.pupil_id,
        staff_id=me,
        owner=agreed.owner,
        who=_who(store, agreed, whose.pupil, me),
        what=agreed.what,
        made_on=today,
        due_on=agreed.due_on,
        state=ActionState.OPEN,
        barrier=agreed.barrier,
        shareable=agreed.shareable,
        replaces_id=replaces,
    )
    return _by_id(store, made)


def check_shareable(agreed: Agreed) -> None:
    """What a family does at home is never shown to a whole staff room.

    Raises:
        Unreadable: it would be.
    """
    if agreed.shareable and agreed.owner == ActionOwner.HOME:
        raise Unreadable(
            "What is done at home stays between us and the family, so it cannot be --shareable. "
            "Please leave that out, or say what school or the pupil does."
        )


def _who(store: Store, agreed: Agreed, pupil: str, me: int) -> str:
    """The name of who does it: a colleague by the whole name that is on file."""
    if agreed.owner == ActionOwner.PUPIL:
        return agreed.who or pupil
    if agreed.owner == ActionOwner.HOME:
        if not agreed.who:
            raise Unreadable("Please say who at home does it: --who NAME.")
        return agreed.who
    if not agreed.who:
        return str(store.value(STAFF_NAME, id=me))
    try:
        return staff.someone(store, agreed.who).name
    except NotFound:
        return agreed.who  # somebody who helps and is not on our staff


def done(store: Store, action_id: int, result: str | None, today: date) -> OnFile:
    """Say that an action was done; returns it as it was.

    Raises:
        NotFound: there is no such action, or it was closed before.
    """
    found = _open(store, action_id)
    store.update("action", found.id, state=ActionState.DONE, closed_on=today, result=result)
    store.describe(f"action {found.id} for {found.pupil} done")
    return found


def _successor(was: OnFile, instead: Instead) -> Agreed:
    """What is tried instead of an action: where nothing else is said, by the same person."""
    owner = ActionOwner(instead.owner or was.owner)
    same = was.who if owner == was.owner else None
    return Agreed(
        instead.what,
        owner,
        instead.who or same,
        instead.due_on,
        instead.barrier or was.barrier,
        instead.shareable,
    )


def replace(
    store: Store, action_id: int, result: str, instead: Instead, me: int, today: date, token: str
) -> tuple[OnFile, OnFile]:
    """Close an action that did not work and keep what is tried instead; returns both.

    Raises:
        NotFound: there is no such action, or it was closed before.
        Unreadable: the same would be tried again.
    """
    found = _open(store, action_id)
    if fold(instead.what) == fold(found.what):
        raise Unreadable(
            f"That is what did not work: {shorten(found.what)}. Please say what you will try "
            "instead; another time, place or person is enough, if you name it."
        )
    store.update("action", found.id, state=ActionState.NOT_WORKING, closed_on=today, result=result)
    whose = Whose(found.pupil_id, found.pupil, found.family_id)
    after = _insert(store, whose, _successor(found, instead), me, today, token, found.id)
    store.describe(f"action {found.id} for {found.pupil} not working, {after.id} instead")
    return found, after


def _open(store: Store, action_id: int) -> OnFile:
    found = _by_id(store, action_id)
    if found.closed_on is not None:
        state = "done" if found.state == ActionState.DONE else "closed as not working"
        raise NotFound(
            f"Action {found.id} ({shorten(found.what)}) was {state} on {in_full(found.closed_on)} "
            "already. `parentlink undo --list` shows how to take that back."
        )
    return found


def _by_id(store: Store, action_id: int) -> OnFile:
    found = store.one(OnFile, BY_ID, id=action_id)
    if found is None:
        raise NotFound(f"There is no action {action_id}. See `parentlink action list --all`.")
    return found
