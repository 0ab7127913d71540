"""Makes the small troublesome files that offices send: `python tests/files/make_files.py FOLDER`.

Everybody in them is invented, every number is one that Ofcom keeps for drama, and the UPNs are of
local authority 999, which there is not. The headings of a program's file are those that its help
pages and third parties' readers name; no vendor publishes a specification of its exports.
"""

import csv
import io
import sys
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
Rows = Sequence[Sequence[Any]]


def upn(number: int) -> str:
    """A UPN whose check letter is right."""
    digits = f"9999998{number:05d}"
    total = sum(place * int(digit) for place, digit in enumerate(digits, start=2))
    return LETTERS[total % 23] + digits


UPN = upn(1)


def text(rows: Rows, mark: str = ",", encoding: str = "utf-8") -> bytes:
    """Rows as a text file."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=mark).writerows(rows)
    return out.getvalue().encode(encoding)


def lines(*rows: str) -> list[list[str]]:
    """Rows of cells with "|" between them."""
    return [row.split("|") for row in rows]


def workbook(rows: Rows, touch: Callable[[Worksheet], None] | None = None) -> bytes:
    """Rows on the second sheet of a workbook, behind one with a word of welcome."""
    book = Workbook()
    book.worksheets[0].title = "Read me"
    book.worksheets[0].append(["Contacts of our pupils, made for the tutors"])
    sheet = book.create_sheet("Contacts")
    for row in rows:
        sheet.append(list(row))
    if touch:
        touch(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def zipped(files: dict[str, str]) -> bytes:
    """A zip of text files, in a folder as some programs pack them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(f"export/{name}", content)
    return out.getvalue()


# -- what each program exports ---------------------------------------------------------------


def sims() -> bytes:
    """SIMS: titles above, "Surname Forename" in one cell, a total and a page number below."""
    return text(
        lines(
            "Marlowe High School",
            "Contacts of 7KM",
            "Report run 23/11/2026 by Ms Reid",
            "",
            "Surname Forename|UPN|Adno|Year|Reg|Contact Name|Relationship|Priority|"
            "Parental Responsibility|Court Order|Main Telephone|Correspondence",
            f"OKAFOR Ada|{UPN}|001234|Year 7|7KM|Mrs Siân Okafor|Mother|1|T|F|01632 960101|T",
            f"OKAFOR Ada|{UPN}|001234|Year 7|7KM|Mr Chidi Okafor|Father|2|F|T|07700 900102|F",
            "Contacts of 7KM|||||||||||",
            "Total pupils: 1|||||||||||",
            "Page 1 of 2|||||||||||",
        ),
        encoding="cp1252",
    )


def arbor() -> bytes:
    """Arbor: legal and preferred names, guardians with yes and no."""
    return text(
        lines(
            "Student ID|UPN|Legal Forename|Legal Surname|Preferred First Name|Date of birth|"
            "Year Group|Registration form|Guardian Name|Relationship|Primary Guardian|"
            "Legal Guardian|Emergency contact|Mobile number|Email address",
            f"17|{UPN}|Adaeze|Okafor|Ada|14/10/2014|Year 7|7KM|Mr Chidi Okafor|Father|No|No|2|"
            "7700900102|",
            f"17|{UPN}|Adaeze|Okafor|Ada|14/10/2014|Year 7|7KM|Mrs Ngozi Okafor|Mother|Yes|"
            "Yes|1|447700900101.0|ngozi@example.org",
        )
    )


def bromcom() -> bytes:
    """Bromcom: a sheet of contacts with a heading of its own for parental responsibility."""
    return text(
        lines(
            "Admission Number|UPN|Legal First Name|Legal Last Name|Year Group|"
            "Tutor Group (Form)|Contact Title|Contact First Name|Contact Last Name|"
            "Relationship to Student|Contact Has Parental Responsibility|Contact Priority|"
            "Court Order Restricted Access|Contact Mobile|Contact Email",
            f"1234|{UPN}|Ada|Okafor|7|7KM|Mrs|Ngozi|Okafor|Mother|TRUE|1|FALSE|07700 900101|"
            "ngozi@example.org",
            f"1234|{UPN}|Ada|Okafor|7|7KM|Mr|Chidi|Okafor|Father|TRUE|2|TRUE|07700 900102|",
        )
    )


def isams() -> bytes:
    """From iSAMS: two people in one record, and a type of contact."""
    return text(
        lines(
            "School ID|Forename|Surname|Form|Contact Type|Salutation|Contact Name|"
            "Contact Email|Telephone",
            "S12|Ada|Okafor|7KM|Parents||Mr J & Mrs A Okafor|home@example.org|07700 900101",
            "S13|Ben|Eze|7KM|Parents||Mr & Mrs Eze||01632 960102",
            "S14|Cleo|Bell|7KM|Parents||Chidi and Ngozi Bell||",
        )
    )


