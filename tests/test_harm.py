"""Files that were built to do harm: the real program, with little memory, refuses each of them with
a sentence. An empty answer, a crash or a `MemoryError` is a failure.
"""

import io
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from parentlink.store.create import create
from workbooks import changed, ods, ods_row, packed, parts_of, xlsx

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no RLIMIT_AS")

MOST = 170_000_000  # bytes of address space beside what Python itself begins with
PROGRAM = """
import resource, sys
from pathlib import Path
begun = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (begun + int(sys.argv[1]),) * 2)
from parentlink.cli import run
sys.exit(run(sys.argv[2:]))
"""
HEAD, ADA = ("Pupil", "Carer", "Mobile"), ("Ada Okafor", "Ngozi Okafor", "07700 900123")
BILLION = "".join(
    f'<!ENTITY l{number} "{f"&l{number - 1};" * 10 if number else "ha"}">' for number in range(10)
)
LAUGHS = f"<!DOCTYPE x [{BILLION}]>"
OUTSIDE = '<!DOCTYPE x [<!ENTITY l9 SYSTEM "file:///etc/hostname">]>'
SHEET1, CONTENT = "xl/worksheets/sheet1.xml", "content.xml"
MB = 1_000_000


class Said(NamedTuple):
    """How the program ended, and what it said."""

    code: int
    text: str


def imported(path: Path, data: Iterator[bytes], name: str = "-", what: str = "families") -> Said:
    """Import a file, or what is piped in, in a process that has little memory."""
    if name != "-":
        name = str(path / name)
        with Path(name).open("wb") as file:
            file.writelines(data)
    if what != "families" and not (path / "x.db").exists():
        create(path / "x.db")
    words = [sys.executable, "-c", PROGRAM, str(MOST), "import", what, name]
    with subprocess.Popen(
        words,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={"PARENTLINK_DB": str(path / "x.db"), "PYTHONPATH": ":".join(sys.path)},
    ) as run:
        assert run.stdin
        assert run.stdout
        try:
            for piece in data if name == "-" else ():
                run.stdin.write(piece)
            run.stdin.close()
        except BrokenPipeError:
            pass  # it had read enough
        text = run.stdout.read().decode()
    return Said(run.returncode, text)


def refused(said: Said, why: str) -> None:
    """It says why, and nothing else happened."""
    assert said.code == 4, said
    assert why in said.text, said.text
    assert "Traceback" not in said.text
    assert len(said.text) < 2_000


def once(data: bytes) -> Iterator[bytes]:
    yield data


def test_a_file_that_is_right_comes_in_with_so_little_memory(tmp_path: Path) -> None:
    """Else the other tests would show nothing."""
    said = imported(tmp_path, once(xlsx([HEAD, ADA])), "x.xlsx")
    assert said.code == 0, said
    said = imported(tmp_path, once(ods(ods_row(*HEAD) + ods_row(*ADA))), "x.ods")
    assert said.code == 0, said


# -- lines and cells without an end --------------------------------------------------------------


