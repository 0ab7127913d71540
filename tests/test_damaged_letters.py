"""Letters that a spreadsheet damaged on their way here: names are people, so none is lost by it."""

from pathlib import Path

import pytest
from hypothesis import given as for_any
from hypothesis import strategies as st

from conftest import Given, Run
from parentlink.parse.damaged import has_lost_letters, with_accents, without_codes

HEAD = "Adno,Forename,Surname,DOB,Reg,Contact Name,Relationship,Mobile,Notes"
AGNIESZKA = "103,Łukasz,Wiśniewski,03/04/2015,7KM,Agnieszka Wiśniewska,mother,07700900103"
NGOZI = "104,Ada,Okafor,05/06/2015,7KM,Ngozi Okafor,mother,07700900104"


def saved_wrongly(text: str) -> bytes:
    """As Excel saves a file in UTF-8 that it opened as Windows text."""
    windows = "".join(
        bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in text.encode()
    )
    return windows.encode()


@pytest.mark.parametrize(
    "name",
    [
        *("Siân Hughes-Bright", "Séamus O’Driscoll", "Łukasz Wiśniewski", "Nguyễn Thị Hoa"),
        *(
            "Emre Yıldız",
            "Ștefan Țurcanu",
            "Zoë",
            "محمد الهاشمي",
            "Οδυσσέας",
            "Šimon Žák",
            "李小龙",
        ),
    ],
)
def test_a_name_that_was_saved_wrongly_is_what_it_was(name: str) -> None:
    once = saved_wrongly(name).decode()
    assert once != name
    assert with_accents(once) == name
    assert with_accents(saved_wrongly(once).decode()) == name  # and again the next week


@pytest.mark.parametrize(
    "name",
    [
        *("Siân", "JOÃO", "Ó’Briain", "ANDRÉ’S", "Chloé", "Ngọc Ánh", "Ada", "", "Ã", "MARDÉ…"),
        *("£5 – see “notes”", "Łukasz", "Ñ’Golo Kante", "François-Noël"),
    ],
)
def test_a_name_that_is_right_stays_as_it_is(name: str) -> None:
    assert with_accents(name) == name


LETTERS = "aeonZÅÃÂáâäçéêíñóöøúüýÿžŽšŠśŚłŁńźżćęąđŒœıİğŞșțȚơưảấậềệọớữỳ’-– "


@for_any(st.text(LETTERS))
def test_whatever_a_name_is_it_is_the_same_when_it_was_saved_wrongly(name: str) -> None:
    right = with_accents(name)
    assert with_accents(right) == right
    assert with_accents(saved_wrongly(right).decode()) == right


@pytest.mark.parametrize(
    ("stands", "name"),
    [
        ("O&#39;Brien", "O'Brien"),
        ("Si&acirc;n", "Siân"),
        ("Tom &amp; Ann", "Tom & Ann"),
        ("O&#x2019;Shea", "O’Shea"),
        ("Mr & Mrs Fox; both", "Mr & Mrs Fox; both"),
        ("A&E", "A&E"),
    ],
)
def test_the_codes_of_a_web_page_are_read(stands: str, name: str) -> None:
    assert without_codes(stands) == name


@pytest.mark.parametrize(
    "name", ["Wi?niewski", "?ukasz", "Åukasz WiÅ›niewski", "Bj\ufffdrn", "Jo™"]
)
def test_what_is_left_of_a_letter_is_seen(name: str) -> None:
    assert has_lost_letters(name)


@pytest.mark.parametrize(
    "name", ["O’Brien", "Hughes–Bright", "Nguyễn", "Mª José", "L·luís", "D'Arcy"]
)
def test_no_mark_of_a_true_name_is_taken_for_a_lost_letter(name: str) -> None:
    assert not has_lost_letters(name)


def test_a_file_that_was_opened_and_saved_in_excel_is_the_same_family(
    run: Run, given: Given, tmp_path: Path
) -> None:
    path = tmp_path / "class.csv"
    path.write_text(f"{HEAD}\n{AGNIESZKA},\n")
    run.ok("import", "families", str(path))
    path.write_bytes(saved_wrongly(path.read_text()))
    answer = run.ok("import", "families", str(path))
    assert "Nothing to change" in answer.out
    assert "were mended in row 2" in answer.err
    assert given.value("SELECT COUNT(*) FROM carer") == 1


