"""Search names, phone numbers and notes; accents, case and small signs do not matter."""

import re
from datetime import date
from typing import NamedTuple

from parentlink.errors import Unreadable
from parentlink.parse.names import fold
from parentlink.store.store import Store
from parentlink.usecases.who import Match, candidates


class Hit(NamedTuple):
    """Something that was found, and whose it is."""

    kind: str
    id: str
    family_id: int
    family: str
    text: str
    on: date | None


class NameHit(NamedTuple):
    """A name that was found."""

    kind: str
    id: int
    family_id: int
    family: str
    text: str


class Blocked(NamedTuple):
    """A carer who was found and must not be contacted."""

    carer: str
    family: str
    rule_reason: str | None


_LIKE = "LIKE :pattern ESCAPE '\\'"
NAME_HITS = (
    "SELECT 'family', f.id, f.id, f.name, f.name FROM family f WHERE f.name_key " + _LIKE + ""
    " UNION ALL SELECT 'carer', c.id, f.id, f.name,"
    " CASE WHEN c.contact_rule = 'never' THEN 'DO NOT CONTACT ' || c.name ELSE c.name END"
    " FROM carer c"
    " JOIN family f ON f.id = c.family_id WHERE c.name_key " + _LIKE + ""
    " UNION ALL SELECT 'pupil', p.id, f.id, f.name, p.legal_name FROM pupil p"
    " JOIN pupil_family pf ON pf.pupil_id = p.id JOIN family f ON f.id = pf.family_id"
    " WHERE p.name_key " + _LIKE + " OR p.preferred_key " + _LIKE
)
PHONE_HITS = (
    "SELECT 'carer', c.id, f.id, f.name,"
    " CASE WHEN c.contact_rule = 'never' THEN 'DO NOT CONTACT ' || c.name ELSE c.name END"
    " FROM carer c JOIN family f ON f.id = c.family_id WHERE c.mobile_phone " + _LIKE + ""
    " OR c.home_phone " + _LIKE + " OR c.work_phone " + _LIKE + " ORDER BY f.name_key, c.id"
)
NOTE_HITS = (
    "SELECT 'note' AS kind, co.id, f.id, f.name, co.note, co.happened_on AS happened_on"
    " FROM contact co JOIN family f ON f.id = co.family_id WHERE co.note "
    + _LIKE
    + " UNION ALL SELECT 'promise', pr.id, f.id, f.name, pr.what, pr.made_on FROM promise pr"
    " JOIN family f ON f.id = pr.family_id WHERE pr.what "
    + _LIKE
    + " UNION ALL SELECT 'good-news', g.id, f.id, f.name, g.text, g.happened_on FROM good_news g"
    " JOIN pupil_family pf ON pf.pupil_id = g.pupil_id JOIN family f ON f.id = pf.family_id"
    " WHERE g.text " + _LIKE
)
CARER_CALLED = (
    "SELECT CASE WHEN contact_rule = 'never' THEN 'DO NOT CONTACT ' || name ELSE name END"
    " FROM carer WHERE id = :id"
)
PUPIL_CALLED = "SELECT legal_name FROM pupil WHERE id = :id"
BLOCKED = (
    "SELECT c.name, f.name, c.rule_reason FROM carer c JOIN family f ON f.id = c.family_id"
    " WHERE c.id = :id AND c.contact_rule = 'never'"
)
_LETTERS = {"family": "f", "carer": "c", "pupil": "p"}
_SHORTEST_NUMBER = 4  # digits of a phone number that are worth looking for


def find(store: Store, text: str, most: int) -> list[Hit]:
    """Names first, then phone numbers and UPNs, then notes, newest first.

    Raises:
        Unreadable: nothing to look for.
    """
    if not text.strip():
        raise Unreadable("Please say what to look for.")
    named = sorted(store.all(NameHit, NAME_HITS, pattern=_pattern(fold(text))), key=_order)
    hits = [_named(row) for row in named]
    if any(sign.isdigit() for sign in text):
        hits += _numbered(store, text)
    hits = list(dict.fromkeys(hits))[:most]
    return hits + _notes(store, text, most - len(hits))


def blocked_among(store: Store, hits: list[Hit]) -> list[Blocked]:
    """Who among those found must not be contacted."""
    carers = dict.fromkeys(int(hit.id[1:]) for hit in hits if hit.kind == "carer")
    return [found for one in carers if (found := store.one(Blocked, BLOCKED, id=one))]


def _order(row: NameHit) -> tuple[str, int, int, int]:
    return fold(row.family), row.family_id, list(_LETTERS).index(row.kind), row.id


def _named(row: NameHit) -> Hit:
    return Hit(row.kind, f"{_LETTERS[row.kind]}{row.id}", *row[2:], on=None)


def _numbered(store: Store, text: str) -> list[Hit]:
    """By a part of a phone number, a whole one however it is written, a UPN or an id."""
    digits = re.sub(r"[\s()+.-]", "", text)
    # "07700 9001..." is kept as "+447700 9001...", and "0123" may stand in the middle.
    parts = {digits, digits.lstrip("0")} if digits.isascii() and digits.isdigit() else set()
    hits = [
        _named(row)
        for part in sorted(parts)
        if len(part) >= _SHORTEST_NUMBER
        for row in store.all(NameHit, PHONE_HITS, pattern=_pattern(part))
    ]
    return hits + [_matched(store, match) for match in candidates(store, text)]


def _matched(store: Store, match: Match) -> Hit:
    person = match.carer_id or match.pupil_id
    if not person:
        return Hit(
            "family", f"f{match.family_id}", match.family_id, match.family, match.family, None
        )
    kind = "carer" if match.carer_id else "pupil"
    name = store.value(CARER_CALLED if match.carer_id else PUPIL_CALLED, id=person)
    return Hit(kind, f"{_LETTERS[kind]}{person}", match.family_id, match.family, name, None)


def _notes(store: Store, text: str, most: int) -> list[Hit]:
    """Notes, promises and good news with this text, newest first.

    The file knows the small letters of ASCII only, so it sifts by the letters that never have
    accents, and what it lets through is compared here as names are. Rows come one by one: a note
    search must not hold ten million notes in memory.
    """
    from heapq import nlargest

    key = fold(text)
    plain = text.casefold()
    fitting = (
        Hit(kind, str(number), family_id, family, note, date.fromisoformat(on))
        for kind, number, family_id, family, note, on in store.cursor(
            NOTE_HITS, pattern=f"%{'%'.join(re.findall('[bfmpqvx0-9]', plain))}%"
        )
        if key in fold(note) or plain in note.casefold()
    )
    return nlargest(most, fitting, key=lambda hit: (hit.on, hit.kind == "note", int(hit.id)))


def _pattern(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
