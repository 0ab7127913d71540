"""Files of another kind: a staff list or an address book would make pupils of grown-ups.

Forename, surname and form stand in the lists of both, so what tells them apart are the columns that
only one of them has. Any of these may be left out with --map: then somebody has looked.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from parentlink.errors import RowsRefused
from parentlink.exchange.headings import aliases, fold_heading, mapped, resolve
from parentlink.parse.names import shorten
from parentlink.usecases.importing.families.reading.fields import FIELDS
from parentlink.usecases.importing.families.reading.wide import named_maps, plain, with_people

_STAFF = frozenset(
    (
        *("staffcode", "staffid", "staffno", "staffnumber", "staffname", "stafffullname"),
        *("staffrole", "stafftype", "staffmember", "memberofstaff", "mainrole", "role", "jobtitle"),
        *("jobrole", "post", "teachercode", "teacherid", "employee", "employeeid", "employeename"),
        *("employeenumber", "payrollnumber"),
    )
)
# A staff list may have these as well, so they say nothing.
_OF_BOTH = frozenset(
    (
        *("pupil", "forename", "surname", "surname_forename", "preferred_name", "title", "email"),
        *("mobile_phone", "home_phone", "work_phone", "main_phone", "tutor_group", "tutor"),
        *("family", "date_of_birth", "starts_on", "leaves_on", "languages", "home_language"),
        *("address", "house_name", "house_number", "street", "postcode", "rule_reason"),
    )
)
# One of these is enough, or two of those that a school may keep of its staff too.
_PUPILS_ONLY = frozenset(("upn", "parental_responsibility", "pupil_ref", "carer_ref"))
_RATHER_PUPILS = frozenset(
    ("date_of_birth", "year_group", "relationship", "carer", "carer_forename", "carer_surname")
)
_NAMING = frozenset(
    (
        *("pupil", "surname_forename", "surname", "forename", "upn", "pupil_id", "pupil_ref"),
        *("family_ref", "family", "carer_ref"),
    )
)
_DAY_OF_CALL = frozenset(
    ("date", "dateofcall", "calldate", "contactdate", "dateofcontact", "dateandtime", "datetime")
)
_HOW_IT_WENT = frozenset(
    ("outcome", "result", "callresult", "response", "nature", "natureofcall", "natureofcontact")
)
# A call log may name these; a list of families has more.
_OF_CALLS_TOO = frozenset(
    (
        *("pupil", "forename", "surname", "surname_forename", "carer", "carer_forename"),
        *("carer_surname", "tutor_group", "year_group", "family", "tutor", "rule_reason"),
        *("mobile_phone", "home_phone", "work_phone", "main_phone"),
    )
)
# What only Google's and Outlook's address books have, and what of theirs says something here.
_BOOK = frozenset(
    (
        *("phone1value", "phone1type", "phone1label", "email1value", "email1type", "email1label"),
        *("relation1value", "businessphone", "businessfax", "emaildisplayname"),
    )
)
_BOOK_MEANS = {"relation1value": "pupil", "phone1value": "mobile phone", "email1value": "email"}
_BOOK_NAMES = {"forename": "carer forename", "surname": "carer surname", "pupil": "carer"}
_CARERS = frozenset(("carer", "carer_forename", "carer_surname"))
_MOST_MAPPED = 6
_PUPIL_WORD = re.compile(r"pupil|student|child|learner")
# What only our own lists have.
_OURS = (
    (
        frozenset(("pupils", "tutorgroups")),
        "our own list of carers. To bring families in, `parentlink export families` is the file",
    ),
    (frozenset(("salutation", "tutorgroup", "tutor")), "our own mailing, which brings nothing in"),
    (frozenset(("channel", "outcome", "tone")), "a call log: parentlink import contacts"),
    (frozenset(("madeon", "dueon", "what")), "promises: parentlink import promises"),
)


def refuse_other_than_families(name: str, headings: Sequence[str], maps: Sequence[str]) -> None:
    """Say which import a file is for that is no list of families.

    Raises:
        RowsRefused: its columns are those of staff, or of another list of ours.
    """
    left = _not_mapped(headings, maps)
    keys = {fold_heading(each): each for each in left}
    for ours, what in _OURS:
        if ours <= keys.keys():
            raise RowsRefused(f"{name} looks like {what}. Nothing was imported.")
    _refuse_address_book(name, left)
    fields = _fields(headings, named_maps(maps))
    _refuse_calls(name, keys, fields)
    if fields <= FIELDS.keys() and not fields & _NAMING:
        raise RowsRefused(
            f"No column of {name} names a pupil, so nobody would know whose carers these are. "
            'Nothing was imported. If there is one, name it: --map "Their heading=pupil".'
        )
    staff = [keys[key] for key in keys.keys() & _STAFF]
    if staff and not fields - _OF_BOTH and not any(map(_names_pupils, headings)):
        raise _looks_like(name, "a list of staff", "staff", "pupils", sorted(staff))


def refuse_other_than_staff(name: str, headings: Sequence[str], ignored: Sequence[str]) -> None:
    """Say so when a file for the staff is a list of pupils; `ignored` are columns that stay unread.

    Raises:
        RowsRefused: it has columns that only pupils and their carers have.
    """
    known = aliases(with_people(ignored, ()))
    field_of = {each: known.get(fold_heading(plain(each)), "") for each in ignored}
    sure = [
        each
        for each, field in field_of.items()
        if field in _PUPILS_ONLY or (field and field not in FIELDS) or _names_pupils(each)
    ]
    rather = [each for each, field in field_of.items() if field in _RATHER_PUPILS]
    is_staff = any(fold_heading(each) in _STAFF for each in headings)
    if sure or (len(rather) > 1 and not is_staff):
        found = list(dict.fromkeys((*sure, *rather)))
        raise _looks_like(name, "a list of pupils and their carers", "families", "staff", found)


def _refuse_calls(name: str, keys: Mapping[str, str], fields: set[str]) -> None:
    """A log names a pupil and a parent as well, and says on which day and how it went."""
    how = [keys[key] for key in keys if key in _HOW_IT_WENT]
    days = [keys[key] for key in keys if key in _DAY_OF_CALL]
    if how and days and fields <= _OF_CALLS_TOO:
        raise _looks_like(name, "a call log", "contacts", "families", [*how, *days])


def _refuse_address_book(name: str, left: Sequence[str]) -> None:
    """Its names are those of parents, and nothing but a --map says which pupil each belongs to."""
    found = [each for each in left if fold_heading(each) in _BOOK]
    taken = resolve([plain(each) for each in left], with_people(left, ()), ()).columns
    names = {left[taken[field]]: ours for field, ours in _BOOK_NAMES.items() if field in taken}
    if not found or not names or taken.keys() & _CARERS:
        return
    if "pupil" in taken:  # "Name", and perhaps its halves beside it
        names = {heading: ours if ours == "carer" else "" for heading, ours in names.items()}
    means = {each: _BOOK_MEANS[key] for each in left if (key := fold_heading(each)) in _BOOK_MEANS}
    if "pupil" not in means.values():
        means["Their heading"] = "pupil"
    lines = (mapped(each, ours) for each, ours in {**names, **means}.items())
    raise RowsRefused(
        f'{name} looks like an address book, by "{shorten(found[0])}": its names are those of '
        "parents, and would become pupils. Nothing was imported. Please ask for the office's "
        f"list. If a column here names each one's pupil: --map {' --map '.join(lines)}. If these "
        f"are pupils all the same: --map {' --map '.join(map(mapped, found))}"
    )


def _not_mapped(headings: Iterable[str], maps: Iterable[str]) -> list[str]:
    """The headings of which --map says nothing."""
    named = {fold_heading(text.rpartition("=")[0].partition("#")[0]) for text in maps}
    return [each for each in headings if each and fold_heading(each) not in named]


def _fields(headings: Sequence[str], maps: Sequence[str]) -> set[str]:
    """Our fields that the headings mean, those of each of several carers among them."""
    plainly = [plain(each) for each in headings]
    return {*resolve(plainly, with_people(plainly, maps), maps).columns}


def _names_pupils(heading: str) -> bool:
    return bool(_PUPIL_WORD.search(heading.casefold()))


def _looks_like(
    name: str, what: str, command: str, asked: str, found: Sequence[str]
) -> RowsRefused:
    listed = ", ".join(f'"{shorten(each)}"' for each in found[:3])
    such = "that column" if len(found) == 1 else "such columns"
    # Of these each one would stop the file again; of very many the first show how.
    lines = " --map ".join(map(mapped, found[:_MOST_MAPPED]))
    return RowsRefused(
        f"{name} looks like {what}, by {listed}: parentlink import {command}. Nothing was "
        f"imported. If these are {asked} all the same, leave {such} out: "
        f"--map {lines}{' ...' if len(found) > _MOST_MAPPED else ''}"
    )
