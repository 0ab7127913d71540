"""Pupils, carers, families and staff as the file keeps them: what two are compared by."""

from typing import NamedTuple

from parentlink.errors import NotFound
from parentlink.store.store import Store


class PupilFacts(NamedTuple):
    """A pupil as the file keeps it, without the keys that follow from the names."""

    upn: str | None
    external_id: str | None
    legal_name: str
    preferred_name: str | None
    date_of_birth: str | None
    year_group: int | None
    tutor_group: str | None
    tutor_id: int | None
    starts_on: str | None
    leaves_on: str | None
    sen_status: str | None
    pupil_premium: int | None
    eal: int | None
    looked_after: int | None
    young_carer: int | None
    free_school_meals: int | None
    ethnicity: str | None
    medical: str | None


class CarerFacts(NamedTuple):
    """A carer as the file keeps it."""

    external_id: str | None
    title: str | None
    name: str
    mobile_phone: str | None
    home_phone: str | None
    work_phone: str | None
    email: str | None
    preferred_channel: str | None
    best_times: str | None
    asked_on: str | None
    languages: str | None
    interpreter: int
    away_until: str | None
    contact_rule: str
    rule_reason: str | None


class FamilyFacts(NamedTuple):
    """A family as the file keeps it."""

    name: str
    household: str | None
    home_language: str | None
    key_contact_id: int | None
    archived_on: str | None


class StaffFacts(NamedTuple):
    """A member of staff as the file keeps them."""

    name: str
    role: str | None
    email: str | None
    tutor_group: str | None
    account: str | None
    left_on: str | None


Facts = PupilFacts | CarerFacts | FamilyFacts | StaffFacts
PUPIL = f"SELECT {', '.join(PupilFacts._fields)} FROM pupil WHERE id = :id"
CARER = f"SELECT {', '.join(CarerFacts._fields)} FROM carer WHERE id = :id"
FAMILY = f"SELECT {', '.join(FamilyFacts._fields)} FROM family WHERE id = :id"
STAFF = f"SELECT {', '.join(StaffFacts._fields)} FROM staff WHERE id = :id"


def facts_of(store: Store, kind: str, id_: int) -> Facts:
    """What is on file about one record.

    Raises:
        NotFound: it is not there any more.
    """
    found: Facts | None = None
    if kind == "pupil":
        found = store.one(PupilFacts, PUPIL, id=id_)
    elif kind == "carer":
        found = store.one(CarerFacts, CARER, id=id_)
    elif kind == "staff":
        found = store.one(StaffFacts, STAFF, id=id_)
    else:
        found = store.one(FamilyFacts, FAMILY, id=id_)
    if found is None:
        raise NotFound(f"There is no {kind} {kind[0]}{id_}.")
    return found


def name_of(facts: Facts) -> str:
    """What somebody is called."""
    return facts.legal_name if isinstance(facts, PupilFacts) else facts.name