def test_words_that_forbid_contact_are_read_through_damaged_marks(
    run: Run, given: Given, tmp_path: Path
) -> None:
    path = tmp_path / "class.csv"
    path.write_bytes(saved_wrongly(f"{HEAD}\n{AGNIESZKA},Please don’t call\n"))
    answer = run("import", "families", str(path))
    assert answer.code == 4
    assert "may say who must not be contacted" in answer.out + answer.err
    path.write_bytes(
        saved_wrongly(f"{HEAD}\n{AGNIESZKA},\n".replace("Wiśniewska", "W (don’t call)"))
    )
    run.ok("import", "families", str(path))
    assert given.value("SELECT contact_rule FROM carer") == "never"


@pytest.mark.parametrize(
    "cell",
    [
        *("â€œdo not contactâ€", "DoÂ not contact", "Don‚Äôt contact", "ÔÇ£no contactÔÇØ"),
        *("ÒDo not ringÓ", "DO_NOT_CONTACT", "SeeÂ court order"),
    ],
)
def test_marks_that_nobody_can_mend_hide_no_block(run: Run, given: Given, cell: str) -> None:
    row = AGNIESZKA.replace("mother", f"mother {cell}")
    run.ok("import", "families", "-", stdin=f"{HEAD}\n{row},\n")
    assert given.value("SELECT contact_rule FROM carer") == "never"
    noted = run("import", "families", "-", stdin=f"{HEAD}\n{NGOZI},{cell}\n")
    assert noted.code == 4
    assert "This may say who must not be contacted" in noted.err


@pytest.mark.parametrize(
    ("right", "damaged", "heading"),
    [
        ("Wiśniewska", "Wi?niewska", "Contact Name"),
        ("Łukasz", "?ukasz", "Forename"),
        ("Wiśniewski", "WiÅ›niewski©", "Surname"),
    ],
)
def test_a_name_with_a_lost_letter_is_refused_and_nobody_is_taken_off(
    run: Run, given: Given, tmp_path: Path, right: str, damaged: str, heading: str
) -> None:
    path = tmp_path / "class.csv"
    path.write_text(f"{HEAD}\n{AGNIESZKA},\n")
    run.ok("import", "families", str(path))
    path.write_text(f"{HEAD}\n{AGNIESZKA},\n{NGOZI},\n".replace(right, damaged))
    answer = run("import", "families", str(path))
    assert answer.code == 4
    assert f"Row 2, {heading}" in answer.err
    assert "may have been lost when the file was saved" in answer.err
    run.ok("import", "families", str(path), "--skip-bad")
    assert given.value("SELECT contact_rule FROM carer WHERE name LIKE 'A%'") == "allow"
    assert given.value("SELECT name FROM carer WHERE name LIKE 'A%'") == "Agnieszka Wiśniewska"
    assert given.value("SELECT COUNT(*) FROM carer") == 2


def test_what_was_typed_by_hand_comes_back_from_a_file_of_ours(
    run: Run, given: Given, tmp_path: Path
) -> None:
    given.household(name="Who?", carer="A&amp;B ©")
    out = tmp_path / "families.csv"
    run.ok("export", "families", "--output", str(out))
    answer = run.ok("--db", str(tmp_path / "new.db"), "import", "families", str(out))
    assert "1 new pupil" in answer.out + answer.err
    assert "Nothing to change" in run.ok("import", "families", str(out)).out


def test_a_heading_that_was_saved_wrongly_is_still_the_mothers(
    run: Run, given: Given, tmp_path: Path
) -> None:
    head = "Child’s name,Class,Mother’s name,Mother’s mobile,Father’s name,Father’s mobile"
    row = "Ada Okafor,7KM,Ngozi Okafor,07700900101,Chidi Okafor,07700900102"
    path = tmp_path / "class.csv"
    path.write_bytes(saved_wrongly(f"{head}\n{row}\n"))
    answer = run.ok("import", "families", str(path))
    assert "Not read" not in answer.err
    sql = "SELECT GROUP_CONCAT(name || ' ' || mobile_phone, '; ') FROM carer"
    assert given.value(sql) == "Ngozi Okafor +447700900101; Chidi Okafor +447700900102"


