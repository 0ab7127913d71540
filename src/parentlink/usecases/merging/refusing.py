"""Two pupils, or two carers, who must not become one."""

from typing import NamedTuple

from parentlink.errors import ParentlinkError
from parentlink.parse.names import fold
from parentlink.rules.alike import mother_and_father
from parentlink.rules.merging import Values, why_not
from parentlink.rules.titles import title_of, two_by_title
from parentlink.store.store import Store
from parentlink.usecases.merging.rows import facts_of


class _Talk(NamedTuple):
    term: str
    school_year: int


class _Relations(NamedTuple):
    relationship: str | None
    other_relationship: str | None
    pupil: str


class _Called(NamedTuple):
    title: str | None
    name_key: str


CALLED = "SELECT title, name_key FROM carer WHERE id = :id"
RELATIONS = (
    "SELECT a.relationship, b.relationship, p.legal_name FROM pupil_carer a"
    " JOIN pupil_carer b ON b.pupil_id = a.pupil_id JOIN pupil p ON p.id = a.pupil_id"
    " WHERE a.carer_id = :one AND b.carer_id = :other ORDER BY a.id"
)
SAME_TERM = (
    "SELECT a.term, a.school_year FROM conversation a JOIN conversation b ON b.term = a.term"
    " AND b.school_year = a.school_year WHERE a.pupil_id = :one AND b.pupil_id = :other"
    " AND a.state <> 'cancelled' AND b.state <> 'cancelled' ORDER BY a.school_year, a.term"
)
BATCH_OF = (
    "SELECT j.batch_id FROM change c JOIN journal j ON j.id = c.journal_id"
    " WHERE c.table_name = 'pupil' AND c.operation = 'insert' AND j.undoes_id IS NULL"
    " AND c.row_id <= :id AND c.last_id >= :id ORDER BY c.id DESC LIMIT 1"
)


def refuse_carers(store: Store, kept_id: int, other_id: int) -> None:
    """Say no to a mother and a father of one pupil, and to a Mr and a Mrs.

    Raises:
        ParentlinkError: they are.
    """
    titles = [store.one(_Called, CALLED, id=one) for one in (kept_id, other_id)]
    mine, theirs = (title_of(fold(one.title or ""), one.name_key) for one in titles if one)
    if two_by_title(mine, theirs):
        said = f"They are called {mine.capitalize()} and {theirs.capitalize()}."
        raise _not_one(f"c{kept_id} and c{other_id}", said)
    for each in store.all(_Relations, RELATIONS, one=kept_id, other=other_id):
        words = [frozenset(((word or "").casefold(),)) for word in each[:2]]
        if mother_and_father(words[0], words[1]):
            raise _not_one(
                f"c{kept_id} and c{other_id}",
                f"They are {each.relationship} and {each.other_relationship} of {each.pupil}.",
            )


def refuse(store: Store, kept_id: int, other_id: int, *, anyway: bool) -> None:
    """Say no where two pupils are two; `anyway` overrides what may be a slip at the office.

    Raises:
        ParentlinkError: two UPNs, where name or date of birth differ, too; else, without `anyway`,
        two UPNs or dates of birth, or two ids that one file brought; a structured conversation
        each in the same term.
    """
    kept, other = (facts_of(store, "pupil", one)._asdict() for one in (kept_id, other_id))
    names = f"{kept['legal_name']} (p{kept_id}) and {other['legal_name']} (p{other_id})"
    why = why_not(kept, other)
    may_insist = why is None or why[0] != "upn" or _is_one_but_for_upn(kept, other)
    if why and not (anyway and may_insist):
        raise _not_one(names, why[1], may_insist=may_insist)
    ids = [str(each["external_id"]) for each in (kept, other) if each["external_id"]]
    if not anyway and len(ids) > 1 and of_one_file(store, kept_id, other_id):
        said = f"One file brought both, under two pupil ids ({' and '.join(ids)})."
        raise _not_one(names, said)
    if talk := store.one(_Talk, SAME_TERM, one=kept_id, other=other_id):
        raise ParentlinkError(
            f"{names} each have a structured conversation in the {talk.term} term of "
            f"{talk.school_year}/{(talk.school_year + 1) % 100:02}. Please cancel one first "
            "(parentlink conversation cancel). Nothing was changed."
        )


def of_one_file(store: Store, kept_id: int, other_id: int) -> bool:
    """Whether one file brought both pupils: under two ids a merge refuses them, too."""
    batches = {store.value(BATCH_OF, id=one) for one in (kept_id, other_id)}
    return len(batches) == 1 and batches != {None}


def _is_one_but_for_upn(kept: Values, other: Values) -> bool:
    """Whether name and date of birth are the same: a UPN may have been given anew."""
    same_name = fold(str(kept["legal_name"])) == fold(str(other["legal_name"]))
    return same_name and kept["date_of_birth"] == other["date_of_birth"] is not None


def _not_one(names: str, why: str, *, may_insist: bool = True) -> ParentlinkError:
    insist = " If they are one all the same, say --anyway." if may_insist else ""
    return ParentlinkError(f"{names} stay two. {why}{insist} Nothing was changed.")
