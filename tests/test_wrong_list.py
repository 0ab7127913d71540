"""A list of another kind is refused, with the import that it looks like; nobody is made of it."""

import shlex
from pathlib import Path

import pytest

from conftest import Given, Run
from workbooks import xlsx


@pytest.mark.parametrize(
    "head",
    [
        "Staff Code,Title,Forename,Surname,Main role,Registration form",
        "Staff Code,Title,Forename,Surname,Main role,Email",
        "Forename,Surname,Job title,Date of birth",
        "Full Name,Role,Email",
        "Employee number,Surname,Forename,Mobile",
    ],
)
def test_a_staff_list_makes_no_pupils(run: Run, head: str) -> None:
    cells = ",".join("x" for _ in head.split(","))
    answer = run("import", "families", "-", "--dry-run", stdin=f"{head}\n{cells}\n")
    assert answer.code == 4
    assert "looks like a list of staff" in answer.err
    assert "parentlink import staff" in answer.err
    assert "New pupil" not in answer.out


def test_a_pupil_list_with_a_column_of_staff_comes_in(run: Run) -> None:
    head = "UPN,Forename,Surname,Reg,Staff Code,Role"
    assert run.ok("import", "families", "-", stdin=f"{head}\n,Ada,Okafor,8BR,BRO,Prefect\n")
    for head in (
        "Pupil,Reg,Role",
        "Forename,Surname,Parent name,Role",
        "Forename,Surname,Year,Post",
    ):
        cells = ",".join(
            ("Ben", "Bell", "Jo" if "Parent" in head else "8", "x")[: head.count(",") + 1]
        )
        assert run("import", "families", "-", stdin=f"{head}\n{cells}\n").code == 0, head


def test_somebody_who_has_looked_may_bring_it_in(run: Run, given: Given) -> None:
    rows = "Forename,Surname,Role\nAda,Okafor,Prefect\n"
    said = run("import", "families", "-", stdin=rows).err
    assert '--map "Role="' in said
    run.ok("import", "families", "-", "--map", "Role=", stdin=rows)
    assert given.value("SELECT legal_name FROM pupil") == "Ada Okafor"


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ("carers", "our own list of carers. To bring families in, `parentlink export families`"),
        ("mail-merge", "our own mailing"),
        ("contacts", "a call log: parentlink import contacts"),
        ("promises", "promises: parentlink import promises"),
    ],
)
def test_our_other_lists_make_no_families(
    run: Run, given: Given, tmp_path: Path, what: str, sentence: str
) -> None:
    home = given.household()
    given.contact(home, "2026-11-02")
    run.ok("log-call", "okafor", "-t", "positive", "--promise", "Ring", "--by", "fri")
    out = str(tmp_path / "out.csv")
    run.ok("export", what, "-o", out, *(("--channel", "text") if what == "mail-merge" else ()))
    before = given.path.read_bytes()
    answer = run("import", "families", out)
    assert (answer.code, sentence in answer.err) == (4, True), answer
    assert given.path.read_bytes() == before


CALLS = (
    "Date of call,Student,Form,Parent,Type,Nature,Result,Comments\n"
    "02/11/2026,Ada Okafor,7KM,Ngozi Okafor,phone call,praise,spoke to,\n",
    "Date,Pupil,Parent,Number called,Outcome,Notes\n"
    "24/11/2026,Ada Okafor,Mrs Okafor,07700 900101,Spoke,\n",
)


@pytest.mark.parametrize("rows", CALLS)
def test_a_call_log_of_theirs_makes_no_families(run: Run, rows: str) -> None:
    answer = run("import", "families", "-", "--dry-run", stdin=rows)
    assert answer.code == 4
    assert "looks like a call log" in answer.err
    assert "parentlink import contacts" in answer.err
    assert "New pupil" not in answer.out


@pytest.mark.parametrize("rows", CALLS)
def test_families_with_the_columns_of_a_call_log_come_in_by_the_line_that_is_said(
    run: Run, rows: str
) -> None:
    said = run("import", "families", "-", stdin=rows).err
    maps = shlex.split(said.partition("leave such columns out: ")[2])
    assert len(maps) > 2
    assert "1 new pupil" in run.ok("import", "families", "-", *maps, stdin=rows).out


@pytest.mark.parametrize("head", ["Pupil,Parent,Mobile,Date,Notes", "Pupil,UPN,Parent,Date,Result"])
def test_a_class_list_with_a_date_on_it_comes_in(run: Run, head: str) -> None:
    cells = "Ada Okafor," + "," * (head.count(",") - 1)
    run.ok("import", "families", "-", stdin=f"{head}\n{cells}\n")


