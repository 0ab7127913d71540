"""The Common Transfer File: what its pupils and contacts become, and what is never read.

No public sample of a CTF with contacts exists, so these are built from the element names of the
DfE's specifications and of programs that write the file. All families are invented.
"""

import csv
import io
import tracemalloc
from collections.abc import Iterator
from itertools import chain, repeat
from typing import Any

import pytest

from conftest import Given, Run
from parentlink.errors import ParentlinkError, RowsRefused
from parentlink.exchange.cells import unguard
from parentlink.exchange.ctf import looks_like_ctf, read_ctf
from parentlink.exchange.sheet import BrokenFile, Sheet
from parentlink.parse.upn import check_letter

HEADER = (
    "<Header><DocumentName>Common Transfer File</DocumentName><CTFversion>25.0</CTFversion>"
    "<DocumentQualifier>full</DocumentQualifier><SourceSchool><LEA>999</LEA><Estab>4321</Estab>"
    "<SchoolName>Marlowe High</SchoolName></SourceSchool></Header>"
)
HOME = (
    "<BS7666Address><PAON>12</PAON><Street>Elm Row</Street><Town>Anytown</Town></BS7666Address>"
    "<PostCode>ZZ99 9ZZ</PostCode>"
)
AWAY = (
    "<AddressLines><AddressLine1>3 Oak Rise</AddressLine1></AddressLines>"
    "<PostCode>ZZ99 8YY</PostCode>"
)
AS_PUPIL = "<AddressAsPupil>true</AddressAsPupil>"


def upn(number: int) -> str:
    digits = f"9999999{number:05d}"
    return check_letter(digits) + digits


def tags(values: dict[str, Any]) -> str:
    return "".join(f"<{name}>{value}</{name}>" for name, value in values.items())


def contact(phones: str = "", address: str = "", **values: Any) -> str:
    said = {"Order": 1, "Title": "Mrs", "Surname": "Okafor", "Forename": "Ngozi"} | values
    place = f"<Address>{address}</Address>" if address else ""
    return f"<Contact>{tags(said)}{place}<Phones>{phones}</Phones></Contact>"


def phone(number: str, kind: str = "M") -> str:
    return f"<Phone><TelephoneType>{kind}</TelephoneType><PhoneNo>{number}</PhoneNo></Phone>"


def pupil(*contacts: str, number: int = 1, basic: str = "", more: str = "", **values: Any) -> str:
    said = {"UPN": upn(number), "Surname": "Okafor", "Forename": "Ada", "DOB": "2014-10-14"}
    return (
        f"<Pupil>{tags(said | values)}<BasicDetails>{basic}</BasicDetails>{more}"
        f"<Contacts>{''.join(contacts)}</Contacts></Pupil>"
    )


def ctf(*pupils: str, root: str = "CTfile") -> bytes:
    text = f"{HEADER}<CTFpupilData>{''.join(pupils)}</CTFpupilData>"
    return f'<?xml version="1.0" encoding="utf-8"?>\n<{root}>{text}</{root.split()[0]}>'.encode()


def sheet(data: bytes, include: frozenset[str] = frozenset()) -> Sheet:
    return read_ctf(io.BytesIO(data), "school.xml", include)


def rows(data: bytes, include: frozenset[str] = frozenset()) -> list[dict[str, str]]:
    """Every row, by its headings, as the importer would see it."""
    found = sheet(data, include)
    return [dict(zip(found.headings, map(unguard, cells), strict=True)) for _, cells in found.rows]


def as_csv(data: bytes) -> str:
    """The rows as a CSV file with our headings."""
    found = sheet(data)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(found.headings)
    writer.writerows(cells for _, cells in found.rows)
    return text.getvalue()


def refused(data: bytes) -> str:
    """The sentence that refuses a file, at once or on the way."""
    with pytest.raises(RowsRefused) as caught:
        list(sheet(data).rows)
    return str(caught.value)


