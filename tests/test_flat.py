"""The reader of flat files: whatever a school's export looks like, the same table comes out."""

import codecs
import contextlib
import csv
import io
import json
import tracemalloc
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given as any_of
from hypothesis import settings
from hypothesis import strategies as st

from conftest import Run
from parentlink.errors import RowsRefused, Unreadable
from parentlink.exchange.cells import guard, unguard
from parentlink.exchange.encoding import LONGEST_LINE
from parentlink.exchange.flat import read_sheet
from parentlink.exchange.headings import aliases, fold_heading, match, resolve
from parentlink.exchange.sheet import BrokenFile, Problem, Sheet

FIELDS = {"pupil": ("student",), "carer": ("contact",), "note": ("remark",), "surname": ()}
KNOWN = frozenset(aliases(FIELDS))


def sheet(data: bytes | str) -> Sheet:
    """The table in these bytes."""
    raw = data if isinstance(data, bytes) else data.encode()
    return read_sheet(io.BytesIO(raw), "x.csv", KNOWN)


def rows(data: bytes | str) -> list[tuple[int, list[str]]]:
    """Its rows."""
    return list(sheet(data).rows)


def refused(data: bytes | str) -> list[Problem]:
    """Its refused rows."""
    found = sheet(data)
    list(found.rows)
    return [row.problem for row in found.refused]


def broken(data: bytes | str) -> str:
    """Why the whole file is refused."""
    with pytest.raises(RowsRefused) as why:
        rows(data)
    return str(why.value)


def test_rows_carry_the_line_they_begin_on_even_after_titles_and_long_cells() -> None:
    text = 'Contacts of 7KM\n\nPupil,Carer\nAda,"Ngozi\nOkafor"\n\nBen,Chidi\n'
    found = sheet(text)
    assert found.heading_row == 3
    assert found.headings == ("Pupil", "Carer")
    assert list(found.rows) == [(4, ["Ada", "Ngozi\nOkafor"]), (7, ["Ben", "Chidi"])]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separators_and_line_ends_are_found_out(mark: str, end: str) -> None:
    text = end.join([mark.join(["Pupil", "Carer"]), mark.join(["Ada", "Ngozi"]), ""])
    assert rows(text) == [(2, ["Ada", "Ngozi"])]


def test_commas_in_names_do_not_hide_a_semicolon() -> None:
    assert rows("Pupil;Carer;Note\nOkafor, Ada;Okafor, Ngozi;a, b, c, d\n") == [
        (2, ["Okafor, Ada", "Okafor, Ngozi", "a, b, c, d"])
    ]


def test_the_separator_line_of_excel_is_understood() -> None:
    assert rows("sep=;\nPupil;Carer\nAda;Ngozi\n") == [(3, ["Ada", "Ngozi"])]


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (b"", "utf-16-le"),
        (b"", "utf-16-be"),
    ],
)
def test_every_unicode_encoding_reads_the_same(mark: bytes, encoding: str) -> None:
    data = mark + "Pupil,Carer\nŁukasz,Siobhán 黄\n".encode(encoding)
    found = sheet(data)
    assert list(found.rows) == [(2, ["Łukasz", "Siobhán 黄"])]
    assert found.warnings == []


def test_windows_text_is_read_with_a_warning_that_names_its_lines() -> None:
    found = sheet("Pupil,Carer\nAda,Ann\nZoë,O’Brien\n".encode("cp1252"))
    assert list(found.rows)[1] == (3, ["Zoë", "O’Brien"])
    assert len(found.warnings) == 1
    assert found.warnings[0].startswith("Line 3 is not UTF-8")


def test_windows_lines_in_a_utf_8_file_are_told_apart() -> None:
    data = "Pupil,Carer\nZoë,A\n".encode() + "Zoë,B\n".encode("cp1252")
    found = sheet(data)
    assert list(found.rows) == [(2, ["Zoë", "A"]), (3, ["Zoë", "B"])]
    assert "Line 3" in found.warnings[0]


def test_many_windows_lines_are_counted_and_not_listed() -> None:
    found = sheet(b"Pupil,Carer\n" + "Zoë,B\n".encode("cp1252") * 50)
    assert len(list(found.rows)) == 50
    assert found.warnings[0].startswith("Lines 2, 3, 4, 5, 6 and 45 more are not")


def test_bytes_of_no_encoding_refuse_their_row_only() -> None:
    found = sheet(b"Pupil,Carer\nAda,\x81\x8d\nBen,Chidi\n")
    assert list(found.rows) == [(3, ["Ben", "Chidi"])]
    assert found.refused[0].problem.row == 2


