"""Files that are something else than a list, each as a real file: what it is, and what to do."""

import io
import zipfile
from pathlib import Path

import pytest

from conftest import Given, Run
from workbooks import container, xls, xlsx

ROWS = "pupil,form,carer,mobile\nAda Okafor,7KM,Jo Eze,07700 900101\n"
TABLE = [line.split(",") for line in ROWS.splitlines()]


def zipped(*names: str, kind: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        if kind:
            archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        for name in names:
            archive.writestr(name, "<x/>")
    return out.getvalue()


OTHER = {
    "empty.zip": (zipped(), "an empty zip file", "export it again"),
    "photos.zip": (zipped("a.jpg", "b.jpg"), "neither a workbook nor", "there is: a.jpg, b.jpg."),
    "picture.csv": (
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 300,
        "a picture",
        "ask for the list",
    ),
    "photo.xlsx": (
        b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(range(256)),
        "a picture",
        "the list itself",
    ),
    "list.pdf": (b"%PDF-1.7\n1 0 obj\n", "a PDF", "ask for the list itself"),
    "list.docx": (
        zipped("[Content_Types].xml", "word/document.xml"),
        "a Word document",
        "into Excel",
    ),
    "list.odt": (zipped("content.xml", kind="text"), "no workbook", "into Excel"),
    "list.pptx": (zipped("ppt/presentation.xml"), "PowerPoint", "into Excel"),
    "list.numbers": (zipped("Index/Document.iwa"), "Numbers", "Export To"),
    "list.doc": (container({"WordDocument": b"x"}), "a Word document", "into Excel"),
    "mail.msg": (
        container({"__properties_version1.0": b"x"}),
        "an e-mail",
        "save what is attached",
    ),
    "list.rtf": (b"{\\rtf1\\ansi Ada}", "RTF", "into Excel"),
    "book.vcf": (b"BEGIN:VCARD\r\nVERSION:3.0\r\n", "vCard", "ask for the list itself"),
    "list.7z": (b"7z\xbc\xaf\x27\x1c" + b"\0" * 90, "a packed file", "unpack it"),
    "list.rar": (b"Rar!\x1a\x07\0" + b"\0" * 90, "a packed file", "unpack it"),
    "list.csv.gz": (b"\x1f\x8b\x08" + b"\0" * 90, "a packed file", "unpack it"),
    "locked.xlsx": (
        container({"EncryptedPackage": b"x"}),
        "protected with a password",
        "Protect Workbook",
    ),
    "half.xls": (xls(TABLE)[:1500], "damaged, or broke off on its way", "download it again"),
    "half.xlsx": (xlsx(TABLE)[:1500], "damaged", "download it again"),
    "login.html": (
        b"<!doctype html><form>Sign in</form>",
        "without a table",
        "download the list again",
    ),
    "nothing.csv": (b"\n\n", "is empty", ""),
}


@pytest.mark.parametrize("name", OTHER)
@pytest.mark.parametrize("what", ["families", "contacts", "achievements"])
def test_a_file_that_holds_no_list_is_named_with_what_to_do(
    run: Run, given: Given, tmp_path: Path, what: str, name: str
) -> None:
    given.household()
    data, said, remedy = OTHER[name]
    file = tmp_path / name
    file.write_bytes(data)
    answer = run("import", what, str(file))
    assert answer.code == 4, answer
    assert said in answer.err
    assert remedy in answer.err
    assert answer.err.count("\n") == 1, "one sentence or two, on one line"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (ROWS.replace(",", "|").encode(), "Read as a CSV file, separated by upright strokes."),
        (ROWS.encode("utf-16-le"), "Read as a CSV file, in UTF-16."),
        (ROWS.encode("utf-16-be"), "Read as a CSV file, in UTF-16."),
        (b"sep=|\n" + ROWS.replace(",", "|").encode(), "separated by upright strokes"),
    ],
)
def test_an_uncommon_text_file_is_read_all_the_same(
    run: Run, given: Given, data: bytes, said: str
) -> None:
    answer = run.ok("import", "families", "-", stdin=data)
    assert said in answer.err
    assert given.value("SELECT mobile_phone FROM carer") == "+447700900101"


def test_a_workbook_with_a_word_document_in_it_is_a_workbook(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "list.xls"
    file.write_bytes(xls([*TABLE, ["Ben Eze", "WordDocument", "", ""]]))
    assert "a Word document" not in run("import", "families", str(file)).err


def test_a_file_of_zeros_is_refused_at_once_however_long_it_is(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    with file.open("wb") as zeros:
        zeros.truncate(3_000_000_000)  # a hole: it takes no room on the disk
    answer = run("import", "families", str(file))
    assert answer.code == 4
    assert "list.csv is empty inside: it holds nothing but zeros. Please export it again." in (
        answer.err
    )
