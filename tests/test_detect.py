"""What a file is, by what stands in it; and --as for when that is wrong."""

import io
import zipfile
from pathlib import Path

import pytest

from conftest import Given, Run
from parentlink.errors import RowsRefused
from parentlink.exchange.detect import Kind, detect, read_any
from parentlink.exchange.headings import aliases
from workbooks import xls, xlsx

KNOWN = frozenset(aliases({"pupil": (), "carer": ()}))
CSV = b"Pupil,Carer\nAda,Ngozi\n"


def zipped(**parts: str) -> bytes:
    """A zip file with these parts; two underlines stand for a dot."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "."), text)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (CSV, Kind.CSV),
        (b"", Kind.CSV),
        (b"\xef\xbb\xbf" + CSV, Kind.CSV),
        ("\ufeffPupil,Carer".encode("utf-16-le"), Kind.CSV),
        (b"[see below],x\n", Kind.CSV),
        (b'[{"pupil": "Ada"}]', Kind.JSON),
        (b'\xef\xbb\xbf [\r\n {"pupil": "Ada"}]', Kind.JSON),
        (xls([("Pupil", "Carer")]), Kind.EXCEL),
        (b"<html><table>", Kind.EXCEL),
        (b"<?xml version='1.0'?>\n<CTfile><Header>", Kind.CTF),
        ("\ufeff<?xml version='1.0'?><CTfile>".encode("utf-16-le"), Kind.CTF),
        (xlsx([("Pupil", "Carer")]), None),
    ],
)
def test_the_first_bytes_say_what_it_is(data: bytes, kind: Kind | None) -> None:
    assert detect(data) == kind


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.csv", CSV, "Read as a CSV file."),
        (
            "a.csv",
            b"Class 7KM\n\n" + CSV.replace(b",", b";"),
            "Read as a CSV file, separated by semicolons, with the headings in row 3.",
        ),
        ("a.csv", CSV.decode().encode("utf-16"), "Read as a CSV file, in UTF-16."),
        ("a.json", b'[{"pupil": "Ada", "carer": "Ngozi"}]', "Read as a JSON file."),
        ("a.xls", CSV, "Read as a CSV file."),
        ("a.csv", xlsx([("Pupil", "Carer")]), "Read as an Excel workbook, sheet Pupils."),
        (
            "a.xls",
            b"<table><tr><td>Pupil<td>Carer</table>",
            "Read as a web page with a table in it.",
        ),
    ],
)
def test_what_a_file_was_taken_for_is_said(name: str, data: bytes, said: str) -> None:
    sheet, sentence = read_any(io.BytesIO(data), name, KNOWN)
    assert sentence == said
    assert sheet.headings[0].casefold() == "pupil"
    list(sheet.rows)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (zipped(photo__jpg="x"), "neither a workbook nor a OneRoster export"),
        (b"PK\x03\x04rest", "damaged"),
        (b"<?xml version='1.0'?><note/>", "XML of a kind that is not known here"),
        (
            b"<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'>",
            "an XML spreadsheet of Excel 2003. Please open it in Excel",
        ),
        (b"%PDF-1.7", "a PDF"),
    ],
)
def test_what_cannot_be_read_is_named(data: bytes, why: str) -> None:
    with pytest.raises(RowsRefused, match=why):
        list(read_any(io.BytesIO(data), "x", KNOWN)[0].rows)


def test_a_large_stream_of_text_is_never_put_aside() -> None:
    class Endless(io.RawIOBase):
        taken = 0

        def read(self, size: int = -1, /) -> bytes:
            self.taken += size
            return CSV * (size // len(CSV))

    source = Endless()
    sheet, _ = read_any(source, "x.csv", KNOWN)
    assert next(sheet.rows) == (2, ["Ada", "Ngozi"])
    assert source.taken < 1_000_000


def test_as_overrides_what_was_found_out(run: Run, given: Given, tmp_path: Path) -> None:
    file = tmp_path / "families.csv"
    file.write_text("pupil,carer\nAda Okafor,Ngozi Okafor\n", encoding="utf-8")
    answer = run("import", "families", str(file), "--as", "excel")
    assert answer.code == 4
    assert "cannot be read" in answer.err
    answer = run.ok("import", "families", str(file), "--as", "csv")
    assert answer.err.startswith("Read as a CSV file.")
    assert given.value("SELECT COUNT(*) FROM pupil") == 1


def test_a_call_log_comes_from_a_workbook(run: Run, given: Given, tmp_path: Path) -> None:
    given.household()
    log = [("date", "pupil", "tone", "note"), ("2026-11-20", "Ada Okafor", "positive", "Spoke up")]
    (tmp_path / "log.xlsx").write_bytes(xlsx(log, "Calls", Other=[("x",)]))
    answer = run.ok("import", "contacts", str(tmp_path / "log.xlsx"), "--sheet", "calls")
    assert "Read as an Excel workbook, sheet Calls." in answer.err
    assert given.value("SELECT note FROM contact") == "Spoke up"


def test_what_the_file_was_taken_for_is_said_on_stderr(run: Run, tmp_path: Path) -> None:
    table = [("Pupil", "Carer"), ("Ada Okafor", "Ngozi Okafor")]
    (tmp_path / "f.xlsx").write_bytes(xlsx(table, "Year 7", Notes=[("hello",)]))
    answer = run.ok("import", "families", str(tmp_path / "f.xlsx"))
    assert answer.err.startswith("Read as an Excel workbook, sheet Year 7.\n")
    assert 'Not read: the sheets "Notes".' in answer.err
    assert "Read as" not in answer.out


@pytest.mark.parametrize("piped", [True, False])
def test_a_transfer_file_is_known_by_its_content(
    run: Run, given: Given, tmp_path: Path, piped: bool
) -> None:
    contact = "<Order>1</Order><Surname>Okafor</Surname><Forename>Ngozi</Forename>"
    pupil = "<UPN>R999999926001</UPN><Surname>Okafor</Surname><Forename>Ada</Forename>"
    text = (
        f"<?xml version='1.0'?><CTfile><CTFpupilData><Pupil>{pupil}<Contacts><Contact>{contact}"
        "</Contact></Contacts></Pupil></CTFpupilData></CTfile>"
    )
    (tmp_path / "transfer.xml").write_text(text, encoding="utf-8")
    file = "-" if piped else str(tmp_path / "transfer.xml")
    answer = run.ok("import", "families", file, stdin=text)
    assert answer.err.startswith("Read as a Common Transfer File.")
    assert given.value("SELECT name FROM carer") == "Ngozi Okafor"


def test_a_roster_is_known_by_its_content(run: Run, given: Given, tmp_path: Path) -> None:
    users = (
        "sourcedId,status,orgSourcedIds,role,givenName,familyName,agentSourcedIds,sms\n"
        "p1,,o1,student,Ada,Okafor,c1,\nc1,,o1,parent,Ngozi,Okafor,p1,07700 900101\n"
    )
    manifest = "propertyName,value\noneroster.version,1.1\nfile.users,bulk\n"
    (tmp_path / "r.zip").write_bytes(zipped(manifest__csv=manifest, users__csv=users))
    answer = run.ok("import", "families", str(tmp_path / "r.zip"))
    assert answer.err.startswith("Read as OneRoster 1.1, which says nothing of contact order")
    assert answer.err.count("OneRoster") == 1, "what it is stands there once"
    assert given.value("SELECT mobile_phone FROM carer") == "+447700900101"
    answer = run("import", "families", str(tmp_path / "r.zip"), "--sheet", "1")
    assert answer.code == 2
    assert "is a OneRoster file" in answer.err
