"""Structured conversations and agreed actions out, under the headings that `import` reads."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from parentlink.parse.local_moment import local_moment
from parentlink.rules.conversation_form import AREAS
from parentlink.store.store import Store
from parentlink.usecases.exporting.barred import Barred
from parentlink.usecases.exporting.held import Held
from parentlink.usecases.exporting.names import Names
from parentlink.usecases.exporting.pieces import Cell, Table
from parentlink.vocabulary import BEFORE_RULE, ContactRule
from parentlink.vocabulary.restricted import Fact
from parentlink.vocabulary.talks import FACT_OF

TALK_HEADINGS = (
    *("uid", "date", "time", "family_ref", "family", "upn", "pupil", "carer", "lead", "next_lead"),
    *("school_year", "term", "minutes", "room", "interpreter", "state", "minutes_taken"),
    *("pupil_view", "next_on", "keep_in_touch", "closed_on", *AREAS, "present", "sequence"),
)
HISTORY_HEADINGS = ("conversation", "happened_at", "event", "was_at", "staff", "reason")
STEP_HEADINGS = ("conversation", "step", "due_on", "done_on", "result")
ACTION_HEADINGS = (
    *("external_id", "family_ref", "family", "upn", "pupil", "owner", "who", "what", "made_on"),
    *("due_on", "state", "closed_on", "result", "barrier", "shareable", "staff", "agreed_in"),
    "replaces",
)
TARGET_HEADINGS = (
    *("external_id", "upn", "pupil", "tutor_group", "lead", "reason", "note", "added_on"),
    *("removed_on", "staff"),
)
TARGETS = (
    "SELECT t.external_id, p.upn, p.legal_name, p.tutor_group, l.name, t.reason, t.note,"
    " t.added_on, t.removed_on, s.name, p.id FROM conversation_target t"
    " JOIN pupil p ON p.id = t.pupil_id JOIN staff s ON s.id = t.staff_id"
    " LEFT JOIN staff l ON l.id = t.lead_id"
    " WHERE :tutor_group IS NULL OR p.tutor_group = :tutor_group ORDER BY t.id"
)
TALKS = (
    "SELECT v.id, v.uid, v.starts_at, v.starts_on, v.family_id, f.name, p.upn, p.legal_name,"
    " c.name, s.name, h.name, v.school_year, v.term, v.minutes, v.room, v.interpreter, v.state,"
    " v.minutes_taken, v.pupil_view, v.next_on, v.keep_in_touch, v.closed_on, v.sequence,"
    " c.contact_rule, p.id, c.id FROM conversation v"
    " JOIN pupil p ON p.id = v.pupil_id JOIN family f ON f.id = v.family_id"
    " JOIN staff s ON s.id = v.lead_id LEFT JOIN staff h ON h.id = v.handover_to_id"
    " LEFT JOIN carer c ON c.id = v.carer_id"
    " WHERE :tutor_group IS NULL OR p.tutor_group = :tutor_group ORDER BY v.id"
)
ANSWERS = (
    "SELECT conversation_id, area, text, restricted FROM conversation_answer"
    " WHERE restricted = 0 OR :restricted = 1 ORDER BY id"
)
PRESENT = "SELECT conversation_id, name FROM conversation_person ORDER BY id"
_OF_GROUP = (
    " JOIN pupil p ON p.id = v.pupil_id WHERE :tutor_group IS NULL OR p.tutor_group = :tutor_group"
)
HISTORY = (
    "SELECT v.uid, h.happened_at, h.event, h.was_at, s.name, h.reason FROM conversation_history h"
    " JOIN staff s ON s.id = h.staff_id JOIN conversation v ON v.id = h.conversation_id"
    f"{_OF_GROUP} ORDER BY h.id"
)
STEPS = (
    "SELECT v.uid, m.step, m.due_on, m.done_on, m.result FROM missed_follow_up m"
    f" JOIN conversation v ON v.id = m.conversation_id{_OF_GROUP} ORDER BY m.id"
)
ACTIONS = (
    "SELECT a.external_id, a.family_id, f.name, p.upn, p.legal_name, a.owner, a.who, a.what,"
    " a.made_on, a.due_on, a.state, a.closed_on, a.result, a.barrier, s.name, v.uid,"
    " r.external_id, a.shareable, p.id FROM action a JOIN pupil p ON p.id = a.pupil_id"
    " JOIN family f ON f.id = a.family_id JOIN staff s ON s.id = a.staff_id"
    " LEFT JOIN conversation v ON v.id = a.conversation_id"
    " LEFT JOIN action r ON r.id = a.replaces_id"
    " WHERE :tutor_group IS NULL OR p.tutor_group = :tutor_group ORDER BY a.id"
)


class Talk(NamedTuple):
    """A conversation on file."""

    id: int
    uid: str
    starts_at: str
    starts_on: str
    family_id: int
    family: str
    upn: str | None
    pupil: str
    carer: str | None
    lead: str
    next_lead: str | None
    school_year: int
    term: str
    minutes: int
    room: str | None
    interpreter: bool
    state: str
    minutes_taken: int | None
    pupil_view: str | None
    next_on: str | None
    keep_in_touch: str | None
    closed_on: str | None
    sequence: int
    contact_rule: str | None
    pupil_id: int
    carer_id: int | None


_FIRST, _END = Talk._fields.index("upn"), Talk._fields.index("sequence")  # as the headings go


class Said(NamedTuple):
    """What was said in a conversation by area, and who was there, for the cells of its row."""

    answers: dict[str, tuple[str, bool]]
    present: list[str]


def conversations(
    store: Store,
    group: str | None,
    held: Held,
    names: Names,
) -> Table:
    """Conversations with what was said in them; restricted answers only on wish, and named.

    A carer who must not be contacted is named only on wish, too.
    """
    restricted = Fact.ANSWERS in held.facts
    said: dict[int, Said] = defaultdict(lambda: Said({}, []))
    for talk_id, area, text, held_back in store.cursor(ANSWERS, restricted=restricted):
        said[talk_id].answers[area] = (text, bool(held_back))
    for talk_id, name in store.cursor(PRESENT):
        said[talk_id].present.append(name)
    barred = Barred(store, held.out)
    headings = TALK_HEADINGS + (("restricted",) if restricted else ())
    headings += ("override",) if held.named else ()
    found = store.cursor(TALKS, tutor_group=group)
    rows = (_talk(Talk(*talk), said[talk[0]], held, barred, names) for talk in found)
    return Table(headings, rows)


def _talk(talk: Talk, said: Said, held: Held, barred: Barred, names: Names) -> tuple[Cell, ...]:
    is_out = talk.carer_id in held.out
    shown = talk._replace(
        pupil=names.pupil(talk.pupil_id, talk.pupil),
        carer=None if is_out else names.carer(talk.carer_id, talk.carer),
        interpreter=bool(talk.interpreter),
        pupil_view=talk.pupil_view if Fact.PUPIL_VIEWS in held.facts else None,
    )
    when = local_moment(talk.starts_at, talk.starts_on)
    texts = [said.answers[area][0] if area in said.answers else None for area in AREAS]
    row: tuple[Cell, ...] = (talk.uid, *when, names.family(talk.family_id), talk.family)
    row += (*shown[_FIRST:_END], *texts, _present(talk, said, barred), talk.sequence)
    if Fact.ANSWERS in held.facts:
        row += ("; ".join(area for area, (_, hidden) in said.answers.items() if hidden) or None,)
    if held.named:  # so that a booking that is older than the rule is let in again
        is_barred = talk.contact_rule == ContactRule.NEVER
        row += (BEFORE_RULE if is_barred and not is_out else None,)
    return row


def _present(talk: Talk, said: Said, barred: Barred) -> str | None:
    """Who was there, in one cell."""
    around = (talk.family_id, talk.pupil_id)
    return _in_one_cell([name for name in said.present if not barred.is_one(name, *around)])


def _in_one_cell(names: list[str]) -> str | None:
    """Names with semicolons between; one with a semicolon in it stands in quotation marks."""
    if not names:
        return None
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";", lineterminator="").writerow(names)
    return out.getvalue()


def history(store: Store, group: str | None) -> Table:
    """What happened to bookings: when, what, from which time, and the reason. Moments in UTC."""
    found = store.cursor(HISTORY, tutor_group=group)
    rows = (
        (uid, _utc(at), event, _utc(was), staff, reason)
        for uid, at, event, was, staff, reason in found
    )
    return Table(HISTORY_HEADINGS, rows)


def _utc(moment: str | None) -> str | None:
    return moment and f"{moment.replace(' ', 'T')}Z"


def missed_steps(store: Store, group: str | None) -> Table:
    """What is done after a missed conversation, and how it went."""
    return Table(STEP_HEADINGS, (tuple(row) for row in store.cursor(STEPS, tutor_group=group)))


def targets(store: Store, group: str | None, facts: frozenset[Fact], names: Names) -> Table:
    """Pupils who should have a conversation; why only on wish, since most reasons are flags."""
    found = store.cursor(TARGETS, tutor_group=group)
    rows = (
        (
            *(*row[:2], names.pupil(row[10], row[2]), *row[3:5]),
            row[5] if FACT_OF.get(row[5], Fact.REASONS) in facts else None,
            row[6] if Fact.REASONS in facts else None,
            *row[7:10],
        )
        for row in found
    )
    return Table(TARGET_HEADINGS, rows)


def actions(store: Store, group: str | None, out: frozenset[int], names: Names) -> Table:
    """Agreed actions, open and closed; what one replaces stands above it.

    A carer who stays out (`out`) is not named as the one who does it.
    """
    barred = Barred(store, out)
    found = store.cursor(ACTIONS, tutor_group=group)
    return Table(ACTION_HEADINGS, _actions(found, barred, names))


def _actions(
    found: Iterator[Sequence[Any]], barred: Barred, names: Names
) -> Iterator[tuple[Cell, ...]]:
    for external, family_id, family, upn, pupil, owner, who, *rest, shareable, pupil_id in found:
        named = None if barred.is_one(who, family_id, pupil_id) else who
        called = names.pupil(pupil_id, pupil)
        whose = (names.family(family_id), family, upn, called, owner, named)
        yield (external, *whose, *rest[:-3], bool(shareable), *rest[-3:])