GOOGLE = "First Name,Last Name,Notes,Labels,E-mail 1 - Value,Phone 1 - Value,Relation 1 - Value\n"
BOOKS = (
    GOOGLE + "Ngozi,Okafor,Ada's mum,7KM,ngozi@example.org,07700 900101,Ada Okafor\n",
    "Name,Given Name,Family Name,Group Membership,Phone 1 - Type\nJo Fox,Jo,Fox,7KM,Mobile\n",
    "First Name,Last Name,E-mail Address,Business Phone,Mobile Phone\n"
    "Ngozi,Okafor,ngozi@example.org,,07700 900101\n",
)


@pytest.mark.parametrize("rows", BOOKS)
def test_nobody_in_an_address_book_becomes_a_pupil(run: Run, rows: str) -> None:
    answer = run("import", "families", "-", "--dry-run", stdin=rows)
    assert answer.code == 4
    assert "looks like an address book" in answer.err
    assert "New pupil" not in answer.out


def test_pupils_in_an_address_book_come_in_when_somebody_has_looked(run: Run, given: Given) -> None:
    rows = "First Name,Last Name,Business Phone\nAda,Okafor,\n"
    assert 'pupils all the same: --map "Business Phone="' in (
        run("import", "families", "-", stdin=rows).err
    )
    run.ok("import", "families", "-", "--map", "Business Phone=", stdin=rows)
    assert given.value("SELECT legal_name FROM pupil") == "Ada Okafor"


def test_pupils_in_an_address_book_come_in_by_the_line_that_is_said(run: Run) -> None:
    rows = "First Name,Last Name,E-mail 1 - Label,Phone 1 - Label,Phone 1 - Value\nAda,Okafor,,,\n"
    said = run("import", "families", "-", stdin=rows).err.partition("pupils all the same: ")[2]
    run.ok("import", "families", "-", *shlex.split(said), stdin=rows)


def test_a_class_list_with_a_business_phone_comes_in(run: Run) -> None:
    rows = "Forename,Surname,Parent,Business Phone\nAda,Okafor,Jo Okafor,0113 496 0101\n"
    run.ok("import", "families", "-", stdin=rows)


def test_the_way_out_of_an_address_book_works(run: Run, given: Given) -> None:
    said = run("import", "families", "-", stdin=BOOKS[0]).err
    maps = ("First Name=carer forename", "Last Name=carer surname", "Relation 1 - Value=pupil")
    assert all(f'--map "{each}"' in said for each in maps)
    said_too = [*maps, "Phone 1 - Value=mobile phone"]
    run.ok("import", "families", "-", *(w for m in said_too for w in ("--map", m)), stdin=BOOKS[0])
    assert given.value("SELECT legal_name FROM pupil") == "Ada Okafor"
    assert given.value("SELECT mobile_phone FROM carer") == "+447700900101"


def test_carers_of_nobody_make_no_families(run: Run, given: Given) -> None:
    given.household()
    before = given.path.read_bytes()
    rows = "Contact name,Mobile,Email\nNgozi Okafor,07700 900123,\n"
    answer = run("import", "families", "-", stdin=rows)
    assert (answer.code, "No column of standard input names a pupil" in answer.err) == (4, True)
    assert given.path.read_bytes() == before
    head = "Household,Contact name,Mobile"
    words = ("import", "families", "-", "--map", "Household=family")
    run.ok(*words, stdin=f"{head}\nOkafor,Grace Okafor,07700 900124\n")


@pytest.mark.parametrize(
    ("head", "shown"),
    [
        ("UPN,Forename,Surname", '"UPN"'),
        ("Forename,Surname,Date of Birth,Reg,Year", '"Date of Birth", "Year"'),
        ("Title,Forename,Surname,Contact Forename,Contact Surname", '"Contact Forename"'),
        ("Forename,Surname,Parent 1 Name", '"Parent 1 Name"'),
        ("Forename,Surname,Student ID", '"Student ID"'),
        ("Forename,Surname,Role,UPN", '"UPN"'),
    ],
)
def test_a_pupil_list_makes_no_staff(run: Run, given: Given, head: str, shown: str) -> None:
    given.staff()
    cells = ",".join("x" for _ in head.split(","))
    answer = run("import", "staff", "-", "--dry-run", stdin=f"{head}\n{cells}\n")
    assert answer.code == 4
    assert "looks like a list of pupils and their carers, by " + shown in answer.err
    assert "parentlink import families" in answer.err


