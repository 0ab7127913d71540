"""Every refusal of a families file: where it stands, what stands there, and what would be right.

CASES has at least one file for every place in the code that can refuse a row; the last test finds
those places in the source itself, so a new kind of refusal without a case here is seen.
"""

import ast
import csv
import io
import json
import re
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple, TypeGuard

import pytest
from make_files import FILES, UPN, lines, text, upn, workbook, zipped

from conftest import Given, Run
from parentlink.errors import Unreadable
from parentlink.exchange.sheet import Problem
from parentlink.parse.names import shorten
from parentlink.store.store import Store
from parentlink.usecases.importing.families.bring_in import plan_families, read_families
from parentlink.usecases.importing.families.matching.people import Clash
from parentlink.usecases.importing.families.reading.included import included
from parentlink.usecases.importing.families.reading.lines import Options
from parentlink.usecases.importing.named import Wrong
from parentlink.usecases.importing.source import Source
from parentlink.vocabulary.restricted import RESTRICTED

SOURCE = Path(__file__).parents[1] / "src" / "parentlink"
NOW = datetime(2026, 11, 23, 15, 40, tzinfo=UTC)
REMEDY = re.compile(r"[Pp]lease |[Tt]ry |looks like |one of: |is the first to call")
DRAMA = "07700 900101"


class Case(NamedTuple):
    """A file with one thing wrong: under which heading, and what stands there."""

    rows: tuple[str, ...]
    heading: str
    value: str
    words: str
    row: int = 2
    filed: Callable[[Given], object] | None = None


def cell(heading: str, value: str, words: str) -> Case:
    """A cell that cannot be read."""
    more = "" if heading in ("Pupil Name", "Surname Forename") else "|pupil"
    head = f"carer|{heading}{more}"
    return Case((head, f"Jo Eze|{value}{'|Ada Okafor' if more else ''}"), heading, value, words)


def two_adas(given: Given) -> None:
    family = given.family()
    given.pupil(family, upn=upn(1))
    given.pupil(family)


def an_ada_of_other_carers(given: Given) -> None:
    given.link(given.pupil(given.family()), given.carer(given.family("Reid"), "Grace Reid"))


def two_ids(given: Given) -> None:
    family = given.family()
    given.pupil(family, name="Ada Okafor", upn=upn(1))
    given.pupil(family, name="Ben Okafor", external_id="7")


def one_with_both(given: Given) -> None:
    given.pupil(given.family(), upn=upn(1), external_id="7")


def two_carers_of_one_name(given: Given) -> None:
    family = given.family()
    pupil = given.pupil(family, upn=upn(1))
    for phone in ("+447700900111", "+447700900112"):
        given.link(pupil, given.carer(family, mobile_phone=phone))


def a_carer_of_another_name(given: Given) -> None:
    family = given.family()
    given.link(
        given.pupil(family, upn=upn(1)),
        given.carer(family, "Chidi Okafor", external_id="12"),
        relationship="father",
    )


