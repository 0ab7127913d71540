"""The kinds of file that export writes: workbooks, JSON lines, and what the name of a file says."""

import io
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given as any_
from hypothesis import settings
from hypothesis import strategies as st

from conftest import Given, Run
from parentlink.exchange.cells import unguard
from parentlink.exchange.workbook import read_workbook
from parentlink.exchange.xlsx_out import write_xlsx

AWKWARD = (
    *("=1+1", "'=1+1", "''=1", "+447700900123", "07700 900123", "-1", "@x", "'"),
    *("  blanks  ", "two\nlines", "\ttab", "\x1b[31m", "_x001B_", "_x", "a_x0041_b", "NULL", "0"),
    *("1.0", "2026-11-23", "TRUE", "مرحبا 你好 🎉", "<b>&amp;</b>", "x" * 10_000),
)


def written(tmp_path: Path, texts: list[str]) -> bytes:
    out = io.BytesIO()
    write_xlsx(out, tmp_path, "notes", ("name", "note"), [("n", text) for text in texts])
    return out.getvalue()


def read_back(data: bytes) -> list[str]:
    sheet = read_workbook(io.BytesIO(data), "x.xlsx", {"name", "note"})
    rows = [unguard(cells[1]) for _, cells in sheet.rows]
    assert not sheet.refused
    return rows


def test_every_text_comes_back_from_a_workbook_as_it_was(tmp_path: Path) -> None:
    assert read_back(written(tmp_path, list(AWKWARD))) == list(AWKWARD)


@settings(max_examples=60, deadline=None)
@any_(texts=st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), min_size=1))
def test_any_text_comes_back_from_a_workbook(
    texts: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    texts = [text.replace("\r", "").replace("\0", "") for text in texts]  # never on file
    # "#SPILL!" is what a spreadsheet leaves of a formula, and refuses its row.
    texts = [text if text.strip() and text[-1] != "!" else "-" for text in texts]
    assert read_back(written(tmp_path_factory.getbasetemp(), texts)) == texts


def test_nothing_in_a_workbook_is_a_formula(tmp_path: Path) -> None:
    texts = [*AWKWARD, "#N/A", "#REF!"]
    book = openpyxl.load_workbook(io.BytesIO(written(tmp_path, texts)))
    cells = [row[1] for row in book["notes"].iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert cells[0].value == "=1+1"
    assert cells[3].value == "+447700900123"


def test_a_workbook_has_text_and_numbers_where_they_belong(
    given: Given, run: Run, tmp_path: Path
) -> None:
    given.contact(given.household(), "2026-11-20", note="=1+1", minutes=4)
    out = tmp_path / "calls.xlsx"
    answer = run.ok("export", "contacts", "-o", str(out))
    assert answer.err == f"Exported 1 row of contacts to {out}, readable by you only.\n"
    sheet = openpyxl.load_workbook(out)["contacts"]
    headings, row = sheet.iter_rows(values_only=True)
    found = dict(zip(headings, row, strict=True))
    assert (found["note"], found["minutes"], found["date"]) == ("=1+1", 4, "2026-11-20")
    assert sheet.freeze_panes == "A2"
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_nothing_is_left_beside_a_workbook(given: Given, run: Run, tmp_path: Path) -> None:
    given.household()
    folder = tmp_path / "out"
    folder.mkdir()
    run.ok("export", "families", "-o", str(folder / "f.xlsx"))
    assert [path.name for path in folder.iterdir()] == ["f.xlsx"]
    assert run("export", "families", "-o", str(folder / "f.xlsx")).code == 5


@pytest.mark.parametrize("room", [1, 2, 3, 4, 6, 8, 10, 12])
def test_a_disk_that_is_full_while_a_workbook_is_written_is_one_sentence(
    room: int, given: Given, small_disk: Path
) -> None:
    """`room` pages are left: it fails in what is put aside, in the workbook, or at its end."""
    with given.at_once():
        family = given.household()
        for number in range(100):
            given.contact(family, "2026-11-20", note=os.urandom(100).hex() + str(number))
    folder = small_disk / "mine"
    folder.mkdir()
    (small_disk / "filler").write_bytes(os.urandom((15 - room) * 4096))
    for words in (("contacts", "-o", "mine/c.xlsx"), ("everything", "-o", "mine/all")):
        done = subprocess.run(
            [sys.executable, "-m", "parentlink", "export", *words, "--format", "xlsx"],
            cwd=small_disk,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 5, done
        assert done.stderr.startswith(f"parentlink: {words[2]}")
        assert "could not be written (No space left on device), so nothing" in done.stderr
        assert done.stderr.count("\n") == 1
        assert ".part" not in done.stderr
        assert list(folder.iterdir()) == []


def test_json_lines_are_an_object_each(given: Given, run: Run) -> None:
    family = given.household()
    given.contact(family, "2026-11-20", note="one\ntwo")
    given.contact(family, "2026-11-19")
    lines = run.ok("export", "contacts", "--format", "jsonl").out.splitlines()
    assert [json.loads(line)["note"] for line in lines] == ["one\ntwo", None]
    assert run.ok("export", "promises", "--format", "jsonl").out == ""


@pytest.mark.parametrize(
    ("text", "new", "code"),
    [
        ('{"name": "Ms Bell", "role": "HoY"}\n{"name": "Mr Cox", "role": null}\n', 2, 0),
        ('{"name": "Ms Bell", "role": "HoY"}', 1, 0),
        ('\ufeff\n{"name": "Ms Bell", "role": "HoY"}\r\n\r\n', 1, 0),
        ('{"name": "Ms Bell", "role": "HoY"}\n{"name": "Mr C', 0, 4),
        ('{"name": "Ms Bell", "role": "HoY"}\n]\n', 0, 4),
        ('[{"name": "Ms Bell", "role": "HoY"}\n', 0, 4),
    ],
)
def test_json_lines_come_in(text: str, new: int, code: int, given: Given, run: Run) -> None:
    given.staff()
    assert run("import", "staff", "-", stdin=text).code == code
    assert given.value("SELECT COUNT(*) FROM staff") == 1 + new


ENDS = (
    *(("a.csv", "family_ref,"), ("a.CSV", "family_ref,"), ("a.json", "["), ("a.jsonl", "{")),
    *(("a.NDJSON", "{"), ("a.txt", "family_ref,"), ("a", "family_ref,"), ("a.tsv", "family_ref\t")),
    *(("a.tab", "family_ref\t"), ("7.10.csv", "family_ref,")),
)


@pytest.mark.parametrize(("name", "start"), ENDS)
def test_the_name_of_the_file_says_the_kind(
    name: str, start: str, given: Given, run: Run, tmp_path: Path
) -> None:
    given.household()
    run.ok("export", "families", "-o", str(tmp_path / name))
    assert (tmp_path / name).read_text().startswith(start)


@pytest.mark.parametrize(
    ("words", "start"),
    [
        (("carers", "-o", "a.vcf"), "BEGIN:VCARD"),
        (("carers", "-o", "a.vcard"), "BEGIN:VCARD"),
        (("promises", "-o", "a.ics"), "BEGIN:VCALENDAR"),
        (("promises", "-o", "a.ical"), "BEGIN:VCALENDAR"),
        (("families", "-o", "a.txt", "--format", "json"), "["),
        (("families", "-o", "a", "--format", "tsv"), "family_ref\t"),
    ],
)
def test_other_kinds_by_their_name(
    words: tuple[str, ...], start: str, given: Given, run: Run, tmp_path: Path
) -> None:
    given.household()
    out = tmp_path / words[2]
    run.ok("export", words[0], "-o", str(out), *words[3:])
    assert out.read_text().startswith(start)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("families", "-o", "a.json.gz"), "We do not write a .gz file"),
        (("families", "-o", "a.zip"), "end in .csv, .xlsx or .json"),
        (("families", "-o", "a.md"), "We do not write a .md file"),
        (("families", "-o", "a.csv "), "We do not write a .csv  file"),
        (("families", "-o", "a.xls"), "We do not write a .xls file"),
        (("families", "-o", "a.vcf"), "is for carers"),
        (("families", "-o", "b.json", "--format", "csv"), "A .json file is no csv"),
        (("families", "-o", "a.xlsx", "--format", "csv"), "A .xlsx file is no csv"),
        (("families", "-o", "a.gz", "--format", "xlsx"), "end in .xlsx"),
        (("families", "-o", "a.gz", "--format", "csv"), "end in .csv"),
        (("families", "-o", "a.imp"), "We do not write a .imp file"),
        (("families", "-o", "a.imp", "--format", "xlsx"), "end in .xlsx"),
        (("families", "-o", "a.txt", "--format", "xlsx"), "end in .xlsx"),
        (("carers", "-o", "a.csv", "--vcard"), "end in .vcf"),
        (("carers", "-o", "a.txt", "--vcard"), "end in .vcf"),
        (("promises", "-o", "a.txt", "--format", "ics"), "end in .ics"),
        (("everything", "-o", "a.zip"), "a folder with a file for each table"),
        (("everything", "-o", "a.json"), "leave out the .json"),
    ],
)
def test_a_name_that_promises_something_else_is_refused(
    words: tuple[str, ...], said: str, given: Given, run: Run, tmp_path: Path
) -> None:
    given.household()
    out = tmp_path / words[2]
    answer = run("export", words[0], "-o", str(out), *words[3:])
    assert answer.code == 2
    assert said in answer.err
    assert not out.exists()