class Endless:
    """A file of many gigabytes that nobody has to store."""

    def __init__(self, start: bytes, piece: bytes, pieces: int = 20_000) -> None:
        self.pieces: Iterator[bytes] = chain([start], repeat(piece, pieces))
        self.read_pieces = 0

    def read(self, size: int, /) -> bytes:
        self.read_pieces += 1
        return next(self.pieces, b"")


# -- what is read ------------------------------------------------------------------------------


def test_a_pupil_with_two_contacts_becomes_two_rows_with_all_that_is_said() -> None:
    mother = contact(
        phone("07700 900101") + phone("01632 960101", "H") + phone("+44 1632 960102", "W"),
        AS_PUPIL,
        Relationship="PAM",
        Responsibility="true",
        Email="ngozi@example.org",
    )
    father = contact(
        phone("07700 900102"),
        AWAY,
        Order=2,
        Title="Mr",
        Forename="Chidi",
        Relationship="PAF",
        Responsibility="false",
    )
    basic = (
        "<PreferredSurname>Okafor</PreferredSurname><PreferredForename>Adaeze</PreferredForename>"
        "<NCyearActual>7</NCyearActual><Languages><Type>F</Type><Language>IGB</Language></Languages>"
    )
    first, second = rows(ctf(pupil(mother, father, basic=basic, more=f"<Address>{HOME}</Address>")))
    assert first == {
        "pupil_ref": upn(1), "upn": upn(1), "surname": "Okafor", "forename": "Ada",
        "preferred_name": "Adaeze", "date_of_birth": "2014-10-14", "year_group": "7",
        "home_language": "Igbo", "title": "Mrs", "carer_forename": "Ngozi",
        "carer_surname": "Okafor", "relationship": "mother", "parental_responsibility": "true",
        "lives_with": "yes", "priority": "1", "mobile_phone": "07700 900101",
        "home_phone": "01632 960101", "work_phone": "+44 1632 960102",
        "email": "ngozi@example.org", "address": "12, Elm Row, ZZ99 9ZZ",
    }  # fmt: skip
    assert (second["relationship"], second["parental_responsibility"]) == ("father", "false")
    assert (second["priority"], second["address"]) == ("2", "3 Oak Rise, ZZ99 8YY")
    assert second["lives_with"] == ""


@pytest.mark.parametrize(
    "root",
    [
        "CTfile",
        'CTfile xmlns="http://www.dfes.gov.uk/CTF"',
        'c:CTfile xmlns:c="urn:ctf"',
        "ctFile",
    ],
)
def test_the_root_may_have_any_namespace_or_none(root: str) -> None:
    assert looks_like_ctf(ctf(root=root)[:300])
    assert len(rows(ctf(pupil(contact()), root=root))) == 1


@pytest.mark.parametrize("word", ["Gender", "Sex", ""])
@pytest.mark.parametrize("root", ["CTfile", 'CTfile xmlns="http://www.dfes.gov.uk/CTF"'])
@pytest.mark.parametrize("version", range(17, 26))
def test_every_version_from_17_to_25_says_the_same(
    run: Run, given: Given, version: int, root: str, word: str
) -> None:
    """Gender became Sex on the way, of pupils and of contacts; neither is ever read."""
    sex = f"<{word}>F</{word}>" if word else ""
    mother = contact(phone("07700 900101"), AS_PUPIL, Relationship="PAM", Responsibility="true")
    more = f"<Address>{HOME}</Address>{sex}"
    basic = "<NCyearActual>7</NCyearActual>"
    whole = ctf(
        pupil(mother.replace("<Title>", f"{sex}<Title>"), basic=basic, more=more), root=root
    )
    data = whole.replace(b">25.0<", f">{version}.0<".encode())
    run.ok("import", "families", "-", stdin=data)
    pupils = "SELECT upn || legal_name || date_of_birth || year_group FROM pupil"
    assert given.value(pupils) == f"{upn(1)}Ada Okafor2014-10-147"
    carers = "SELECT name || title || mobile_phone || contact_rule FROM carer"
    assert given.value(carers) == "Ngozi OkaforMrs+447700900101allow"
    links = "SELECT relationship || responsibility || lives_with || priority FROM pupil_carer"
    assert given.value(links) == "motheryesyes1"


