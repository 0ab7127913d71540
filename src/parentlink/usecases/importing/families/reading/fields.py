"""The fields of a families file: where each cell belongs, and how it is read."""

from collections.abc import Callable
from typing import NamedTuple

from parentlink.parse.people import parse_email
from parentlink.parse.phone import parse_phone
from parentlink.parse.upn import parse_upn
from parentlink.usecases.importing import cells
from parentlink.usecases.importing.cells import Cell
from parentlink.usecases.importing.families.reading.aliases import all_spellings
from parentlink.vocabulary import LivesWith, Responsibility


class Field(NamedTuple):
    """Which table and column a cell belongs to (`row`: taken together with others), and how."""

    table: str
    column: str
    read: Callable[[str], Cell]
    blank: Cell = None  # what a blank cell means with --blank-clears
    clears: bool = True


FIELDS: dict[str, Field] = {
    "family_ref": Field("row", "ref", cells.read_ref("the family")),
    "family": Field("family", "name", cells.read_person("the family's name"), clears=False),
    "pupil_ref": Field("row", "pupil_ref", cells.read_text("the mark of the pupil")),
    "carer_ref": Field("row", "carer_ref", cells.read_text("the mark of the carer")),
    "in_family": Field("row", "in_family", cells.read_yes_no),
    "barred_left_out": Field("row", "barred_left_out", cells.read_count),
    "household": Field("family", "household", cells.read_text("the household")),
    "home_language": Field("family", "home_language", cells.read_text("the home language")),
    "key_contact": Field("family", "key_contact_id", cells.read_named("the key contact's name")),
    "archived_on": Field("family", "archived_on", cells.read_day),
    "added_on": Field("family", "added_on", cells.read_day, clears=False),
    "upn": Field("pupil", "upn", parse_upn, clears=False),
    "pupil_id": Field("pupil", "external_id", cells.read_id("the pupil's id"), clears=False),
    "pupil": Field("row", "pupil", cells.read_person("the pupil's name")),
    "surname_forename": Field("row", "surname_forename", cells.read_person("the pupil's name")),
    "forename": Field("row", "forename", cells.read_named("the pupil's forename")),
    "surname": Field("row", "surname", cells.read_named("the pupil's surname")),
    "preferred_name": Field("pupil", "preferred_name", cells.read_named("the preferred name")),
    "date_of_birth": Field("pupil", "date_of_birth", cells.read_day),
    "year_group": Field("pupil", "year_group", cells.read_year),
    "tutor_group": Field("pupil", "tutor_group", cells.read_group),
    "tutor": Field("pupil", "tutor_id", cells.read_named("the tutor's name")),
    "starts_on": Field("pupil", "starts_on", cells.read_day),
    "leaves_on": Field("pupil", "leaves_on", cells.read_day),
    "sen_status": Field("pupil", "sen_status", cells.read_sen_status),
    "pupil_premium": Field("pupil", "pupil_premium", cells.read_yes_no),
    "eal": Field("pupil", "eal", cells.read_yes_no),
    "looked_after": Field("pupil", "looked_after", cells.read_yes_no),
    "young_carer": Field("pupil", "young_carer", cells.read_yes_no),
    "free_school_meals": Field("pupil", "free_school_meals", cells.read_yes_no),
    "ethnicity": Field("pupil", "ethnicity", cells.read_text("the ethnicity")),
    "medical": Field("pupil", "medical", cells.read_text("the medical facts")),
    "carer_id": Field("carer", "external_id", cells.read_id("the carer's id"), clears=False),
    "title": Field("carer", "title", cells.read_title),
    "carer": Field("row", "carer", cells.read_person("the carer's name")),
    "carer_forename": Field("row", "carer_forename", cells.read_named("the carer's forename")),
    "carer_surname": Field("row", "carer_surname", cells.read_named("the carer's surname")),
    "relationship": Field("link", "relationship", cells.read_named("the relationship")),
    "parental_responsibility": Field(
        "link", "responsibility", cells.read_responsibility, blank=Responsibility.UNKNOWN.value
    ),
    "lives_with": Field("link", "lives_with", cells.read_lives_with, blank=LivesWith.UNKNOWN.value),
    "priority": Field("link", "priority", cells.read_priority, clears=False),
    "primary_guardian": Field("row", "primary_guardian", cells.read_yes_no),
    "emergency": Field("link", "emergency", cells.read_emergency, blank=0),
    "listed_by_school": Field("link", "listed", cells.read_yes_no, clears=False),
    "mobile_phone": Field("carer", "mobile_phone", parse_phone),
    "home_phone": Field("carer", "home_phone", parse_phone),
    "work_phone": Field("carer", "work_phone", parse_phone),
    "main_phone": Field("row", "main_phone", parse_phone),
    "phone_type": Field("row", "phone_type", cells.read_phone_type),
    "numbers_at": Field("carer", "numbers_at", cells.read_utc, clears=False),
    "email": Field("carer", "email", parse_email),
    "preferred_channel": Field("carer", "preferred_channel", cells.read_channel),
    "best_times": Field("carer", "best_times", cells.read_text("the best times")),
    "asked_on": Field("carer", "asked_on", cells.read_day),
    "languages": Field("carer", "languages", cells.read_text("the languages")),
    "interpreter": Field("carer", "interpreter", cells.read_yes_no, blank=0),
    "away_until": Field("carer", "away_until", cells.read_day),
    "contact_rule": Field("rule", "contact_rule", str),
    "do_not_contact": Field("rule", "do_not_contact", str),
    "court_order": Field("rule", "court_order", str),
    "contact_allowed": Field("rule", "contact_allowed", str),
    "rule_reason": Field("rule", "rule_reason", str),
    "address": Field("row", "address", cells.read_text("the address")),
    "house_name": Field("row", "house_name", cells.read_text("the address")),
    "house_number": Field("row", "house_number", cells.read_text("the address")),
    "street": Field("row", "street", cells.read_text("the address")),
    "postcode": Field("row", "postcode", cells.read_text("the postcode")),
}
DAYS = frozenset(name for name, field in FIELDS.items() if field.read is cells.read_day)
PROBLEM = "problem"  # the heading that our own file of refused rows adds
ALIASES = all_spellings(tuple(FIELDS)) | {PROBLEM: ()}


def read_cell(name: str, text: str) -> Cell:
    """What a cell means, as the file keeps it. Raises Unreadable."""
    return FIELDS[name].read(text)
