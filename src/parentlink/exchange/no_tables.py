"""Files that hold no table, known by how they begin: what each is, and what to do instead."""

from collections.abc import Collection

from parentlink.errors import RowsRefused

_ASK = "Please ask for the list itself, as an Excel workbook or a CSV file."
_SAVE = 'Please open it where it comes from and save or export it as "CSV UTF-8".'
_COPY = 'Please copy its table into Excel and save it as an "Excel Workbook (.xlsx)".'
_UNPACK = "Please unpack it and import the file in it."
_PICTURE = ("a picture, whatever its name says", f"No list can be read from one. {_ASK}")
_WORD = ("a Word document", _COPY)
_STARTS = (
    (b"PK\x05\x06", "an empty zip file", "Please export it again."),
    (b"PK\x03\x04", "an Excel workbook and not a text file", _SAVE),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook and not a text file", _SAVE),
    (b"%PDF", "a PDF", f"A PDF cannot be read as a table. {_ASK}"),
    (b"<", "a web page or XML and not a text file, whatever its name says", _SAVE),
    (b"{\\rtf", "a text of a word processor (RTF)", _COPY),
    (b"SQLite format 3", "a database and not a text file", _SAVE),
    (b"BEGIN:VCARD", "a file of an address book (vCard)", _ASK),
    *(
        (mark, "a packed file", _UNPACK)
        for mark in (b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"\xfd7zXZ")
    ),
    *((mark, *_PICTURE) for mark in (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")),
)
_IN_ZIPS = (
    ("word/", *_WORD),
    ("ppt/", "a PowerPoint presentation", _COPY),
    (
        "index/",
        "a file of Numbers or Pages, from an Apple computer",
        "Please open it there and choose File, Export To, Excel (or CSV).",
    ),
)
_STREAMS = (
    ("WordDocument", *_WORD),
    ("PowerPoint Document", "a PowerPoint presentation", _COPY),
    ("__properties_version1.0", "an e-mail of Outlook", "Please save what is attached to it."),
)
_BOOKS = tuple(name.encode("utf-16-le") for name in ("Workbook\0", "Book\0"))
_MARKS = b" \t\r\n\xef\xbb\xbf"


def refuse_other_than_text(first: bytes, name: str) -> None:
    """Refuse a file that is no text, by how it begins. Raises RowsRefused."""
    if first and not first.strip(b"\0"):  # as a copy over a network that broke off leaves it
        raise _refusal(name, "empty inside: it holds nothing but zeros", "Please export it again.")
    start = first.lstrip(_MARKS)
    for mark, what, remedy in _STARTS:
        if start[: len(mark)].upper() == mark.upper():
            raise _refusal(name, what, remedy)


def refuse_other_zip(names: Collection[str], name: str) -> None:
    """Refuse a zip file that is a document of another program. Raises RowsRefused."""
    for folder, what, remedy in _IN_ZIPS:
        if any(each.casefold().startswith(folder) for each in names):
            raise _refusal(name, what, remedy)


def refuse_other_text_document(kind: bytes, name: str) -> None:
    """Refuse an OpenDocument file that is no workbook. Raises RowsRefused."""
    if b"opendocument" in kind and b"spreadsheet" not in kind:
        raise _refusal(name, "an OpenDocument file and no workbook", _COPY)


def refuse_other_streams(data: bytes, name: str) -> None:
    """Refuse an old Office file that is no workbook. Raises RowsRefused."""
    if any(book in data for book in _BOOKS):
        return
    for stream, what, remedy in _STREAMS:
        if stream.encode("utf-16-le") in data:
            raise _refusal(name, what, remedy)


def _refusal(name: str, what: str, remedy: str) -> RowsRefused:
    return RowsRefused(f"{name} is {what}. {remedy}")