def test_prefixed_elements_and_utf_16_are_read() -> None:
    text = ctf(pupil(contact(Forename="Zoë"))).decode().replace("<Pupil>", "<x:Pupil>")
    text = text.replace("</Pupil>", "</x:Pupil>").replace("utf-8", "utf-16")
    assert looks_like_ctf(text.encode("utf-16")[:300])
    assert [row["carer_forename"] for row in rows(text.encode("utf-16"))] == ["Zoë"]


def test_windows_1252_is_read_when_the_file_says_so() -> None:
    text = ctf(pupil(contact(Forename="Zoë"))).decode().replace("utf-8", "windows-1252")
    assert rows(text.encode("cp1252"))[0]["carer_forename"] == "Zoë"


def test_a_pupil_without_contacts_or_upn_still_has_a_row_and_a_mark() -> None:
    (row,) = rows(ctf(pupil(UPN="")))
    assert (row["pupil_ref"], row["forename"], row["carer_surname"]) == ("pupil 1", "Ada", "")


@pytest.mark.parametrize("word", ["GDP", "Mother", "Mum's partner", "MTH", "pam"])
def test_a_relationship_that_is_not_known_stays_as_it_is(word: str) -> None:
    assert rows(ctf(pupil(contact(Relationship=word))))[0]["relationship"] == word


@pytest.mark.parametrize(
    ("code", "year"), [("R", "R"), ("N2", "-1"), ("N1", "-2"), ("11", "11"), ("X", ""), ("E1", "")]
)
def test_year_codes_become_years_or_nothing(code: str, year: str) -> None:
    found = sheet(ctf(pupil(contact(), basic=f"<NCyearActual>{code}</NCyearActual>")))
    (cells,) = [cells for _, cells in found.rows]
    assert unguard(cells[found.headings.index("year_group")]) == year
    assert any("without a year group" in said for said in found.warnings) == (year == "")


def test_an_order_of_0_says_nothing_about_priority() -> None:
    assert rows(ctf(pupil(contact(Order=0))))[0]["priority"] == ""


def test_the_home_language_goes_before_the_first_one_and_unknown_codes_stay() -> None:
    grouped = (
        "<Languages><Language><Type>F</Type><Language>ENG</Language></Language>"
        "<Language><Type>H</Type><Language>QQQ</Language></Language></Languages>"
    )
    assert rows(ctf(pupil(contact(), basic=grouped)))[0]["home_language"] == "QQQ"


def test_two_homes_stay_two_even_when_only_one_address_is_known() -> None:
    hers, his = contact(address=AS_PUPIL), contact(address=AWAY, Forename="Chidi", Title="Mr")
    assert [row["lives_with"] for row in rows(ctf(pupil(hers, his)))] == ["yes", "no"]
    no_address = contact(address="<AddressAsPupil>false</AddressAsPupil>")
    assert rows(ctf(pupil(no_address)))[0]["lives_with"] == "no"
    beside = contact(AddressAsPupil="true")  # some versions put it beside the address
    assert rows(ctf(pupil(beside)))[0]["lives_with"] == "yes"
    assert rows(ctf(pupil(contact())))[0]["lives_with"] == ""


def test_the_same_address_written_out_is_the_pupils_home() -> None:
    same = contact(address=HOME.replace("Elm Row", "ELM ROW").replace("Anytown", "Other"))
    assert rows(ctf(pupil(same, more=f"<Address>{HOME}</Address>")))[0]["lives_with"] == "yes"


def test_phones_find_a_place_faxes_do_not_and_a_fourth_number_is_named() -> None:
    numbers = (
        phone("01632 960101", "H")
        + phone("01632 960102", "H")
        + phone("01632960101", "O")
        + phone("01632 960109", "F")
        + phone("07700 900101", "A")
    )
    row = rows(ctf(pupil(contact(numbers))))[0]
    slots = ("mobile_phone", "home_phone", "work_phone")
    assert [row[slot] for slot in slots] == ["07700 900101", "01632 960101", "01632 960102"]
    found = sheet(ctf(pupil(contact(numbers + phone("01632 960103", "H")))))
    list(found.rows)
    assert found.warnings == [
        "There is room for three phone numbers, and row 1 had more. The others were left out."
    ]