H = "pupil|form|carer|mobile"
WIDE = "Pupil|Parent 1 Name|Parent 1 Mobile|Parent 2 Name|Parent 2 Mobile"
PHONES = "Pupil|Parent 1 Name|Parent 1 Phone|Parent 2 Name|Parent 2 Phone"
CASES: tuple[Case, ...] = (
    # one cell
    cell("Mobile Number", "4.47911E+11", "its last digits are gone"),
    cell("Mobile Number", "07700 900101 NOT DAD", "words in a note"),
    cell("Mobile Number", "07700", "has 11 digits and this one has 5"),
    cell("Mobile Number", "()", "There is no phone number here"),
    cell("Mobile Number", f"{DRAMA} (Dad)", "does not say what its carer is"),
    cell("UPN", "A9999", "a UPN has 13 characters"),
    cell("UPN", "1999999800001", "it should be a letter"),
    cell("UPN", "A99999980000O", "I, O and S are never used"),
    cell("UPN", "A999999800001", "its first letter would be Y"),
    cell("DOB", "31/04/2015", "April has 30 days"),
    cell("DOB", "1/2/15", "four digits"),
    cell("DOB", "2015/04/03", '"2015-04-03"'),
    cell("DOB", "12345", "how a spreadsheet stores a day"),
    cell("DOB", "20151304", "2015-13-04"),
    cell("DOB", "1413158400", "how a computer counts time"),
    cell("DOB", "2015", "a time or a year"),
    cell("DOB", "147", "the day and the month"),
    cell("DOB", "spring", "13/05/2026"),
    cell("email", "ngozi at home", "name@place.uk"),
    cell("email", "n@example.org; m@example.org", "room for one only"),
    cell("form", "07-Jan", "a tutor group such as 7-1"),
    cell("pupil id", "4.5E+11", "its last digits are gone"),
    cell("Pupil Name", "Ada ?kafor", "may have been lost when the file was saved"),
    Case(("carer|pupil", "Dr|Ada Okafor"), "carer", "Dr", "a title and no name"),
    Case(("carer|pupil", "Tom Wye*|Ada Okafor"), "carer", "Tom Wye*", "A sign stands here"),
    Case(
        (
            "carer|pupil|problem",
            "Tom Wye|Ada Okafor|Row 3: carer: This is struck out in the workbook",
        ),
        "problem",
        "Row 3: carer: This is struck out in the workbook",
        "please empty this cell",
    ),
    Case(
        ("carer|pupil", "Jo 07700 900101|Ada Okafor"),
        "carer",
        "Jo 07700 900101",
        "stands in this name",
    ),
    Case(
        ("carer|pupil", "Jo Eze (ring dad first)|Ada Okafor"),
        "carer",
        "Jo Eze (ring dad first)",
        "leave only the name",
    ),
    Case(
        ("carer|pupil|priority", "Jo Eze (1st contact)|Ada Okafor|2"),
        "carer",
        "Jo Eze (1st contact)",
        "The priority of this row is 2",
    ),
    Case(
        ("carer|pupil", "Jo (1st contact) & Al Eze (2nd contact)|Ada Okafor"),
        "carer",
        "Jo (1st contact) & Al Eze (2nd contact)",
        "Two places in the order",
    ),
    cell("year", "2026/27", "Year 7 or R"),
    cell("form", "The one beside the library", "longer than 20 signs"),
    cell("priority", "last", "1 is the first to call"),
    cell("priority", "00991", "1 is the first to call"),
    cell("barred left out", "some", "no whole number"),
    cell("lives with pupil", "maybe", "Y, N or unknown"),
    cell("preferred channel", "pigeon", "one of: "),
    cell("SEN", "perhaps", "K (SEN support)"),
    cell("Pupil Name", "Ada Okafor DO NOT CALL DAD", "stands in a pupil's name"),
    cell("Pupil Name", "Ada\x07", "control character"),
    cell("Pupil Name", "Ada \u202eOkafor", "hidden mark"),
    cell("Pupil Name", "\u2060", "nothing in it can be seen"),
    cell("Pupil Name", "2015", "no letter in it"),
    cell("Pupil Name", "A" * 121, "120 is the most"),
    cell("first language", "x" * 1_001, "1,000 is the most"),
    cell("court order", "x" * 1_001, "1,000 is the most"),
    cell("numbers_at", "yesterday", "not a moment"),
    cell("Surname Forename", "van der Berg Ana", "Which part is the surname"),
    # a row
    Case((f"{H}|DOB", "Ada Okafor|7KM|||02/03/2115"), "DOB", "02/03/2115", "2 to 25 years old"),
    Case(("Forename|Surname|Reg", "1|2|7KM"), "Surname", "1 2", "no letter in this name"),
    Case(
        (
            f"{H}|home phone|work phone|phone",
            f"Ada Okafor|7KM|Jo Eze|{DRAMA}|01632960101|01632960102|01632960103",
        ),
        "phone",
        "01632960103",
        "room for three",
    ),
    Case((H, f"Ada Okafor|7KM||{DRAMA}"), "mobile", DRAMA, "no carer's name"),
    Case((H, "|7KM|Jo Eze|"), "form", "7KM", "no pupil's name"),
    Case(("pupil|title", "|Mrs"), "pupil", "", "names no pupil"),
    Case((H, f"Ada Okafor|7KM|Jo Eze|{DRAMA}", "||Al Eze|"), "pupil", "", "no pupil", 3),
    Case(
        (f"{H}|court order", "Ada Okafor|7KM|||Order of 2 May"),
        "court order",
        "Order of 2 May",
        "contact rule",
    ),
    Case((f"{WIDE}|DNC", "Ada Okafor|Jo Eze||Al Eze||Y"), "DNC", "Y", "--map"),
    Case((WIDE, f"Ada Okafor|Jo Eze|{DRAMA}|Al Eze|12"), "Parent 2 Mobile", "12", "phone number"),
    Case((PHONES, f"Ada Okafor|Jo Eze|||{DRAMA}"), "Parent 2 Phone", DRAMA, "no carer's name"),
    Case((H, f"Ada Okafor|7KM|Do not contact|{DRAMA}"), "carer", "Do not contact", "with whom"),
    Case(
        (f"{H}|Alert", f"Ada Okafor|7KM|Jo Eze|{DRAMA}|NOT to be contacted"),
        "Alert",
        "NOT to be contacted",
        '--map "Alert=court order"',
    ),
    Case(
        (f"{H}|Medical notes", "Ada Okafor|7KM|Jo Eze||Do not call Dad"),
        "Medical notes",
        "",
        '--map "Medical notes="',
    ),
    # rows that contradict each other
    Case(
        (
            f"UPN|{PHONES}",
            f"{UPN}|Ada Okafor|Jo Eze|07700 900102||",
            f"{UPN}|Ada Okafor|Jo Eze|{DRAMA}||",
        ),
        "Parent 1 Phone or Parent 2 Phone",  # nobody knows whose it is where one is blank
        DRAMA,
        'Row 2 says "07700 900102"',
        3,
    ),
    Case(
        (
            f"UPN|{PHONES}",
            f"{UPN}|Ada Okafor|Jo Eze|07700 900102|Al Eze|07700 900103",
            f"{UPN}|Ada Okafor|Jo Eze|07700 900102|Al Eze|{DRAMA}",
        ),
        "Parent 2 Phone",
        DRAMA,
        'Row 2 says "07700 900103"',
        3,
    ),
    Case(  # "Mr & Mrs Eze" are two carers from one column
        (
            f"UPN|{PHONES}",
            f"{UPN}|Ada Okafor|Mr & Mrs Eze|07700 900102||",
            f"{UPN}|Ada Okafor|Mr & Mrs Eze|{DRAMA}||",
        ),
        "Parent 1 Phone or Parent 2 Phone",
        DRAMA,
        'Row 2 says "07700 900102"',
        3,
    ),
    Case(
        (f"UPN|{H}", f"{UPN}|Ada Okafor|7KM||", f"{UPN}|Ada Okafor|7LB||"),
        "form",
        "7LB",
        'Row 2 says "7KM"',
        3,
    ),
    Case(
        (
            "UPN|pupil id|pupil|carer",
            f"{UPN}|1|Ada Okafor|",
            f"{upn(2)}|2|Ada Okafor|",
            f"{UPN}|2|Ada Okafor|",
        ),
        "pupil id",
        "2",
        "two pupils'",
        4,
    ),
    Case(
        (
            f"UPN|{H}|Contact ID",
            f"{UPN}|Ada Okafor|7KM|Jo Eze|{DRAMA}|12",
            f"{upn(2)}|Ben Wye|7KM|Al Wye|07700 900102|12",
        ),
        "Contact ID",
        "12",
        "to Jo Eze, and this row to Al Wye. If they are two people, please correct one of the ids; "
        'if the column only counts the rows, leave it out: --map "Contact ID=". If they are one',
        3,
    ),
    Case(
        (
            "UPN|Student ID|pupil|carer",
            f"{UPN}|7|Ada Okafor|Jo Eze",
            f"{upn(2)}|7|Ben Wye|Al Wye",
        ),
        "Student ID",
        "7",
        "Row 2 gives it to Ada Okafor, and this row to Ben Wye",
        3,
    ),
    Case(
        ("UPN|pupil_ref|pupil|carer", f"{UPN}|a|Ada Okafor|", f"{UPN}|b|Ada Okafor|"),
        "pupil_ref",
        "b",
        "another pupil_ref",
        3,
    ),
    Case(("pupil|form|carer|carer id", "Ada Okafor|7KM||99"), "carer id", "99", "Nobody on file"),
    Case(("UPN|form|carer", f"{UPN}|7KM|"), "UPN", UPN, "Nobody on file has it"),
    Case(
        ("family_ref|UPN|pupil|carer", f"F1|{UPN}|Ben Reid|Jo Reid", f"F2|{UPN}|Ben Reid|Jo Reid"),
        "family_ref",
        "F2",
        "in another family",
        3,
    ),
    Case(
        (
            "forename|surname|dob|UPN|carer",
            f"Ada|Okafor|14/10/2014|{UPN}|",
            f"Ada|Okafor|14/10/2014|{upn(2)}|",
            "Ada|Okafor|14/10/2014||",
        ),
        "surname",
        "Ada Okafor",
        "Two pupils fit",
        4,
    ),
    Case(
        (
            "pupil|form|carer|UPN",
            f"Ada Okafor|7KM|Jo Eze|{UPN}",
            "Ada Okafor|7KM|Al Bell|",
            f"Ada Okafor|7KM|Di Reid|{upn(2)}",
        ),
        "pupil",
        "Ada Okafor",
        "nothing shows whether",
        3,
    ),
    Case(
        (
            "pupil|form|carer|UPN",
            f"Ada Okafor|7KM|Jo Eze|{UPN}",
            f"Ada Okafor|7LB|Di Reid|{upn(2)}",
            "Ada Okafor||Al Bell|",
        ),
        "pupil",
        "Ada Okafor",
        "nothing shows whether",
        4,
    ),
    # rows beside what is on file
    Case(
        (
            "UPN|pupil|carer id|carer|relationship|mobile",
            f"{UPN}|Ada Okafor|12|Jo Eze|aunt|{DRAMA}",
        ),
        "carer id",
        "12",
        "Chidi Okafor",
        filed=a_carer_of_another_name,
    ),
    Case((H, "Ada Okafor|7KM||"), "pupil", "Ada Okafor", "2 pupils on file fit", filed=two_adas),
    Case(
        (
            "pupil|form|UPN|carer",
            f"Ada Okafor|7KM|{UPN}|Jo Eze",
            f"Ada Okafor|7KM|{upn(2)}|Di Reid",
        ),
        "pupil",
        "Ada Okafor",
        "one on file",
        filed=an_ada_of_other_carers,
    ),
    Case(
        ("UPN|pupil id|pupil|carer", f"{UPN}|7|Ada Okafor|"),
        "pupil id",
        "7",
        "two pupils'",
        filed=two_ids,
    ),
    Case(
        (
            "UPN|pupil id|pupil|dob|carer",
            f"{UPN}||Ada Okafor|14/10/2014|",
            "|7|Ada Okafor|14/10/2013|",
        ),
        "pupil",
        "Ada Okafor",
        "two different ones",
        3,
        filed=one_with_both,
    ),
    Case(
        ("pupil id|pupil|form|carer", "7|Ben Okafor|7KM|", "8|Ada Okafor|7KM|"),
        "pupil",
        "Ada Okafor",
        "gives to somebody else",
        3,
        filed=one_with_both,
    ),
    Case(
        ("pupil|year|carer", "Ada Okafor|8|"),
        "pupil",
        "Ada Okafor",
        "Only the name says",
        filed=one_with_both,
    ),
    Case(
        ("UPN|pupil|carer", f"{UPN}|Ada Okafor|Ngozi Okafor"),
        "carer",
        "Ngozi Okafor",
        "2 carers",
        filed=two_carers_of_one_name,
    ),
)