def endless(start: bytes, piece: bytes, size: int = 200 * MB) -> Iterator[bytes]:
    yield start
    for _ in range(size // len(piece)):
        yield piece


@pytest.mark.parametrize(
    ("start", "piece", "why"),
    [
        (b"Pupil,Carer,Mobile\n", b"x" * MB, "too long to read"),
        (b"x", b"x" * MB, "No heading row"),
        (b'Pupil,Carer,Mobile\n"', b"Ada\n" * 250_000, "quotation mark"),
        (b"<table><tr><td>Pupil<td>Carer<tr><td>", b"x" * MB, "10,000 characters"),
        (b"<table><tr><td ", b"x" * MB, "a tag that does not end"),
        (b'[{"pupil": "', b"x" * MB, "not the next object of a JSON list"),
        (b"[", b"[" * MB, "No heading"),
        (b"<CTfile><Header>", b"x" * MB, "standard input"),
        (b"<CTfile><", b"x" * MB, "standard input"),
    ],
    ids=["line", "first line", "quotes", "web cell", "web tag", "json", "json lists", "ctf", "tag"],
)
def test_a_line_or_cell_without_an_end(
    tmp_path: Path, start: bytes, piece: bytes, why: str
) -> None:
    refused(imported(tmp_path, endless(start, piece)), why)


# -- XML that defines words of its own, and asks for other files ---------------------------------


def ctf(doctype: str) -> bytes:
    return f"<?xml version='1.0'?>{doctype}<CTfile><Header>&l9;</Header></CTfile>".encode()


def page(doctype: str) -> bytes:
    return f"{doctype}<html><table><tr><td>Pupil<td>Carer<tr><td>&l9;<td>b</table>".encode()


def book(part: str) -> Callable[[str], bytes]:
    def make(doctype: str) -> bytes:
        parts = parts_of(xlsx([HEAD, ADA]))
        parts[part] = f"<?xml version='1.0'?>{doctype}<a>&l9;</a>".encode()
        return packed(parts)

    return make


def open_document(doctype: str) -> bytes:
    text = f"{doctype}<office:document-content".encode()
    return changed(ods(ods_row(*HEAD)), CONTENT, b"<office:document-content", text)


@pytest.mark.parametrize("doctype", [LAUGHS, OUTSIDE], ids=["laughs", "outside"])
@pytest.mark.parametrize(
    ("make", "name", "why"),
    [
        (ctf, "x.xml", "DOCTYPE"),
        (book(SHEET1), "x.xlsx", "defines entities"),
        (book("xl/workbook.xml"), "x.xlsx", "defines entities"),
        (book("xl/styles.xml"), "x.xlsx", "defines entities"),
        (open_document, "x.ods", "defines entities"),
    ],
    ids=["ctf", "sheet", "plan", "styles", "ods"],
)
def test_entities(
    tmp_path: Path, make: Callable[[str], bytes], name: str, why: str, doctype: str
) -> None:
    refused(imported(tmp_path, once(make(doctype)), name), why)


def test_a_web_page_that_defines_entities_is_read_without_them(tmp_path: Path) -> None:
    said = imported(tmp_path, once(page(LAUGHS)), "x.xls")
    assert "hahaha" not in said.text
    assert "Traceback" not in said.text
    assert len(said.text) < 2_000


# -- zip files that grow -------------------------------------------------------------------------


def bomb(parts: dict[str, bytes], part: str, start: bytes = b"") -> bytes:
    """A zip of which one part is 200 MB of blanks."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        for name, data in parts.items():
            if name != part:
                made.writestr(name, data)
        with made.open(part, "w") as large:
            large.write(start)
            for _ in range(200):
                large.write(b" " * MB)
    return out.getvalue()


@pytest.mark.parametrize(
    ("parts", "part", "start", "why"),
    [
        (parts_of(xlsx([HEAD, ADA])), SHEET1, b"<worksheet>", "packed more than 100 times"),
        (parts_of(xlsx([HEAD, ADA])), "xl/workbook.xml", b"<workbook>", "more than 20 MB"),
        (parts_of(ods(ods_row(*HEAD))), CONTENT, b"<a>", "more than 20 MB"),
        (parts_of(ods(ods_row(*HEAD))), "mimetype", b"", "more than 1 MB"),
        ({}, "users.csv", b"sourcedId,role\n", "more than 100 times its size"),
    ],
    ids=["sheet", "plan", "ods", "mimetype", "oneroster"],
)
def test_a_small_zip_that_grows(
    tmp_path: Path, parts: dict[str, bytes], part: str, start: bytes, why: str
) -> None:
    made = bomb(parts, part, start)
    assert len(made) < 3 * MB
    refused(imported(tmp_path, once(made), "x.zip"), why)


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (ods_row("x" * 9_000, row=' table:number-rows-repeated="20000"'), "far more text"),
        (ods_row("x" * 9_000, cells=' table:number-columns-repeated="16000"'), "far more text"),
        (ods_row("x", "x", row=' table:number-rows-repeated="1000000"'), "far larger"),
        (ods_row("x" * 15 * MB, row=' table:number-rows-repeated="9"'), "packed more than 100"),
    ],
    ids=["rows", "columns", "cells", "text"],
)
def test_cells_of_an_open_document_that_stand_for_many(tmp_path: Path, rows: str, why: str) -> None:
    data = ods(ods_row(*HEAD) + rows)
    refused(imported(tmp_path, once(data), "x.ods"), why)


def test_a_text_that_thousands_of_cells_show_is_never_laid_out(tmp_path: Path) -> None:
    """Laid out it would be half a gigabyte; a row at a time it is a long note that nobody reads."""
    parts = parts_of(xlsx([(*HEAD, "Notes", "Student ID"), (*ADA, "", 1)]))
    head = parts[SHEET1].decode().partition("</sheetData>")[0]
    cells = "".join(
        f'<row r="{row}"><c r="A{row}" t="str"><v>{ADA[0]}</v></c><c r="D{row}" t="s"><v>0</v></c>'
        f'<c r="E{row}"><v>{row}</v></c></row>'
        for row in range(3, 25_000)
    )
    parts[SHEET1] = f"{head}{cells}</sheetData></worksheet>".encode()
    parts["xl/sharedStrings.xml"] = f"<sst><si><t>{'Łąka ' * 1_900}</t></si></sst>".encode()
    links = "xl/_rels/workbook.xml.rels"
    relation = b'<Relationship Id="s" Type="x/sharedStrings" Target="sharedStrings.xml"/>'
    parts[links] = parts[links].replace(b"</Relationships>", relation + b"</Relationships>")
    said = imported(tmp_path, once(packed(parts)), "x.xlsx")
    assert said.code == 0, said.text[:2_000]


# -- the other imports ---------------------------------------------------------------------------

CALENDAR = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nSUMMARY:"
HEADS = {
    "contacts": ("Date", "Pupil", "Tone"),
    "achievements": ("Date", "Pupil", "Achievement type"),
    "terms": ("Name", "Start", "End"),
}
EACH = pytest.mark.parametrize("what", HEADS)


def of_book(part: str, what: str) -> dict[str, bytes]:
    """The parts of a workbook for an import, one of which is to be another."""
    return {**parts_of(xlsx([HEADS[what], ("2026-11-20", *ADA[:2])])), part: b""}


@EACH
def test_lines_without_an_end_in_the_other_imports(tmp_path: Path, what: str) -> None:
    head = ",".join(HEADS[what]).encode() + b"\n"
    refused(imported(tmp_path, endless(head, b"x" * MB), what=what), "too long to read")
    refused(imported(tmp_path, endless(b"x", b"x" * MB), what=what), "No heading row")
    quoted = endless(head + b'"', b"Ada\n" * 250_000)
    refused(imported(tmp_path, quoted, what=what), "quotation mark")
    refused(imported(tmp_path, endless(b"<table><tr><td ", b"x" * MB), what=what), "does not end")


@EACH
def test_a_calendar_without_an_end_in_the_other_imports(tmp_path: Path, what: str) -> None:
    why = "larger than 4 MB" if what == "terms" else "is a calendar file"
    refused(imported(tmp_path, endless(CALENDAR, b"x" * MB), what=what), why)


@EACH
@pytest.mark.parametrize("doctype", [LAUGHS, OUTSIDE], ids=["laughs", "outside"])
def test_entities_in_the_other_imports(tmp_path: Path, what: str, doctype: str) -> None:
    text = f"<?xml version='1.0'?>{doctype}<a>&l9;</a>".encode()
    for part in (SHEET1, "xl/workbook.xml"):
        data = packed({**of_book(part, what), part: text})
        refused(imported(tmp_path, once(data), "x.xlsx", what), "defines entities")
    refused(imported(tmp_path, once(open_document(doctype)), "x.ods", what), "defines entities")
    refused(imported(tmp_path, once(ctf(doctype)), "x.xml", what), "x.xml")


@EACH
def test_a_small_zip_that_grows_in_the_other_imports(tmp_path: Path, what: str) -> None:
    made = bomb(of_book(SHEET1, what), SHEET1, b"<worksheet>")
    refused(imported(tmp_path, once(made), "x.xlsx", what), "packed more than 100 times")
    made = bomb({}, "users.csv", b"sourcedId,role\n")
    refused(imported(tmp_path, once(made), "x.zip", what), "x.zip")
