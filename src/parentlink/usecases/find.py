"""Search names, phone numbers and notes; accents and case do not matter in names."""

from datetime import date
from typing import NamedTuple

from parentlink.errors import Unreadable
from parentlink.parse.names import fold
from parentlink.store.store import Store
from parentlink.usecases.who import candidates


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


class NoteHit(NamedTuple):
    """A note, good news or promise that was found."""

    kind: str
    id: int
    family_id: int
    family: str
    text: str
    on: date


_LIKE = "LIKE :pattern ESCAPE '\\'"
NAME_HITS = (
    "SELECT 'family', f.id, f.id, f.name, f.name FROM family f WHERE f.name_key " + _LIKE + ""
    " UNION ALL SELECT 'carer', c.id, f.id, f.name,"
    " CASE WHEN c.contact_rule = 'never' THEN 'DO NOT CONTACT ' || c.name ELSE c.name END"
    " FROM carer c"
    " JOIN family f ON f.id = c.family_id WHERE c.name_key " + _LIKE + ""
    " UNION ALL SELECT 'pupil', p.id, f.id, f.name, p.legal_name FROM pupil p"
    " JOIN pupil_family pf ON pf.pupil_id = p.id JOIN family f ON f.id = pf.family_id"
    " WHERE p.name_key " + _LIKE + " OR p.preferred_key " + _LIKE + " ORDER BY 4, 3, 1, 2"
)
NOTE_HITS = (
    "SELECT 'note' AS kind, co.id, f.id, f.name, co.note, co.happened_on AS happened_on"
    " FROM contact co JOIN family f ON f.id = co.family_id WHERE LOWER(co.note) "
    + _LIKE
    + " UNION ALL SELECT 'promise', pr.id, f.id, f.name, pr.what, pr.made_on FROM promise pr"
    " JOIN family f ON f.id = pr.family_id WHERE LOWER(pr.what) "
    + _LIKE
    + " UNION ALL SELECT 'good-news', g.id, f.id, f.name, g.text, g.happened_on FROM good_news g"
    " JOIN pupil_family pf ON pf.pupil_id = g.pupil_id JOIN family f ON f.id = pf.family_id"
    " WHERE LOWER(g.text) " + _LIKE + " ORDER BY happened_on DESC, 1, 2 DESC LIMIT :most"
)
_LETTERS = {"family": "f", "carer": "c", "pupil": "p"}


def find(store: Store, text: str, most: int) -> list[Hit]:
    """Names first, then a phone number or UPN, then notes, newest first.

    Raises:
        Unreadable: nothing to look for.
    """
    if not text.strip():
        raise Unreadable("Please say what to look for.")
    key = fold(text)
    hits = [
        Hit(row.kind, f"{_LETTERS[row.kind]}{row.id}", *row[2:], on=None)
        for row in store.all(NameHit, NAME_HITS, pattern=_pattern(key))
    ]
    if any(sign.isdigit() for sign in text):
        known = {hit.family_id for hit in hits}
        hits += [
            Hit("family", f"f{m.family_id}", m.family_id, m.family, text.strip(), None)
            for m in candidates(store, text)
            if m.family_id not in known
        ]
    # SQLite folds the case of ASCII only, so the text is looked for as typed and in small letters.
    for pattern in dict.fromkeys((_pattern(text.strip().lower()), _pattern(text.strip()))):
        hits += [
            Hit(row.kind, str(row.id), *row[2:])
            for row in store.all(NoteHit, NOTE_HITS, pattern=pattern, most=most)
        ]
    return list(dict.fromkeys(hits))[:most]


def _pattern(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