def test_a_staff_list_with_next_of_kin_comes_in(run: Run) -> None:
    head = "Staff code,Forename,Surname,Date of birth,Contact name,Contact relationship"
    run.ok("import", "staff", "-", stdin=f"{head}\nBRO,Beth,Rowe,1980-02-01,Jo Rowe,sister\n")
    run.ok("import", "staff", "-", stdin="Forename,Surname,Date of birth\nKarl,Moss,1980-02-01\n")
    names = [each["name"] for each in run.ok("staff", "list", "--format", "json").json]
    assert names == ["Beth Rowe", "Karl Moss", "Ms Reid"]


def test_the_way_out_of_a_pupil_list_works(run: Run) -> None:
    rows = "Forename,Surname,UPN\nBeth,Rowe,\n"
    assert '--map "UPN="' in run("import", "staff", "-", stdin=rows).err
    run.ok("import", "staff", "-", "--map", "UPN=", stdin=rows)


SCHOOL = ("Amin", "Bell", "Chen", "Diaz", "Eze", "Fox", "Gray", "Hall", "Ito", "Jones", "Khan")


def school(front: str, tail: str = "", group: str = "KM") -> str:
    """The families file of a school, whose pupils have ids that begin like this."""
    rows = (
        f"{front}{at},Kid,{name}{tail},{7 + at % 5}{group},"
        f"{front}c{at},Jo {name}{tail},077009001{at:02}"
        for at, name in enumerate(SCHOOL)
    )
    return "\n".join(("Adno,Forename,Surname,Reg,Contact ID,Contact Name,Mobile", *rows)) + "\n"


def test_another_schools_file_is_asked_about_first(run: Run, given: Given) -> None:
    run.ok("import", "families", "-", stdin=school("a"))
    other = school("b", "-Smith")
    answer = run("--no-input", "import", "families", "-", stdin=other)
    assert answer.code == 4
    assert "has 11 pupils, and none of them is on file, where its groups have 11" in answer.err
    assert given.value("SELECT COUNT(*) FROM pupil") == 11
    run.ok("import", "families", "-", "--yes", stdin=other)
    assert given.value("SELECT COUNT(*) FROM pupil") == 22


def test_one_form_after_the_other_comes_in_unasked(run: Run, given: Given) -> None:
    for front, group in (("a", "KM"), ("b", "AB"), ("c", "CD")):
        text = school(front, f"-{group}", group)
        run.ok("--no-input", "import", "families", "-", stdin=text)
    assert given.value("SELECT COUNT(*) FROM pupil") == 33


# -- a list of those who must not be contacted -------------------------------------------------

BARRED = [("Pupil", "Contact", "Relationship", "Mobile"), ("Ada Wye", "Tom Wye", "Father", "")]


@pytest.mark.parametrize("title", ["Court orders", "No contact", "Do not ring"])
def test_nobody_on_a_sheet_that_bars_them_comes_in_as_somebody_to_ring(
    run: Run, tmp_path: Path, title: str
) -> None:
    (tmp_path / "list.xlsx").write_bytes(xlsx(BARRED, title=title))
    answer = run("import", "families", str(tmp_path / "list.xlsx"))
    assert answer.code == 4
    assert f'The sheet "{title}"' in answer.err
    assert 'add a column "court order"' in answer.err


SUCH_NAMES = (
    *("court-orders.csv", "do_not_contact.csv", "Barred 2026.csv", "DoNotContact.csv", "DNC.csv"),
    *("NoContactFathers.csv", "Blocked contacts.csv", "Contact restrictions.csv", "Blacklist.csv"),
)


@pytest.mark.parametrize("name", SUCH_NAMES)
def test_nor_in_a_file_of_such_a_name(run: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("".join(",".join(row) + "\n" for row in BARRED))
    answer = run("import", "families", str(tmp_path / name))
    assert answer.code == 4
    assert f'The file "{name}" is called as if' in answer.err


def test_with_a_column_that_says_it_they_come_in_and_are_blocked(
    run: Run, given: Given, tmp_path: Path
) -> None:
    rows = [(*BARRED[0], "Court order"), (*BARRED[1], "yes")]
    (tmp_path / "court orders.xlsx").write_bytes(xlsx(rows, title="Court orders"))
    run.ok("import", "families", str(tmp_path / "court orders.xlsx"))
    assert given.value("SELECT contact_rule FROM carer") == "never"


def test_a_list_of_pupils_alone_may_be_called_anything(run: Run, tmp_path: Path) -> None:
    (tmp_path / "no contact.csv").write_text("Pupil,Reg\nAda Wye,7KM\n")
    run.ok("import", "families", str(tmp_path / "no contact.csv"))


def test_no_contact_details_is_another_matter(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "families with no contact details.csv"
    path.write_text("".join(",".join(row) + "\n" for row in BARRED))
    run.ok("import", "families", str(path))