# -- two people in one contact -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "forename", "surname", "people"),
    [
        ("Mr &amp; Mrs", "", "Okafor", ["/Mr/Okafor", "/Mrs/Okafor"]),
        ("Mr and Mrs", "C", "Okafor", ["Mr/C/Okafor", "/Mrs/Okafor"]),
        ("", "", "Mr &amp; Mrs Okafor", ["/Mr/Okafor", "/Mrs/Okafor"]),
        ("Mr &amp; Ms", "Chidi and Ngozi", "Okafor", ["Mr/Chidi/Okafor", "Ms/Ngozi/Okafor"]),
        ("", "Chidi &amp; Ngozi", "Okafor &amp; Bello", ["/Chidi/Okafor", "/Ngozi/Bello"]),
        ("Mrs", "", "Okafor", ["/Mrs/Okafor"]),
        ("Mrs", "Fernanda", "Anderson", ["Mrs/Fernanda/Anderson"]),
        ("Mr/Mrs", "Sam", "Okafor", ["Mr/Mrs/Sam/Okafor"]),
        ("", "Duty", "Barton &amp; Co", ["/Duty/Barton & Co"]),
    ],
)
def test_two_people_in_one_contact_become_two_rows(
    title: str, forename: str, surname: str, people: list[str]
) -> None:
    found = rows(ctf(pupil(contact(Title=title, Forename=forename, Surname=surname))))
    names = ("title", "carer_forename", "carer_surname")
    assert ["/".join(row[name] for name in names) for row in found] == people


def test_what_is_true_of_one_person_only_is_not_said_of_both() -> None:
    pair = contact(
        phone("01632 960101", "H"),
        Title="Mr &amp; Mrs",
        Forename="",
        Relationship="PAM",
        Responsibility="true",
    )
    found = sheet(ctf(pupil(pair)))
    values = [dict(zip(found.headings, cells, strict=True)) for _, cells in found.rows]
    assert [row["relationship"] for row in values] == ["", "mother"]
    assert [row["parental_responsibility"] for row in values] == ["", ""]
    assert [row["home_phone"] for row in values] == ["01632 960101"] * 2
    assert "Two people stood in one contact, now in rows 1, 2." in found.warnings[0]


# -- what is never read unless asked -----------------------------------------------------------

RESTRICTED = (
    "<SENhistory><SEN><StartDate>2023-09-01</StartDate><SENprovision>K</SENprovision></SEN>"
    "<SEN><StartDate>2025-09-01</StartDate><SENprovision>E</SENprovision></SEN></SENhistory>"
    "<LookedAfter><InCare>true</InCare></LookedAfter>"
    "<FSMhistory><FSMinstance><FSMstartDate>2023-09-01</FSMstartDate></FSMinstance></FSMhistory>"
    "<StageAssessments><Stage><Surname>Nobody</Surname></Stage></StageAssessments>"
)


def test_restricted_facts_are_not_read_unless_they_are_asked_for() -> None:
    data = ctf(
        pupil(
            contact(),
            basic="<Ethnicity>WBRI</Ethnicity><MedicalFlag>1</MedicalFlag>",
            more=RESTRICTED,
        )
    )
    (row,) = rows(data)
    assert "sen_status" not in row
    assert "looked_after" not in row
    assert not {"K", "E", "WBRI", "Nobody", "yes"} & set(row.values())
    (row,) = rows(data, frozenset(("sen_status", "looked_after")))
    assert (row["sen_status"], row["looked_after"]) == ("E", "true")
    assert "ethnicity" not in row
    (row,) = rows(data, frozenset(("free_school_meals", "ethnicity", "medical")))
    assert (row["free_school_meals"], row["ethnicity"], row["medical"]) == ("yes", "WBRI", "yes")
    assert "sen_status" not in row