def refusals(content: bytes, db: Path | None = None) -> list[Problem]:
    """Why rows of a file are refused, by the same way that the program goes."""
    read = read_families(
        Source(io.BytesIO(content), "x.csv"),
        Options(include=frozenset(RESTRICTED), today=date(2026, 11, 23)),
    )
    if db is None or not db.exists():
        plan = plan_families(None, read, NOW, NOW.date())
    else:
        store = Store(db)
        try:
            plan = plan_families(store, read, NOW, NOW.date())
        finally:
            store.close()
    return [each.problem for each in plan.refused]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.heading} {case.words}"[:40])
def test_a_refusal_says_where_what_and_what_to_do(case: Case, given: Given, db: Path) -> None:
    if case.filed:
        case.filed(given)
    found = refusals(text(lines(*case.rows)), db)
    problem = next(each for each in found if each.row == case.row)
    assert (problem.column, problem.value) == (case.heading, shorten(case.value))
    assert case.words in problem.problem
    assert REMEDY.search(problem.problem), problem.problem


# -- rows that cannot be read at all ---------------------------------------------------------

FLAT = (
    (b"pupil,form,carer\nAda,7KM\n", "carer", "fewer cells"),
    (b"pupil,form,carer\nAda,7KM,Jo,Eze\n", "carer", "more cells"),
    (b"pupil,form,carer\nAda,7KM,J\x00o\n", "carer", "NUL byte"),
    (b"pupil,form,carer\nAda,7KM,J\x81\n", "carer", "neither UTF-8 nor Windows"),
    (b"pupil,form,carer\nAda,7KM," + b"x" * 10_001 + b"\n", "carer", "10,001 characters"),
    (b"pupil,form,carer\nAda,7KM," + b"x" * 2_000_000 + b"\n", "", "too long to read"),
    (b'[{"pupil":"A","form":"7KM"},{"pupil":"B"}]', "form", "other keys"),
    (b'[{"pupil":"A","form":"7KM"},{"pupil":"B","form":{}}]', "form", "object"),
    (b'[{"pupil":"A","form":"7KM"},{"pupil":"B\\ud83d","form":"7KM"}]', "pupil", "missing"),
    (
        b'[{"pupil":"A","household":"x"},{"pupil":"B","household":"\\ud83d"}]',
        "household",
        "missing",
    ),
    (workbook(lines("pupil|form|carer", "#N/A|7KM|Jo")), "pupil", "formula"),
    (workbook(lines("pupil|form|carer", "Ada|7KM|Jo|07700 900101")), "carer", "behind the last"),
    (workbook(lines("pupil|form|carer", f"Ada|7KM|{'x' * 10_001}")), "carer", "10,000 characters"),
)