def parentmail() -> bytes:
    """IRIS ParentMail: the headings its help page asks for."""
    return text(
        lines(
            "StudentForename|StudentSurname|StudentID|Year|Reg|DOB|Gender|Relationship|Title|"
            "ContactForename|ContactSurname|ContactID|PrimaryEmail|MobileNumber|HouseName|"
            "HouseNumber|Street|District|Town|County|Postcode|Priority",
            "Ada|Okafor|S1|7|7KM|14/10/2014|F|Step Mother|Mrs|Ngozi|Okafor|C1|"
            "ngozi@example.org|07700 900101||12|Elm Row||Anytown||ZZ99 9ZZ|1",
        )
    )


def schoolbooking() -> bytes:
    """SchoolBooking: ID, Forename and Surname twice, two e-mail addresses, a row for each class."""
    ada = "1|Ada|Okafor|9|1|T|T|Mrs|Ngozi|Okafor|ngozi@example.org|01632 960101|"
    return text(
        lines(
            "ID|Forename|Surname|ID|Priority|Parental responsibility (T/F)|"
            "Lives with Pupil (T/F)|Title|Forename|Surname|Home Email|Main Telephone|"
            "Primary Email|Mobile number|ID|Class Name",
            f"{ada}n.okafor@example.org|07700 900101|901|Maths",
            f"{ada}n.okafor@example.org|07700 900101|902|Art",
        )
    )


def wonde() -> bytes:
    """Wonde: names with an underline or a dot."""
    return text(
        lines(
            "mis_id|upn|legal_forename|legal_surname|year|form_group|contact_forename|"
            "contact_surname|relationship.relationship|relationship.parental_responsibility|"
            "relationship.priority|relationship.lives_with_pupil|mobile|email",
            f"77|{UPN}|Ada|Okafor|7|7KM|Ngozi|Okafor|Mother|true|1|true|07700 900101|"
            "ngozi@example.org",
        )
    )


def nhs() -> bytes:
    """The NHS: two parents in a row, a row of instructions, days without signs between."""
    return text(
        lines(
            "CHILD_FIRST_NAME|CHILD_LAST_NAME|CHILD_PREFERRED_FIRST_NAME|CHILD_DATE_OF_BIRTH|"
            "CHILD_YEAR_GROUP|CHILD_REGISTRATION|CHILD_POSTCODE|PARENT_1_NAME|"
            "PARENT_1_RELATIONSHIP|PARENT_1_EMAIL|PARENT_1_PHONE|PARENT_2_NAME|"
            "PARENT_2_RELATIONSHIP|PARENT_2_EMAIL|PARENT_2_PHONE",
            "Required: Free text|Required: Free text|Optional|Required: DD/MM/YYYY|Optional|"
            "Optional|Optional|Optional|Optional|Optional|Optional|Optional|Optional|"
            "Optional|Optional",
            "Ada|Okafor||20141014|7|7KM|ZZ99 9ZZ|Ngozi Okafor|Mother|ngozi@example.org|"
            "07700 900101|Chidi Okafor|Father||07700 900102",
            "Ben|Eze||2014-11-02|7|7KM|||||||||",
        )
    )


# -- what offices make of them ---------------------------------------------------------------


def mother_and_father() -> bytes:
    """A list of the office's own: what a carer is stands in the heading."""
    return text(
        lines(
            "Class list 7KM",
            "Pupil|Class|Mother|Mother's mobile|Father Name|Father Mobile|Father Court Order|"
            "Emergency Contact 1 Name|Emergency Contact 1 Phone",
            "Okafor, Ada|7KM|Okafor, Ngozi|07700 900101|Chidi Okafor|07700 900102|"
            "Order of 2 May|Grace Eze|01632 960103",
        ),
        mark=";",
    )


def merged() -> bytes:
    """A workbook in which the pupil's cells are merged over the rows of two carers."""

    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("A6:A7")
        sheet.merge_cells("B6:B7")
        sheet.merge_cells("C6:C7")

    return workbook(
        [
            ["Marlowe High School"],
            ["Year 7"],
            ["Autumn 2026"],
            ["Printed on 23/11/2026"],
            ["Pupil Name", "DOB", "Form", "Contact Name", "Relationship", "Mobile"],
            ["Ada Okafor", date(2014, 10, 14), "7KM", "Ngozi Okafor", "Mother", 7700900101],
            [None, None, None, "Chidi Okafor", "Father", 447700900102.0],
            ["Ben Eze", 41945, "7KM", None, None, None],
            ["Total", None, None, 2, None, None],
        ],
        merge,
    )


