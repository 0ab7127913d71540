"""Structured conversations and agreed actions out, under the headings that `import` reads."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from parentlink.rules.conversation_form import AREAS
from parentlink.store.store import Store
from parentlink.usecases.exporting.contacts import local_moment
from parentlink.usecases.exporting.pieces import Cell, Table

TALK_HEADINGS = (
    *("uid", "date", "time", "family_ref", "family", "upn", "pupil", "carer", "lead", "next_lead"),
    *("school_year", "term", "minutes", "room", "interpreter", "state", "minutes_taken"),
    *("pupil_view", "next_on", "keep_in_touch", "closed_on", *AREAS),
)
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
    " t.added_on, t.removed_on, s.name FROM conversation_target t"
    " JOIN pupil p ON p.id = t.pupil_id JOIN staff s ON s.id = t.staff_id"
    " LEFT JOIN staff l ON l.id = t.lead_id"
    " WHERE :tutor_group IS NULL OR p.tutor_group = :tutor_group ORDER BY t.id"
)
TALKS = (
    "SELECT v.id, v.uid, v.starts_at, v.starts_on, v.family_id, f.name, p.upn, p.legal_name,"
    " c.name, s.name, h.name, v.school_year, v.term, v.minutes, v.room, v.interpreter, v.state,"
    " v.minutes_taken, v.pupil_view, v.next_on, v.keep_in_touch, v.closed_on FROM conversation v"
    " JOIN pupil p ON p.id = v.pupil_id JOIN family f ON f.id = v.family_id"
    " JOIN staff s ON s.id = v.lead_id LEFT JOIN staff h ON h.id = v.handover_to_id"
    " LEFT JOIN carer c ON c.id = v.carer_id"
    " WHERE :tutor_group IS NULL OR p.tutor_group = :tutor_group ORDER BY v.id"
)
ANSWERS = (
    "SELECT conversation_id, area, text, restricted FROM conversation_answer"
    " WHERE restricted = 0 OR :restricted = 1 ORDER BY id"
)
ACTIONS = (
    "SELECT a.external_id, a.family_id, f.name, p.upn, p.legal_name, a.owner, a.who, a.what,"
    " a.made_on, a.due_on, a.state, a.closed_on, a.result, a.barrier, a.shareable, s.name, v.uid,"
    " r.external_id FROM action a JOIN pupil p ON p.id = a.pupil_id"
    " JOIN family f ON f.id = a.family_id JOIN staff s ON s.id = a.staff_id"
    " LEFT JOIN conversation v ON v.id = a.conversation_id"
    " LEFT JOIN action r ON r.id = a.replaces_id"
    " WHERE :tutor_group IS NULL OR p.tutor_group = :tutor_group ORDER BY a.id"
)


def conversations(store: Store, group: str | None, *, restricted: bool) -> Table:
    """Conversations with what was said in them; restricted answers only on wish, and named."""
    answers: dict[int, dict[str, tuple[str, bool]]] = defaultdict(dict)
    for talk_id, area, text, held_back in store.cursor(ANSWERS, restricted=restricted):
        answers[talk_id][area] = (text, bool(held_back))
    headings = (*TALK_HEADINGS, "restricted") if restricted else TALK_HEADINGS
    rows = _talks(store.cursor(TALKS, tutor_group=group), answers, restricted)
    return Table(headings, rows)


def _talks(
    found: Iterator[Sequence[Any]],
    answers: dict[int, dict[str, tuple[str, bool]]],
    restricted: bool,
) -> Iterator[tuple[Cell, ...]]:
    for talk_id, uid, at, on, family_id, family, *rest in found:
        said = answers.get(talk_id, {})
        rest[9] = bool(rest[9])
        rest[12] = rest[12] if restricted else None  # the pupil's own view is the pupil's
        texts = [said[area][0] if area in said else None for area in AREAS]
        row = (uid, *local_moment(at, on), f"f{family_id}", family, *rest, *texts)
        held_back = "; ".join(area for area, (_, hidden) in said.items() if hidden)
        yield (*row, held_back or None) if restricted else row


def targets(store: Store, group: str | None, *, restricted: bool) -> Table:
    """Pupils who should have a conversation; why only on wish, since most reasons are flags."""
    found = store.cursor(TARGETS, tutor_group=group)
    rows = ((*row[:5], *(row[5:7] if restricted else (None, None)), *row[7:]) for row in found)
    return Table(TARGET_HEADINGS, rows)


def actions(store: Store, group: str | None) -> Table:
    """Agreed actions, open and closed; what one replaces stands above it."""
    return Table(ACTION_HEADINGS, _actions(store.cursor(ACTIONS, tutor_group=group)))


def _actions(found: Iterator[Sequence[Any]]) -> Iterator[tuple[Cell, ...]]:
    for external, family_id, *rest in found:
        rest[12] = bool(rest[12])
        yield (external, f"f{family_id}", *rest)