@pytest.mark.parametrize(("content", "heading", "words"), FLAT, ids=[case[2] for case in FLAT])
def test_a_row_that_is_broken_says_what_to_do(content: bytes, heading: str, words: str) -> None:
    (problem,) = refusals(content)
    assert (problem.column, problem.row) == (heading, 2)
    assert words in problem.problem
    assert REMEDY.search(problem.problem), problem.problem
    assert len(problem.value) <= 40


# -- the answer ------------------------------------------------------------------------------

BAD = ("pupil|form|carer|mobile", f"Ada Okafor|7KM|Jo Eze|{DRAMA}", "Ben Eze|7KM|Al Eze|07700")


def test_the_answer_names_file_sheet_row_heading_and_value(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "contacts.xlsx"
    file.write_bytes(workbook(lines(*BAD)))
    answer = run("import", "families", str(file))
    assert answer.code == 4
    assert 'Refused in contacts.xlsx, sheet "Contacts":\nRow 3, mobile: Cannot read "07700"' in (
        answer.err
    )
    (problem,) = run("import", "families", str(file), "--format", "json").json["problems"]
    keys = ["file", "sheet", "row", "column", "value", "problem", "whose"]
    assert list(problem) == keys
    assert [problem[key] for key in keys[:5]] == [
        "contacts.xlsx", "Contacts", 3, "mobile", "07700",
    ]  # fmt: skip
    assert 'sheet "Contacts":' in run("import", "families", str(file), "--dry-run").out


def test_a_text_file_has_no_sheet_and_a_broken_one_is_named(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "class.csv"
    file.write_bytes(text(lines(*BAD)))
    (problem,) = run("import", "families", str(file), "--format", "json").json["problems"]
    assert (problem["file"], problem["sheet"]) == ("class.csv", None)
    file.write_text('pupil,form\nAda,"7KM\n')
    (problem,) = run("import", "families", str(file), "--format", "json").json["problems"]
    assert (problem["file"], problem["row"]) == ("class.csv", 2)


@pytest.mark.parametrize("what", ["contacts", "good-news", "staff"])
def test_other_imports_name_the_file_as_well(
    run: Run, given: Given, tmp_path: Path, what: str
) -> None:
    given.household()
    files = {
        "contacts": lines("date|pupil|tone", "soon|Ada Okafor|positive"),
        "good-news": lines("date|pupil|text", "soon|Ada Okafor|Well done"),
        "staff": lines("name|email", "Ms Reid|at home"),
    }
    file = tmp_path / "rows.csv"
    file.write_bytes(text(files[what]))
    answer = run("import", what, str(file), "--format", "json").json
    assert answer["problems"][0]["file"] == "rows.csv"
    assert "Refused in rows.csv:\nRow 2, " in run("import", what, str(file)).err


def test_a_row_put_together_here_names_the_people_and_where_they_stand(
    run: Run, tmp_path: Path
) -> None:
    roster, transfer = tmp_path / "roster.zip", tmp_path / "school.xml"
    roster.write_bytes(broken_roster())
    answer = run("import", "families", str(roster))
    assert "Row 1 (Ngozi Okafor, sourcedId c1, users.csv row 3; carer of Ada Okafor" in answer.err
    transfer.write_bytes(broken_ctf())
    answer = run("import", "families", str(transfer))
    assert f"Row 1 (Ada Okafor, UPN {UPN}, pupil 1 of the file), date_of_birth" in answer.err
    numbers = FILES["9994321_CTF_9991234_001.xml"]().replace(b"07700 900101", b"07700")
    transfer.write_bytes(numbers)
    (problem, *_) = run("import", "families", str(transfer), "--format", "json").json["problems"]
    assert problem["whose"] == f"Mr Okafor, contact 1; carer of Ada Okafor, UPN {UPN}"


def test_a_name_that_goes_on_and_on_does_not_fill_the_screen(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "roster.zip"
    file.write_bytes(broken_roster_of(f"p1,,student,{'A' * 5_000},Okafor,,12,c1\n"))
    answer = run("import", "families", str(file))
    assert answer.code == 4
    assert len(answer.err) < 1_000


def test_a_contradiction_in_a_roster_names_the_people_too(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "roster.zip"
    twice = broken_roster_of(f"p1,,student,Ada,Okafor,{UPN},,\np2,,student,Ada,Okafor,{UPN},,\n")
    file.write_bytes(twice)
    answer = run("import", "families", str(file))
    assert "Row 2 (Ada Okafor, sourcedId p2, users.csv row 3), pupil_id (sourcedId)" in answer.err


# -- mended and imported again ---------------------------------------------------------------


def broken_ctf() -> bytes:
    return FILES["9994321_CTF_9991234_001.xml"]().replace(b"2014-10-14", b"2014-10-94")


def broken_roster_of(users: str) -> bytes:
    head = "sourcedId,status,role,givenName,familyName,identifier,sms,agentSourcedIds\n"
    manifest = "propertyName,value\noneroster.version,1.1\nfile.users,bulk\n"
    return zipped({"manifest.csv": manifest, "users.csv": head + users})


def broken_roster() -> bytes:
    return broken_roster_of("p1,,student,Ada,Okafor,,,c1\nc1,,parent,Ngozi,Okafor,,07700,\n")


TWICE = "ID|Forename|Surname|ID|Title|Forename|Surname|Mobile"
MENDED = {
    "class.xlsx": (workbook(lines(*BAD)), "07700", "07700 900104"),
    "wide.csv": (text(lines(WIDE, f"Ada Okafor|=Jo Eze|{DRAMA}|Al Eze|12")), ",12,", f",{DRAMA},"),
    "twice.csv": (
        text(lines(TWICE, "1|Ada|Okafor|9|Mrs|Jo|Eze|12")),
        ",12,",
        f",{DRAMA},",
    ),
    "school.xml": (broken_ctf(), "2014-10-94", "2014-10-14"),
    "roster.zip": (broken_roster(), ",07700,", f",{DRAMA},"),
}  # fmt: skip


@pytest.mark.parametrize("name", MENDED)
def test_refused_rows_can_be_mended_and_imported_whatever_the_file_was(
    run: Run, given: Given, tmp_path: Path, name: str
) -> None:
    content, was, now = MENDED[name]
    file, beside = tmp_path / name, tmp_path / f"{name}.refused.csv"
    file.write_bytes(content)
    assert run("import", "families", str(file), "--skip-bad").code in (0, 4)  # 4: all refused
    written = beside.read_text("utf-8-sig")
    rows = list(csv.reader(io.StringIO(written)))
    assert rows[0][-1] == "problem"
    assert all(re.match(r"Row \d+( \(.+\))?: ", row[-1]) for row in rows[1:])
    assert run("import", "families", str(beside)).code == 4
    assert was in written
    beside.write_text(written.replace(was, now), "utf-8")
    assert json.loads(run.ok("import", "families", str(beside), "--format", "json").out)["new"] >= 1
    assert given.value("SELECT COUNT(*) FROM pupil_carer") >= 1
    assert given.value("SELECT COUNT(*) FROM carer WHERE name LIKE '''%'") == 0


def test_a_row_of_which_only_the_problem_was_known_is_passed_over(run: Run, given: Given) -> None:
    run.ok(
        *("import", "families", "-"),
        stdin=text(lines("pupil|form|problem", "Ada Okafor|7KM|", "||Row 3: no sourcedId")),
    )
    assert given.value("SELECT COUNT(*) FROM pupil") == 1


# -- every place in the code that can refuse -------------------------------------------------

# Functions that only what is typed goes through, and sentences on what no cell of a file can be:
# blank cells are never read, and a NUL refuses its row before.
TYPED = {"carer_line", "pupil_line", "_numbers", "_refuse_number", "nearest", "check_letter"}
NEVER_IN_A_CELL = ("There is no UPN here", "There is nothing in", "There is a NUL character")
FAMILIES = "usecases.importing.families"
MODULES = (
    *("usecases.importing.named", "usecases.importing.cells"),
    *(
        ".".join(path.relative_to(SOURCE).with_suffix("").parts)
        for path in sorted((SOURCE / FAMILIES.replace(".", "/")).rglob("*.py"))
        if path.name != "__init__.py"
    ),
    *("parse.phone", "parse.upn", "parse.people", "parse.names", "parse.dates", "parse.file_days"),
)
HANDED_ON = {f"{FAMILIES}.plan", f"{FAMILIES}.matching.gathered"}  # what others refused
REFUSES = {"Wrong", "Clash", "Unreadable", "_refuse", "_doubt"}


def places() -> Iterator[tuple[str, str, range]]:
    """Module, function and lines of every call that refuses."""
    for module in MODULES:
        source = (SOURCE / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8")
        for function in ast.walk(ast.parse(source)):
            if isinstance(function, ast.FunctionDef) and function.name not in TYPED:
                if module in HANDED_ON and not _makes_one(function):
                    continue
                for call in filter(_refuses, ast.walk(function)):
                    said = ast.get_source_segment(source, call) or ""
                    if not any(words in said for words in NEVER_IN_A_CELL):
                        lines_of = range(call.lineno, (call.end_lineno or 0) + 1)
                        yield module, function.name, lines_of


def _makes_one(function: ast.FunctionDef) -> bool:
    calls = (node for node in ast.walk(function) if isinstance(node, ast.Call))
    return any(getattr(call.func, "id", "") in {"Wrong", "Clash", "Unreadable"} for call in calls)


def _refuses(node: ast.AST) -> TypeGuard[ast.Call]:
    if not isinstance(node, ast.Call):
        return False
    return getattr(node.func, "id", getattr(node.func, "attr", "")) in REFUSES


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> set[tuple[str, int]]:
    """Modules and lines from which a row was refused, or what called them."""
    found: set[tuple[str, int]] = set()

    def watch(kind: type[Exception]) -> None:
        before = kind.__init__

        def init(self: Exception, *args: Any) -> None:
            frame = sys._getframe(1)
            for _ in range(4):
                found.add((frame.f_globals["__name__"].removeprefix("parentlink."), frame.f_lineno))
                frame = frame.f_back or frame
            before(self, *args)

        monkeypatch.setattr(kind, "__init__", init)

    for kind in (Wrong, Clash, Unreadable):
        watch(kind)
    return found


def test_every_place_that_can_refuse_a_row_has_a_case(
    given: Given, db: Path, seen: set[tuple[str, int]]
) -> None:
    for case in CASES:
        db.unlink(missing_ok=True)
        if case.filed:
            case.filed(given)
        refusals(text(lines(*case.rows)), db)
    for content, _, _ in FLAT:
        refusals(content)
    for word in ("religion", "shoe size"):
        with pytest.raises(Unreadable, match="be included"):
            included([word])
    missed = [
        f"{module}.{function} line {span.start}"
        for module, function, span in places()
        if not any((module, line) in seen for line in span)
    ]
    assert not missed, "\n".join(missed)
