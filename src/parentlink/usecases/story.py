"""What was tried with one child, in a chain; and the part of it that teachers may use."""

from datetime import date
from typing import NamedTuple

from parentlink.rules.actions import Step, chains
from parentlink.rules.sharing import names_a_carer
from parentlink.store.store import Store
from parentlink.usecases.good_news import pupil_meant
from parentlink.vocabulary.talks import ActionState


class Goal(NamedTuple):
    """What all wanted to see, as one conversation put it."""

    conversation_id: int
    text: str


class Held(NamedTuple):
    """A conversation as the file has it."""

    id: int
    school_year: int
    term: str
    on: date
    state: str
    lead: str
    family: str
    next_on: date | None
    keep_in_touch: str | None


class Told(NamedTuple):
    """A conversation in a story."""

    id: int
    school_year: int
    term: str
    on: date
    state: str
    lead: str
    family: str
    goals: tuple[str, ...]
    next_on: date | None
    keep_in_touch: str | None


class Story(NamedTuple):
    """The keys of the JSON answer: conversations and what was tried, both oldest first."""

    pupil_id: int
    pupil: str
    tutor_group: str | None
    conversations: tuple[Told, ...]
    tried: tuple[Step, ...]


class Shared(NamedTuple):
    """A strategy for the classroom: nothing of it is about home."""

    what: str
    state: str


class Classroom(NamedTuple):
    """What teachers can use. The keys of the JSON answer: nothing else may ever stand here."""

    pupil: str
    tutor_group: str | None
    strengths: tuple[str, ...]
    interests: tuple[str, ...]
    strategies: tuple[Shared, ...]


class AnswerFacts(NamedTuple):
    """An answer that is not restricted."""

    area: str
    text: str


class CarerName(NamedTuple):
    """A carer of one of the pupil's families."""

    name: str


# A cancelled conversation is no part of what was tried.
CONVERSATIONS = (
    "SELECT v.id, v.school_year, v.term, v.starts_on, v.state, s.name, f.name, v.next_on,"
    " v.keep_in_touch FROM conversation v JOIN staff s ON s.id = v.lead_id"
    " JOIN family f ON f.id = v.family_id"
    " WHERE v.pupil_id = :pupil_id AND v.state <> 'cancelled' ORDER BY v.starts_at, v.id"
)
GOALS = (
    "SELECT w.conversation_id, w.text FROM conversation v"
    " JOIN conversation_answer w ON w.conversation_id = v.id"
    " WHERE v.pupil_id = :pupil_id AND v.state <> 'cancelled'"
    " AND w.stage = 'plan' AND w.area = 'goals' AND w.restricted = 0 ORDER BY v.starts_at, w.id"
)
ACTIONS = (
    "SELECT 0, a.id, a.replaces_id, f.name, a.owner, a.who, a.what, a.made_on, a.due_on, a.state,"
    " a.closed_on, a.result, a.barrier FROM action a JOIN family f ON f.id = a.family_id"
    " WHERE a.pupil_id = :pupil_id ORDER BY a.id"
)
# What a teacher may see: what school or the pupil does, and what the child likes and is good at.
SHAREABLE = (
    "SELECT what, state FROM action WHERE pupil_id = :pupil_id AND shareable = 1"
    " AND owner IN ('school', 'pupil') AND state IN ('done', 'open')"
    " ORDER BY CASE WHEN state = 'done' THEN 0 ELSE 1 END, due_on DESC, id DESC"
)
# `<> 'cancelled'` is spelled as in the partial index.
LIKES = (
    "SELECT w.area, w.text FROM conversation v"
    " JOIN conversation_answer w ON w.conversation_id = v.id"
    " WHERE v.pupil_id = :pupil_id AND v.state <> 'cancelled' AND v.state IN ('held', 'closed')"
    " AND w.stage = 'explore' AND w.area IN ('strengths', 'interests') AND w.restricted = 0"
    " ORDER BY v.starts_at DESC, w.id"
)
CARERS = (
    "SELECT c.name FROM pupil_family pf JOIN carer c ON c.family_id = pf.family_id"
    " WHERE pf.pupil_id = :pupil_id UNION SELECT c.name FROM pupil_carer pc"
    " JOIN carer c ON c.id = pc.carer_id WHERE pc.pupil_id = :pupil_id"
)
NAMES = "SELECT legal_name || ' ' || COALESCE(preferred_name, '') FROM pupil WHERE id = :pupil_id"


def story(store: Store, text: str, today: date) -> tuple[Story, str]:
    """Everything that was tried with one pupil, and a word to say when a slip was forgiven.

    Restricted answers are no part of it.
    """
    pupil, slip = pupil_meant(store, text, today)
    goals: dict[int, list[str]] = {}
    for goal in store.all(Goal, GOALS, pupil_id=pupil.id):
        goals.setdefault(goal.conversation_id, []).append(goal.text)
    held = tuple(
        Told(*one[:7], tuple(goals.get(one.id, ())), *one[7:])
        for one in store.all(Held, CONVERSATIONS, pupil_id=pupil.id)
    )
    tried = tuple(chains(store.all(Step, ACTIONS, pupil_id=pupil.id)))
    return Story(pupil.id, pupil.name, pupil.tutor_group, held, tried), slip


def classroom(store: Store, text: str, today: date) -> tuple[Classroom, int, str]:
    """What teachers can use, how many texts were held back, and a word when a slip was forgiven.

    A text that seems to name a carer is held back, whatever was said of it.
    """
    pupil, slip = pupil_meant(store, text, today)
    carers = [one.name for one in store.all(CarerName, CARERS, pupil_id=pupil.id)]
    own = str(store.value(NAMES, pupil_id=pupil.id))
    strategies = store.all(Shared, SHAREABLE, pupil_id=pupil.id)
    likes = store.all(AnswerFacts, LIKES, pupil_id=pupil.id)
    safe = [one for one in strategies if not names_a_carer(one.what, carers, own)]
    told = [one for one in likes if not names_a_carer(one.text, carers, own)]
    held_back = len(strategies) + len(likes) - len(safe) - len(told)
    found = Classroom(
        pupil.name,
        pupil.tutor_group,
        _texts(told, "strengths"),
        _texts(told, "interests"),
        tuple(one._replace(state=_in_words(one.state)) for one in safe),
    )
    return found, held_back, slip


def _texts(told: list[AnswerFacts], area: str) -> tuple[str, ...]:
    """Each text once: a child may like football for three terms."""
    return tuple(dict.fromkeys(one.text for one in told if one.area == area))


def _in_words(state: str) -> str:
    return "worked" if state == ActionState.DONE else "running"