@pytest.mark.parametrize("force", [(), ("--force",)])
def test_a_folder_is_no_name_for_a_file(
    force: tuple[str, ...], given: Given, run: Run, tmp_path: Path
) -> None:
    given.household()
    answer = run("export", "families", "-o", str(tmp_path), *force)
    assert answer.code == 5
    assert "is a folder. Please name a file in it" in answer.err


def test_a_file_with_tabs_comes_in_again(given: Given, run: Run, tmp_path: Path) -> None:
    given.contact(given.household(), "2026-11-20", note="a\ttab, a comma\nand a line")
    folder = tmp_path / "copy"
    run.ok("export", "everything", "-o", str(folder), "--format", "tsv")
    other = tmp_path / "other.db"
    run.ok("--db", str(other), "import", "everything", str(folder))
    found = run.ok("--db", str(other), "export", "contacts", "--format", "json").json
    assert [one["note"] for one in found] == ["a\ttab, a comma\nand a line"]


@pytest.mark.parametrize(
    "what", ["settings", "terms", "staff", "contacts", "promises", "good-news"]
)
def test_a_table_without_rows_comes_back_from_every_kind(
    what: str, given: Given, run: Run, tmp_path: Path
) -> None:
    given.family()
    for kind in ("csv", "tsv", "json", "jsonl", "xlsx"):
        file = str(tmp_path / f"{what}.{kind}")
        run.ok("export", what, "-o", file)
        answer = run.ok("import", what, file)
        assert "othing to" in answer.out, kind