def test_a_nul_byte_refuses_its_row() -> None:
    found = sheet(b"Pupil,Carer\nAda,Ngozi\x00DELETE\nBen,Chidi\n")
    assert list(found.rows) == [(3, ["Ben", "Chidi"])]
    assert found.refused[0].problem.row == 2
    assert "NUL" in found.refused[0].problem.problem


def test_a_long_cell_refuses_its_row_under_its_heading() -> None:
    text = "Pupil,Carer\nAda," + "x" * 10_001 + "\nBen," + "y" * 10_000 + "\n"
    (problem,) = refused(text)
    assert problem[:2] == (2, "Carer")
    assert "10,001" in problem[3]
    assert [line for line, _ in rows(text)] == [3]


def test_a_cell_of_ten_megabytes_refuses_its_row_and_the_next_is_read() -> None:
    text = 'Pupil,Carer\nAda,"' + "x" * 10_000_000 + '"\nBen,Chidi\n'
    assert rows(text) == [(3, ["Ben", "Chidi"])]
    (problem,) = refused(text)
    assert problem[0] == 2
    assert "too long" in problem[3]


class Endless:
    """A file whose second line goes on for `size` bytes."""

    def __init__(self, size: int) -> None:
        self.start = b"Pupil,Carer\nAda,"
        self.left = size

    def read(self, size: int, /) -> bytes:
        if self.start:
            start, self.start = self.start, b""
            return start
        given = min(size, self.left)
        self.left -= given
        return b"x" * given


def test_a_line_of_a_hundred_megabytes_costs_no_memory() -> None:
    tracemalloc.start()
    found = read_sheet(Endless(100_000_000), "x.csv", KNOWN)
    assert list(found.rows) == []
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "100,000,0" in found.refused[0].problem.problem
    assert peak < 6 * LONGEST_LINE


def test_an_unclosed_quote_is_refused_with_its_line() -> None:
    text = 'Pupil,Carer\nAda,"Ngozi\nBen,Chidi\nCara,Dan\n'
    with pytest.raises(BrokenFile) as why:
        rows(text)
    assert why.value.problem.row == 2
    assert "never closed" in str(why.value)


def test_an_unclosed_quote_in_a_huge_file_is_refused_before_memory_grows() -> None:
    assert "never closed" in broken('Pupil,Carer\nAda,"Ngozi\n' + "Ben,Chidi\n" * 300_000)


def test_an_unclosed_quote_in_a_huge_line_is_refused() -> None:
    assert "never closed" in broken('Pupil,Carer\nAda,"' + "x" * 2_000_000 + "\nBen,Chidi\n")


def test_a_quote_in_the_wrong_place_is_refused_with_its_line() -> None:
    said = broken('Pupil,Carer\nAda,"Ngozi" Okafor\n')
    assert "row 2" in said
    assert "twice" in said


def test_ragged_rows_are_refused_but_blank_ends_are_not() -> None:
    text = "Pupil,Carer,Note\nAda,Ngozi,hello,,\n,,\nBen,Chidi\nCara,Dan,x,y\n"
    assert rows(text) == [(2, ["Ada", "Ngozi", "hello"])]
    assert [problem[0] for problem in refused(text)] == [4, 5]
    assert refused(text)[1][2] == "y"


def test_a_footer_is_left_out_with_a_word() -> None:
    found = sheet("Pupil,Carer\nAda,Ngozi\nTotal: 1 pupil\n")
    assert list(found.rows) == [(2, ["Ada", "Ngozi"])]
    assert "Row 3" in found.warnings[0]


