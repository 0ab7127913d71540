"""A text file in an encoding that cannot be found out is named by a person."""

import pytest

from conftest import Given, Run

TEXT = "pupil,carer\nZoë Okafor,Siân O\u2019Brien\n"


@pytest.mark.parametrize("encoding", ["cp1252", "mac-roman", "utf-16", "utf-16-le", "utf-8-sig"])
def test_the_names_come_in_as_they_were_written(run: Run, given: Given, encoding: str) -> None:
    answer = run.ok("import", "families", "-", "--encoding", encoding, stdin=TEXT.encode(encoding))
    assert given.value("SELECT legal_name FROM pupil") == "Zoë Okafor"
    assert given.value("SELECT name FROM carer") == "Siân O\u2019Brien"
    assert f"Read as a CSV file, in {encoding}." in answer.err


def test_the_warning_about_accents_names_the_way_out(run: Run, given: Given) -> None:
    data = TEXT.replace("\u2019", "'").encode("cp850")
    answer = run("import", "families", "-", stdin=data)
    assert answer.code == 4  # "Zo‰" is nobody's name
    assert "--encoding cp850" in answer.err
    run.ok("import", "families", "-", "--encoding", "cp850", stdin=data)
    assert given.value("SELECT legal_name FROM pupil") == "Zoë Okafor"


@pytest.mark.parametrize("encoding", ["klingon", "hex", "rot13"])
def test_a_name_of_no_encoding_is_answered_with_some_that_are(run: Run, encoding: str) -> None:
    answer = run("import", "families", "-", "--encoding", encoding, stdin=TEXT)
    assert answer.code == 2
    assert f'There is no encoding "{encoding}"' in answer.err
    assert "mac-roman" in answer.err


def test_bytes_that_the_encoding_does_not_have_refuse_the_file(run: Run) -> None:
    answer = run("import", "families", "-", "--encoding", "ascii", stdin=TEXT)
    assert answer.code == 4
    assert "is not in the encoding ascii: after line 1" in answer.err


def test_what_says_its_encoding_itself_is_left_alone(run: Run) -> None:
    answer = run("import", "families", "-", "--encoding", "cp850", stdin=b"<CTfile></CTfile>")
    assert answer.code == 2
    assert "--encoding is for text files" in answer.err


@pytest.mark.parametrize(
    ("what", "row"),
    [
        ("contacts", "date,pupil,tone,note\n2026-11-02,Ada Okafor,positive,caf\u00e9"),
        ("staff", "name,role\nMs Ren\u00e9e Hall,Tutor"),
        ("achievements", "Date,Student,Type of achievement\n2026-11-02,Ada Okafor,Caf\u00e9"),
    ],
)
def test_every_import_takes_it(run: Run, given: Given, what: str, row: str) -> None:
    given.household()
    data = row.encode("mac-roman")
    answer = run.ok("import", what, "-", "--encoding", "mac-roman", stdin=data)
    assert "not UTF-8" not in answer.err


def test_a_spreadsheet_of_excel_2003_is_told_how_to_be_saved(run: Run) -> None:
    data = (
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'
        "<Worksheet><Table><Row><Cell><Data>Pupil</Data></Cell></Row></Table></Worksheet></Workbook>"
    )
    answer = run("import", "families", "-", stdin=data)
    assert answer.code == 4
    assert "an XML spreadsheet of Excel 2003" in answer.err
