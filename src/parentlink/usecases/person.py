"""One carer or one pupil that is to be changed: by name, number, UPN or id."""

from collections.abc import Iterable
from typing import NamedTuple

from parentlink.errors import NotFound
from parentlink.parse.names import shorten
from parentlink.store.store import Store
from parentlink.usecases.who import Match, candidates, the_family


class Person(NamedTuple):
    """A carer or pupil, and a word to say when a slip in the name was forgiven."""

    id: int
    name: str
    slip: str


class Label(NamedTuple):
    """A person, and what tells them from others of the name."""

    id: int
    name: str
    more: str | None


CARER_LABEL = (
    "SELECT c.id, CASE WHEN c.contact_rule = 'never' THEN 'must not be contacted' ELSE c.name END,"
    " f.name FROM carer c JOIN family f ON f.id = c.family_id WHERE c.id = :id"
)
PUPIL_LABEL = "SELECT id, legal_name, tutor_group FROM pupil WHERE id = :id"
CARER_NAME = "SELECT name FROM carer WHERE id = :id"
PUPIL_NAME = "SELECT legal_name FROM pupil WHERE id = :id"
CARERS_OF = "SELECT id, name, '' FROM carer WHERE family_id = :family_id ORDER BY id"
PUPILS_OF = (
    "SELECT p.id, p.legal_name, '' FROM pupil_family pf JOIN pupil p ON p.id = pf.pupil_id"
    " WHERE pf.family_id = :family_id ORDER BY p.id"
)


def the_carer(store: Store, text: str) -> Person:
    """The one carer that is meant; a family or pupil stands for its only carer.

    Raises:
        NotFound: nobody, or more than one (with their ids).
    """
    found, slip = _matches(store, text)
    named = [match.carer_id for match in found if match.carer_id] or _of(store, found, CARERS_OF)
    carer_id = _one(store, named, text, "carer", CARER_LABEL)
    return Person(carer_id, str(store.value(CARER_NAME, id=carer_id)), slip)


def the_pupil(store: Store, text: str) -> Person:
    """The one pupil that is meant; a family or carer stands for its only pupil.

    Raises:
        NotFound: nobody, or more than one (with their ids).
    """
    found, slip = _matches(store, text)
    named = [match.pupil_id for match in found if match.pupil_id] or _of(store, found, PUPILS_OF)
    pupil_id = _one(store, named, text, "pupil", PUPIL_LABEL)
    return Person(pupil_id, str(store.value(PUPIL_NAME, id=pupil_id)), slip)


def _matches(store: Store, text: str) -> tuple[list[Match], str]:
    found = candidates(store, text)
    if found:
        return found, ""
    match, slip = the_family(store, text)
    return [match], slip


def _of(store: Store, found: Iterable[Match], sql: str) -> list[int]:
    families = dict.fromkeys(match.family_id for match in found)
    return [row.id for one in families for row in store.all(Label, sql, family_id=one)]


def _one(store: Store, named: Iterable[int], text: str, kind: str, sql: str) -> int:
    """One pupil in two households is one pupil."""
    from parentlink.usecases.fitting import pupils_apart

    ids = sorted(set(named))
    if len(ids) == 1:
        return ids[0]
    if not ids:
        raise NotFound(
            f"No {kind} is on file for {shorten(text)!r}. Look with `parentlink {kind} list`."
        )
    labels = [label for one in ids[:12] if (label := store.one(Label, sql, id=one))]
    shown = [(one.id, ", ".join(filter(None, one[1:]))) for one in labels]
    apart = pupils_apart(store, shown) if kind == "pupil" else [""] * len(shown)
    lines = [
        f"  {kind[0]}{id_}  {label}{said}" for (id_, label), said in zip(shown, apart, strict=True)
    ]
    more = [f"  ... and {len(ids) - 12} more"] if len(ids) > 12 else []
    head = f"More than one {kind} fits {shorten(text)!r}. Use the id:"
    raise NotFound("\n".join([head, *lines, *more]))