def test_blank_headings_at_the_end_do_not_count() -> None:
    assert rows("Pupil,Carer,,\nAda,Ngozi,,\n") == [(2, ["Ada", "Ngozi"])]


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"PK\x03\x04rest", "Excel workbook"),
        (b"<html><table>", "web page"),
        (b"Pupil,Colour\nAda,red\n", "No heading row"),
        (b"\n" * 25 + b"Pupil,Carer\n", "No heading row"),
        ("Pupil,Carer\n".encode("utf-16") + b"\x00\xd8\x00\x00", "UTF-16"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(data: bytes, word: str) -> None:
    assert word in broken(data)


# -- JSON ------------------------------------------------------------------------------------


def test_a_list_of_objects_reads_like_a_table() -> None:
    found = sheet(json.dumps([{"pupil": "Ada", "carer": None, "note": 7, "surname": True}]))
    assert found.headings == ("pupil", "carer", "note", "surname")
    assert list(found.rows) == [(1, ["Ada", "", "7", "yes"])]


def test_a_long_list_on_one_line_is_read_an_object_at_a_time() -> None:
    many = [{"pupil": f"Ada {n}", "carer": "x" * 300} for n in range(10_000)]
    assert [cells[0] for _, cells in rows(json.dumps(many))] == [each["pupil"] for each in many]


def test_a_key_that_stands_twice_in_an_object_is_refused(run: Run, tmp_path: Path) -> None:
    """JSON takes the last of them, and a block was the first."""
    path = tmp_path / "families.json"
    path.write_text(
        '[{"pupil": "Ada Okafor", "tutor group": "7KM", "carer": "Chidi Okafor",'
        ' "contact rule": "never", "contact rule": "allow"}]'
    )
    answer = run("import", "families", str(path))
    assert answer.code == 4
    assert 'Row 1, contact rule ("never; allow"): This key stands twice' in answer.err
    assert "DO NOT CONTACT Chidi Okafor" in answer.err


@pytest.mark.parametrize(
    "text",
    [
        '[{"pupil": "Ada", "carer": "N"}',
        '[{"pupil": "Ada", "carer": "N"}, 7]',
        '[{"pupil": "Ada", "carer": "N"}, {"pupil": ]',
        "[" + '{"pupil":' * 5_000,
    ],
)
def test_json_that_is_not_whole_is_refused(text: str) -> None:
    assert "JSON list" in broken(text)


def test_an_object_with_other_keys_is_refused_alone() -> None:
    text = '[{"pupil": "Ada", "carer": "N"}, {"pupil": "Ben"}, {"pupil": "C", "carer": {}}]'
    assert [problem[0] for problem in refused(text)] == [2, 3]


def test_an_empty_list_has_no_rows() -> None:
    assert rows("[]") == []


# -- headings --------------------------------------------------------------------------------


def test_headings_are_compared_without_case_spaces_and_signs() -> None:
    assert {
        fold_heading(text) for text in ("Mobile_Number", "mobile-number", "MOBILE NUMBER.")
    } == {"mobilenumber"}
    assert fold_heading("Lives with Pupil (T/F)") == "liveswithpupil"


def test_a_map_names_a_heading_by_its_place_among_equals() -> None:
    headings = ("Surname", "Pupil", "Surname")
    with pytest.raises(RowsRefused, match="Surname#2"):
        match(headings, FIELDS, [])
    assert match(headings, FIELDS, ["Surname#2=carer"]) == {"surname": 0, "pupil": 1, "carer": 2}
    assert match(headings, FIELDS, ["Surname#1="]) == {"surname": 2, "pupil": 1}


def test_a_map_stands_above_the_names_we_know() -> None:
    found = resolve(("Student", "Name of child"), FIELDS, ["Name of child=pupil"])
    assert found.columns == {"pupil": 1}
    assert found.ignored == ("Student",)


@pytest.mark.parametrize("text", ["nonsense", "=pupil", "Student=colour", "Nobody=pupil"])
def test_a_map_that_cannot_be_followed_says_so(text: str) -> None:
    with pytest.raises(Unreadable):
        match(("Student",), FIELDS, [text])


# -- any cells -------------------------------------------------------------------------------

CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30).map(
    lambda text: text.replace("\0", "")
)
TABLE = st.lists(st.tuples(CELL, CELL), max_size=6)


@settings(max_examples=150, deadline=None)
@any_of(
    TABLE,
    st.sampled_from(",;\t"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_any_cells_come_back_as_they_were_written(
    table: list[tuple[str, str]], mark: str, encoding: str, end: str
) -> None:
    out = io.StringIO(newline="")
    # Python before 3.13 leaves a \r unquoted unless it is part of the line end.
    rule: Literal[0, 1] = csv.QUOTE_MINIMAL if end == "\r\n" else csv.QUOTE_ALL
    writer = csv.writer(out, delimiter=mark, lineterminator=end, quoting=rule)
    writer.writerow(["pupil", "carer", "note"])
    writer.writerows(("Ada", *cells) for cells in table)
    found = sheet(out.getvalue().encode(encoding))
    assert [tuple(cells) for _, cells in found.rows] == [("Ada", *cells) for cells in table]
    assert (found.refused, found.warnings) == ([], [])


@settings(max_examples=200, deadline=None)
@any_of(st.text(max_size=20))
def test_any_guarded_cell_gives_back_what_went_in(cell: str) -> None:
    assert unguard(guard(cell)) == cell


@settings(max_examples=200, deadline=None)
@any_of(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_in_a_sentence(data: bytes) -> None:
    with contextlib.suppress(RowsRefused):
        rows(b"Pupil,Carer\n" + data)