@pytest.mark.parametrize(
    ("entries", "meals"),
    [
        ("", ""),
        ("<FSMinstance><FSMstartDate>2024-09-01</FSMstartDate></FSMinstance>", "yes"),
        ("<FSMinstance><FSMendDate>2025-07-20</FSMendDate></FSMinstance>", "no"),
        (
            "<FSMinstance><FSMendDate>2025-07-20</FSMendDate></FSMinstance>"
            "<FSMinstance><FSMstartDate>2026-09-01</FSMstartDate></FSMinstance>",
            "yes",
        ),
    ],
)
def test_free_school_meals_that_have_ended_are_none(entries: str, meals: str) -> None:
    data = ctf(pupil(contact(), more=f"<FSMhistory>{entries}</FSMhistory>"))
    (row,) = rows(data, frozenset(("free_school_meals",)))
    assert row["free_school_meals"] == meals


# -- files that are refused --------------------------------------------------------------------

BOMB = b'<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><CTfile>&b;'
OUTSIDE = b'<!DOCTYPE c [<!ENTITY x SYSTEM "file:///etc/passwd">]><CTfile>&x;</CTfile>'


@pytest.mark.parametrize("data", [BOMB, OUTSIDE, b'<!DOCTYPE c SYSTEM "http://x/y.dtd"><CTfile/>'])
def test_a_doctype_is_refused_so_nothing_is_expanded_or_fetched(data: bytes) -> None:
    assert "has a DOCTYPE" in refused(data)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "school.xml is empty."),
        (b" \n ", "school.xml is empty."),
        (b"upn,surname\n", "it is not XML, whatever its name says"),
        (b"PK\x03\x04", "it is not XML"),
        (b"<CTfi", "it is not XML"),
        (b'<?xml version="1.0" encoding="klingon"?><CTfile/>', "encoding that is not known"),
        (b"<html><body/></html>", "begins with <html> and not with <CTfile>"),
        (b"<CTfile></CTfile>", "There are no pupils in it"),
        (ctf(pupil())[:-30], "The file ends in the middle (line 2)"),
        (ctf(pupil()).replace(b"</Surname>", b"</Sirname>"), "not well-formed XML (line 2, col"),
        (ctf(pupil(contact(Forename="&nbsp;"))), "not well-formed XML"),
        (ctf(pupil(*[contact()] * 101)), "more than 100 contacts"),
        (b"<CTfile>" + b"<a>" * 100, "deeper in one another"),
    ],
)
def test_a_file_that_is_no_whole_transfer_file_is_refused_with_a_sentence(
    data: bytes, why: str
) -> None:
    assert why in refused(data)


def test_a_file_that_breaks_says_after_which_row() -> None:
    many = ctf(*[pupil(contact(), number=number) for number in range(500)])
    with pytest.raises(BrokenFile) as caught:
        list(sheet(many[: len(many) - 2000]).rows)
    assert caught.value.problem.row > 100


def test_a_cell_that_is_too_long_refuses_its_row_and_no_other() -> None:
    data = ctf(pupil(contact(Forename="n" * 10_001)), pupil(contact(), number=2))
    found = sheet(data)
    assert [row for row, _ in found.rows] == [2]
    assert found.refused[0].problem[:2] == (1, "forename")


@pytest.mark.parametrize(
    ("start", "piece"),
    [
        (b"x", b"x" * 65_536),
        (b"<CTfile><", b"x" * 65_536),
        (b"<CTfile><!--", b"x" * 65_536),
        (b"<CTfile a='", b"x" * 65_536),
        (b"<CTfile>", b"<a>" * 20_000),
        (b"<CTfile><CTFpupilData><Pupil><Contacts>", b"<Contact/>" * 6_000),
    ],
    ids=["no XML", "a tag", "a comment", "an attribute", "depth", "contacts"],
)
def test_a_gigabyte_of_nonsense_is_refused_before_memory_grows(start: bytes, piece: bytes) -> None:
    source = Endless(start, piece)
    tracemalloc.start()
    try:
        with pytest.raises(ParentlinkError):
            list(read_ctf(source, "huge.xml").rows)
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()
    assert source.read_pieces < 40


