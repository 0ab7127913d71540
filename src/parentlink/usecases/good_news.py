"""Good news about a pupil: it waits until a contact tells the family."""

from datetime import date
from typing import NamedTuple

from parentlink.errors import NotFound
from parentlink.parse.names import fold, shorten
from parentlink.rules.school_days import plain_day
from parentlink.store.store import Store
from parentlink.usecases.who import candidates, the_family


class PupilChoice(NamedTuple):
    """A pupil who may be meant."""

    id: int
    name: str
    tutor_group: str | None
    leaves_on: date | None


class Waiting(NamedTuple):
    """Good news that nobody has told the family yet."""

    id: int
    pupil: str
    tutor_group: str | None
    on: date
    text: str


class News(NamedTuple):
    """Good news, told or not: `told_in` is the contact that told the family."""

    id: int
    pupil: str
    tutor_group: str | None
    on: date
    text: str
    told_in: int | None


_CHOICE = (
    "SELECT p.id, COALESCE(p.preferred_name, p.legal_name), p.tutor_group, p.leaves_on"
    " FROM pupil p "
)
CHOICE_BY_ID = _CHOICE + "WHERE p.id = :pupil_id"
CHOICES_OF_FAMILY = (
    _CHOICE
    + "JOIN pupil_family pf ON pf.pupil_id = p.id WHERE pf.family_id = :family_id ORDER BY p.id"
)
CHOICES_CALLED = (
    _CHOICE + "WHERE p.name_key LIKE :start OR p.name_key LIKE :inside"
    " OR p.preferred_key LIKE :start OR p.preferred_key LIKE :inside ORDER BY p.id"
)
_NEWS = (
    "SELECT g.id, COALESCE(p.preferred_name, p.legal_name), p.tutor_group, g.happened_on, g.text"
)
# Nobody rings a family that is archived, or about a pupil who has left.
WAITING = (
    _NEWS + " FROM good_news g JOIN pupil p ON p.id = g.pupil_id WHERE g.contact_id IS NULL"
    " AND (p.leaves_on IS NULL OR p.leaves_on >= :today)"
    " AND EXISTS (SELECT 1 FROM pupil_family pf JOIN family f ON f.id = pf.family_id"
    " WHERE pf.pupil_id = p.id AND f.archived_on IS NULL)"
    " AND (:tutor_group IS NULL OR p.tutor_group = :tutor_group)"
    " ORDER BY g.happened_on DESC, g.id DESC"
)
EVERY = (
    _NEWS + ", g.contact_id FROM good_news g JOIN pupil p ON p.id = g.pupil_id"
    " WHERE (:tutor_group IS NULL OR p.tutor_group = :tutor_group)"
    " ORDER BY g.happened_on DESC, g.id DESC"
)


def add(store: Store, pupil: PupilChoice, text: str, on: date, me: int, token: str) -> int:
    """Keep good news for the next call; returns its id."""
    store.describe(f"good news about {pupil.name}")
    return store.insert(
        "good_news", external_id=token, pupil_id=pupil.id, staff_id=me, happened_on=on, text=text
    )


def waiting(store: Store, tutor_group: str | None, today: date) -> list[Waiting]:
    """What the next calls may open with, newest first."""
    return store.all(Waiting, WAITING, tutor_group=tutor_group, today=today)


def every(store: Store, tutor_group: str | None) -> list[News]:
    """All good news ever, told or not, newest first."""
    return store.all(News, EVERY, tutor_group=tutor_group)


def pupil_meant(store: Store, text: str, today: date) -> tuple[PupilChoice, str]:
    """The one pupil that is meant, and a word to say when a slip was forgiven.

    A family or carer stands for its pupil when there is only one at school.

    Raises:
        NotFound: nobody, more than one (the candidates with their ids), or somebody who has left.
    """
    found, slip = _choices(store, text)
    present = [one for one in found if one.leaves_on is None or one.leaves_on >= today]
    if len(present) == 1:
        return present[0], slip
    if present:
        from parentlink.usecases.fitting import pupils_apart

        labels = [(one.id, _labelled(one)) for one in present[:12]]
        apart = pupils_apart(store, labels)
        listed = "\n".join(
            f"  p{id_}  {label}{more}" for (id_, label), more in zip(labels, apart, strict=True)
        )
        raise NotFound(f"More than one pupil fits {shorten(text)!r}. Use the id:\n{listed}")
    if found and found[0].leaves_on:
        left = plain_day(found[0].leaves_on, today)
        raise NotFound(
            f"{found[0].name} (p{found[0].id}) left on {left}. If that is wrong, change it with "
            "`parentlink pupil edit`."
        )
    raise NotFound(f"No pupil is on file for {shorten(text)!r}. Look with `parentlink pupil list`.")


def _choices(store: Store, text: str) -> tuple[list[PupilChoice], str]:
    matches = candidates(store, text)
    slip = ""
    if not matches:
        match, slip = the_family(store, text)
        matches = [match]
    named = {match.pupil_id for match in matches if match.pupil_id}
    if named:
        return [_by_id(store, pupil_id) for pupil_id in sorted(named)], slip
    families = sorted({match.family_id for match in matches})
    found = [
        one for f in families for one in store.all(PupilChoice, CHOICES_OF_FAMILY, family_id=f)
    ]
    # "james" may be the James family and also a pupil called James: never guess between them.
    found += [] if _is_exact(text) else _called(store, text)
    return sorted(set(found)), slip


def _is_exact(text: str) -> bool:
    """Whether an id or a number was typed, and so no name."""
    return any(sign.isdigit() for sign in text)


def _called(store: Store, text: str) -> list[PupilChoice]:
    key = fold(text)
    if not key or "%" in key or "_" in key:
        return []
    return store.all(PupilChoice, CHOICES_CALLED, start=f"{key}%", inside=f"% {key}%")


def _by_id(store: Store, pupil_id: int) -> PupilChoice:
    found = store.one(PupilChoice, CHOICE_BY_ID, pupil_id=pupil_id)
    if found is None:
        raise NotFound(f"There is no pupil p{pupil_id}.")
    return found


def _labelled(one: PupilChoice) -> str:
    return f"{one.name}, {one.tutor_group}" if one.tutor_group else one.name