# -- call logs and small tables ----------------------------------------------------------------


SIAN = "Siân Wiśniewska"  # the pupil of the household
FILES = {
    "contacts": ("date,pupil,carer,tone,note", "2026-11-20,{},,positive,Spoke in the café"),
    "achievements": ("date,pupil,type,description", "2026-11-20,{},Praise,Drew the café"),
    "good-news": ("date,pupil,text", "2026-11-20,{},Drew the café"),
    "actions": ("pupil,owner,who,due,what", "{},school,Zoë Reid,2026-11-30,Ring the café"),
    "conversations": ("date,pupil,interests", "2026-10-06,{},The café"),
}
WORDS = {
    "contacts": "SELECT note FROM contact",
    "achievements": "SELECT text FROM good_news",
    "good-news": "SELECT text FROM good_news",
    "actions": "SELECT what FROM action",
    "conversations": "SELECT text FROM conversation_answer",
}


@pytest.mark.parametrize("what", FILES)
def test_a_pupil_whose_name_was_saved_wrongly_is_known_in_every_import(
    run: Run, given: Given, tmp_path: Path, what: str
) -> None:
    given.household(name="Wiśniewska", pupil="Siân")
    head, row = FILES[what]
    path = tmp_path / "file.csv"
    path.write_bytes(saved_wrongly(f"{head}\n{row.format(SIAN)}\n"))
    answer = run.ok("import", what, str(path))
    assert "Letters that another program had damaged were mended in row 2." in answer.err
    assert str(given.value(WORDS[what])).endswith("café")
    path.write_text(f"{head}\n{row.format(SIAN)}\n", encoding="utf-8")
    again = run.ok("import", what, str(path))
    assert "mended" not in again.err
    assert "Nothing to change" in again.out


def test_a_member_of_staff_whose_name_was_saved_wrongly_is_no_second_one(
    run: Run, given: Given, tmp_path: Path
) -> None:
    path = tmp_path / "staff.csv"
    path.write_text("name,role\nMs Zoë Reid,tutor\n", encoding="utf-8")
    run.ok("import", "staff", str(path))
    path.write_bytes(saved_wrongly("name,role\nMs Zoë Reid,tutor\n"))
    answer = run.ok("import", "staff", str(path))
    assert "were mended in row 2" in answer.err
    assert "Nothing to change" in answer.out


def test_of_a_refused_row_of_a_call_log_only_the_reason_is_said(
    run: Run, given: Given, tmp_path: Path
) -> None:
    given.household(name="Wiśniewska", pupil="Siân")
    head, row = FILES["contacts"]
    path = tmp_path / "log.csv"
    path.write_bytes(saved_wrongly(f"{head}\n{row.format('Chloé Unknown')}\n"))
    answer = run("import", "contacts", str(path))
    assert answer.code == 4
    assert "Chloé Unknown" in answer.err
    assert "mended" not in answer.err


def test_a_setting_and_the_code_of_a_web_page_in_a_note_stand_as_they_are(
    run: Run, given: Given, tmp_path: Path
) -> None:
    given.household(name="Wiśniewska", pupil="Siân")
    path = tmp_path / "log.csv"
    path.write_text(f"date,pupil,tone,note\n2026-11-20,{SIAN},positive,Write &amp; there\n")
    run.ok("import", "contacts", str(path))
    assert given.value("SELECT note FROM contact") == "Write &amp; there"
    path.write_text('name,value\nmap.office,"[""MotherÃ©=carer""]"\n', encoding="utf-8")
    run.ok("import", "settings", str(path))
    kept = given.value("SELECT value FROM setting WHERE name = 'map.office'")
    assert kept == '["MotherÃ©=carer"]'
