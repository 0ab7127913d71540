"""The fields of a families file: what each cell means, and what other programs call it.

Headings differ from school to school even within one program, so these are the spellings that SIMS,
Arbor, Bromcom, ParentMail and SchoolBooking are known to use; --map is for all others.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from parentlink.parse.people import parse_email, parse_group
from parentlink.parse.phone import parse_phone
from parentlink.parse.upn import parse_upn
from parentlink.usecases.importing import cells
from parentlink.usecases.importing.cells import Cell
from parentlink.vocabulary import LivesWith, Responsibility


class Field(NamedTuple):
    """Which table and column a cell belongs to (`row`: taken together with others), and how."""

    table: str
    column: str
    read: Callable[[str], Cell]
    aliases: tuple[str, ...] = ()
    blank: Cell = None  # what a blank cell means with --blank-clears
    clears: bool = True


FIELDS: dict[str, Field] = {
    "family_ref": Field(
        "row",
        "ref",
        cells.read_text("the family"),
        ("family id", "household id", "family number", "house id"),
    ),
    "family": Field(
        "family", "name", cells.read_named("the family's name"), ("family name",), clears=False
    ),
    "pupil_ref": Field("row", "pupil_ref", cells.read_text("the mark of the pupil")),
    "carer_ref": Field("row", "carer_ref", cells.read_text("the mark of the carer")),
    "in_family": Field("row", "in_family", cells.read_yes_no),
    "household": Field(
        "family", "household", cells.read_text("the household"), ("household name",)
    ),
    "home_language": Field(
        "family",
        "home_language",
        cells.read_text("the home language"),
        ("first language", "language at home"),
    ),
    "key_contact": Field("family", "key_contact_id", cells.read_named("the key contact's name")),
    "archived_on": Field("family", "archived_on", cells.read_day),
    "upn": Field("pupil", "upn", parse_upn, ("unique pupil number", "pupil upn"), clears=False),
    "pupil_id": Field(
        "pupil",
        "external_id",
        cells.read_named("the pupil's id"),
        ("student id", "studentid", "admission number", "adno", "adm no", "admission no", "mis id"),
        clears=False,
    ),
    "pupil": Field(
        "row",
        "pupil",
        cells.read_named("the pupil's name"),
        (
            "pupil name",
            "student",
            "student name",
            "legal name",
            "full name",
            "child",
            "child name",
            "name",
        ),
    ),
    "surname_forename": Field("row", "surname_forename", cells.read_named("the pupil's name")),
    "forename": Field(
        "row",
        "forename",
        cells.read_named("the pupil's forename"),
        (
            *("legal forename", "legal first name", "first name", "student forename"),
            *("student first name", "pupil forename", "pupil first name", "child first name"),
        ),
    ),
    "surname": Field(
        "row",
        "surname",
        cells.read_named("the pupil's surname"),
        (
            *("legal surname", "legal last name", "last name", "student surname"),
            *("student last name", "pupil surname", "pupil last name", "child last name"),
        ),
    ),
    "preferred_name": Field(
        "pupil",
        "preferred_name",
        cells.read_named("the preferred name"),
        ("preferred forename", "preferred first name", "known as", "chosen name"),
    ),
    "date_of_birth": Field(
        "pupil", "date_of_birth", cells.read_day, ("dob", "birth date", "birthday")
    ),
    "year_group": Field(
        "pupil",
        "year_group",
        cells.read_year,
        ("year", "nc year", "ncyear", "yr", "national curriculum year"),
    ),
    "tutor_group": Field(
        "pupil",
        "tutor_group",
        parse_group,
        (
            *("reg", "reg group", "reg form", "registration form", "registration group"),
            *("registration", "form", "form group", "tutor grp"),
        ),
    ),
    "tutor": Field(
        "pupil", "tutor_id", cells.read_named("the tutor's name"), ("form tutor", "tutor name")
    ),
    "starts_on": Field(
        "pupil", "starts_on", cells.read_day, ("start date", "date of admission", "admission date")
    ),
    "leaves_on": Field(
        "pupil", "leaves_on", cells.read_day, ("leaving date", "date of leaving", "end date")
    ),
    "sen_status": Field(
        "pupil", "sen_status", cells.read_sen_status, ("sen", "send", "send status")
    ),
    "pupil_premium": Field(
        "pupil", "pupil_premium", cells.read_yes_no, ("pp", "pupil premium indicator")
    ),
    "eal": Field("pupil", "eal", cells.read_yes_no, ("english as an additional language",)),
    "looked_after": Field("pupil", "looked_after", cells.read_yes_no, ("lac", "cla", "in care")),
    "young_carer": Field("pupil", "young_carer", cells.read_yes_no),
    "carer_id": Field(
        "carer",
        "external_id",
        cells.read_named("the carer's id"),
        ("contact id", "contactid", "parent id", "guardian id"),
        clears=False,
    ),
    "title": Field(
        "carer", "title", cells.read_named("the title"), ("contact title", "salutation")
    ),
    "carer": Field(
        "row",
        "carer",
        cells.read_named("the carer's name"),
        (
            *("carer name", "contact", "contact name", "parent", "parent name", "parent/carer"),
            *("guardian", "guardian name", "parent carer name", "contact full name"),
        ),
    ),
    "carer_forename": Field(
        "row",
        "carer_forename",
        cells.read_named("the carer's forename"),
        (
            *("contact forename", "parent forename", "guardian forename", "carer first name"),
            *("contact first name", "parent first name", "guardian first name"),
        ),
    ),
    "carer_surname": Field(
        "row",
        "carer_surname",
        cells.read_named("the carer's surname"),
        (
            *("contact surname", "parent surname", "guardian surname", "carer last name"),
            *("contact last name", "parent last name", "guardian last name"),
        ),
    ),
    "relationship": Field(
        "link",
        "relationship",
        cells.read_named("the relationship"),
        ("relationship to pupil", "relationship to student", "relation", "contact relationship"),
    ),
    "parental_responsibility": Field(
        "link",
        "responsibility",
        cells.read_responsibility,
        (
            *("legal guardian", "legal responsibility", "pr", "parental resp"),
            "has parental responsibility",
        ),
        blank=Responsibility.UNKNOWN.value,
    ),
    "lives_with": Field(
        "link",
        "lives_with",
        cells.read_lives_with,
        ("lives with pupil", "lives with student", "lives with child", "same address as pupil"),
        blank=LivesWith.UNKNOWN.value,
    ),
    "priority": Field(
        "link", "priority", cells.read_priority, ("contact priority", "contact order"), clears=False
    ),
    "primary_guardian": Field("row", "primary_guardian", cells.read_yes_no, ("primary contact",)),
    "emergency": Field(
        "link",
        "emergency",
        cells.read_emergency,
        ("emergency contact", "is emergency contact"),
        blank=0,
    ),
    "mobile_phone": Field(
        "carer",
        "mobile_phone",
        parse_phone,
        ("mobile", "mobile number", "mobile telephone", "contact mobile", "mobile no", "cell"),
    ),
    "home_phone": Field(
        "carer",
        "home_phone",
        parse_phone,
        ("home telephone", "home number", "landline", "home tel"),
    ),
    "work_phone": Field(
        "carer", "work_phone", parse_phone, ("work telephone", "work number", "day telephone")
    ),
    "main_phone": Field(
        "row",
        "main_phone",
        parse_phone,
        (
            *("main telephone", "telephone", "phone", "phone number", "telephone number", "tel"),
            *("contact telephone", "contact telephone number", "contact phone", "contact number"),
        ),
    ),
    "email": Field(
        "carer",
        "email",
        parse_email,
        ("e-mail", "primary email", "email address", "home email", "contact email", "parent email"),
    ),
    "preferred_channel": Field(
        "carer",
        "preferred_channel",
        cells.read_channel,
        ("preferred contact", "preferred contact method"),
    ),
    "best_times": Field(
        "carer", "best_times", cells.read_text("the best times"), ("best time to call",)
    ),
    "asked_on": Field("carer", "asked_on", cells.read_day),
    "languages": Field(
        "carer", "languages", cells.read_text("the languages"), ("language", "contact language")
    ),
    "interpreter": Field(
        "carer",
        "interpreter",
        cells.read_yes_no,
        ("interpreter needed", "needs interpreter"),
        blank=0,
    ),
    "away_until": Field("carer", "away_until", cells.read_day),
    "contact_rule": Field(
        "rule", "contact_rule", str, ("contact restriction", "contact restrictions")
    ),
    "do_not_contact": Field(
        "rule",
        "do_not_contact",
        str,
        ("dnc", "no contact", "do not call", "non contact", "must not contact", "contact barred"),
    ),
    "court_order": Field(
        "rule",
        "court_order",
        str,
        ("court orders", "contact court order", "no contact order", "injunction"),
    ),
    "contact_allowed": Field(
        "rule",
        "contact_allowed",
        str,
        ("can contact", "may contact", "ok to contact", "contact ok", "contact permitted"),
    ),
    "rule_reason": Field("rule", "rule_reason", str, ("reason", "court order details")),
    "address": Field(
        "row", "address", cells.read_text("the address"), ("contact address", "home address")
    ),
    "house_name": Field("row", "house_name", cells.read_text("the address")),
    "house_number": Field("row", "house_number", cells.read_text("the address"), ("house no",)),
    "street": Field("row", "street", cells.read_text("the address"), ("road",)),
    "postcode": Field(
        "row", "postcode", cells.read_text("the postcode"), ("post code", "contact postcode")
    ),
}
RESTRICTED = ("sen_status", "pupil_premium", "eal", "looked_after", "young_carer")
PROBLEM = "problem"  # the heading that our own file of refused rows adds
ALIASES = {name: field.aliases for name, field in FIELDS.items()} | {PROBLEM: ()}


@lru_cache(maxsize=32_768)  # a tutor group stands in thirty rows, a carer's number on each sibling
def read_cell(name: str, text: str) -> Cell:
    """What a cell means, as the file keeps it. Raises Unreadable."""
    return FIELDS[name].read(text)