def web_page() -> bytes:
    """A web page called .xls, whose cells reach over two rows."""
    return (
        b"<html><table><tr><td colspan=4>Contacts</td></tr><tr><th>Student Name</th><th>Reg</th>"
        b"<th>Contact</th><th>Mobile</th></tr><tr><td rowspan=2>Okafor, Ada</td><td rowspan=2>7KM"
        b"</td><td>Ngozi Okafor</td><td>07700&nbsp;900101</td></tr><tr><td>Chidi Okafor</td>"
        b"<td>07700 900102</td></tr><tr><td colspan=4>Page 1 of 1</td></tr></table></html>"
    )


def transfer_file() -> bytes:
    """A Common Transfer File with a couple in one contact, and facts that few may read."""
    return (
        '<?xml version="1.0" encoding="utf-8"?><CTfile><Header><DocumentName>Common Transfer File'
        "</DocumentName><CTFversion>25.0</CTFversion></Header><CTFpupilData><Pupil>"
        f"<UPN>{UPN}</UPN><Surname>Okafor</Surname><Forename>Ada</Forename><DOB>2014-10-14</DOB>"
        "<BasicDetails><NCyearActual>7</NCyearActual><Ethnicity>WBRI</Ethnicity>"
        "<MedicalFlag>true</MedicalFlag></BasicDetails>"
        "<SENhistory><SEN><StartDate>2025-09-01</StartDate><SENprovision>K</SENprovision></SEN>"
        "</SENhistory><LookedAfter><InCare>true</InCare></LookedAfter>"
        "<FSMhistory><FSMinstance><FSMstartDate>2024-09-01</FSMstartDate></FSMinstance>"
        "</FSMhistory><Contacts><Contact><Order>1</Order>"
        "<Title>Mr &amp; Mrs</Title><Surname>Okafor</Surname><Relationship>GDP</Relationship>"
        "<Responsibility>true</Responsibility><Phones><Phone><TelephoneType>M</TelephoneType>"
        "<PhoneNo>07700 900101</PhoneNo></Phone></Phones></Contact></Contacts></Pupil>"
        "</CTFpupilData></CTfile>"
    ).encode()


def oneroster() -> bytes:
    """A OneRoster 1.1 zip of one pupil and one parent."""
    return zipped(
        {
            "manifest.csv": "propertyName,value\noneroster.version,1.1\nfile.users,bulk\n",
            "users.csv": "sourcedId,status,role,givenName,familyName,identifier,email,sms,phone,"
            "agentSourcedIds,grades\n"
            f"p1,,student,Ada,Okafor,{UPN},,,,c1,07\n"
            "c1,,parent,Ngozi,Okafor,,ngozi@example.org,07700 900101,,,\n",
        }
    )


def school_data_sync() -> bytes:
    """A Microsoft School Data Sync zip of the same two."""
    return zipped(
        {
            "orgs.csv": "sourcedId,name,type\no1,Marlowe High,school\n",
            "users.csv": "sourcedId,username,givenName,familyName,email,phone,sms\n"
            "p1,ada,Ada,Okafor,,,\nc1,,Ngozi,Okafor,ngozi@example.org,,07700 900101\n",
            "roles.csv": "userSourcedId,orgSourcedId,role,sessionSourcedId,grade,isPrimary\n"
            "p1,o1,student,s1,07,true\n",
            "relationships.csv": "userSourcedId,relationshipUserSourcedId,relationshipRole\n"
            "p1,c1,Parent\n",
            "classes.csv": "sourcedId,orgSourcedId,title,code\nk1,o1,Tutor Group 7KM,\n",
            "enrollments.csv": "classSourcedId,userSourcedId,role\nk1,p1,student\n",
        }
    )


FILES: dict[str, Callable[[], bytes]] = {
    "sims.csv": sims,
    "arbor.csv": arbor,
    "bromcom.csv": bromcom,
    "isams.csv": isams,
    "parentmail.csv": parentmail,
    "schoolbooking.csv": schoolbooking,
    "wonde.csv": wonde,
    "nhs.csv": nhs,
    "mother-and-father.csv": mother_and_father,
    "merged.xlsx": merged,
    "web-page.xls": web_page,
    "9994321_CTF_9991234_001.xml": transfer_file,
    "oneroster.zip": oneroster,
    "school-data-sync.zip": school_data_sync,
}


def write(folder: Path) -> None:
    """All of them, into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, made in FILES.items():
        (folder / name).write_bytes(made())


if __name__ == "__main__":
    write(Path(sys.argv[1]))