def test_ever_new_element_names_are_refused() -> None:
    names = b"".join(b"<n%d/>" % number for number in range(20_000))
    assert "more different element names" in refused(b"<CTfile>" + names)


def test_a_very_long_text_is_passed_over_and_not_kept() -> None:
    start = ctf(pupil(contact())).replace(b"</Pupil>", b"<Notes>").split(b"</CTFpupilData>")[0]
    source = Endless(start, b"x" * 65_536, 300)
    tracemalloc.start()
    try:
        with pytest.raises(BrokenFile, match="ends in the middle"):
            list(read_ctf(source, "long.xml").rows)
        assert tracemalloc.get_traced_memory()[1] < 1_500_000
    finally:
        tracemalloc.stop()


def test_20_000_pupils_are_read_in_the_memory_of_a_few() -> None:
    """What grows is one number for each carer whose home language may be a sibling's."""
    language = "<Languages><Type>F</Type><Language>POL</Language></Languages>"
    one = pupil(contact(phone("07700 9@"), AS_PUPIL), basic=language, UPN="").encode()
    start, end = ctf("@").split(b"@")
    many = (
        b"".join(one.replace(b"@", b"%05d" % (at + place)) for place in range(100))
        for at in range(0, 20_000, 100)
    )
    source = Endless(start, b"", 0)
    source.pieces = chain([start], many, [end])
    tracemalloc.start()
    try:
        found = read_ctf(source, "county.xml")
        assert sum(1 for _ in found.rows) == 20_000
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


# -- all the way into the file -----------------------------------------------------------------


def test_a_transfer_file_comes_in_as_families(run: Run, given: Given) -> None:
    mother = contact(phone("07700 900101"), AS_PUPIL, Relationship="PAM", Responsibility="true")
    father = contact(
        phone("+44 7700 900102"), AWAY, Order=2, Title="Mr", Forename="Chidi", Relationship="PAF"
    )
    here = f"<Address>{HOME}</Address>"
    pair = contact(phone("01632 960103", "H"), AS_PUPIL, Title="Mr &amp; Mrs", Forename="",
                   Surname="Nowak")  # fmt: skip
    english = "<Languages><Type>F</Type><Language>ENG</Language></Languages>"
    igbo = english.replace("ENG", "IGB")
    data = ctf(
        pupil(mother, father, basic=igbo, more=here),
        pupil(mother, number=2, basic=english, more=here, Forename="Obi"),
        pupil(
            pair, UPN="", Surname="Nowak", Forename="Zofia", basic="<NCyearActual>N2</NCyearActual>"
        ),
    )
    assert run.ok("import", "families", "-", stdin=as_csv(data)).code == 0
    count = "SELECT COUNT(*) FROM "
    assert [given.value(count + table) for table in ("family", "pupil", "carer")] == [3, 3, 4]
    assert given.value(
        "SELECT COUNT(DISTINCT family_id) FROM carer WHERE name IN ('Ngozi Okafor', 'Chidi Okafor')"
    ) == 2  # fmt: skip
    asked = "SELECT {} FROM pupil_carer pc JOIN carer c ON c.id = pc.carer_id WHERE c.name = :name"
    assert given.value(asked.format("responsibility"), name="Ngozi Okafor") == "yes"
    assert given.value(asked.format("relationship"), name="Chidi Okafor") == "father"
    assert given.value("SELECT mobile_phone FROM carer WHERE name = 'Chidi Okafor'") == (
        "+447700900102"
    )
    assert given.value("SELECT year_group FROM pupil WHERE legal_name = 'Zofia Nowak'") == -1
    assert given.value(count + "family WHERE home_language = 'Igbo'") == 2
    again = run.ok("import", "families", "-", "--format", "json", stdin=as_csv(data)).json
    assert (again["new"], again["changed"]) == (0, 0)
