"""The CSV files in a roster zip: refused before memory grows, then read a row at a time.

Nothing is ever unpacked to disk, so names in the zip can harm nobody; those that try are refused
all the same, since no school system writes them.
"""

import io
import re
import zlib
from collections.abc import Iterator, Sequence
from typing import IO, BinaryIO, NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from parentlink.errors import RowsRefused
from parentlink.exchange.flat import read_sheet
from parentlink.exchange.headings import fold_heading
from parentlink.exchange.sheet import Problem, Refused, Row, Sheet, no_headings
from parentlink.parse.names import shorten

MB = 1_000_000
LARGEST_ZIP = 100 * MB  # bytes; a trust of 60,000 pupils with their lessons has about 20 MB
LARGEST_UNPACKED = 500 * MB
MOST_FILES = 500
MOST_SHRUNK = 100  # times; class lists, which repeat themselves, shrink 30 times
_SMALL = MB  # bytes; how often a small file repeats itself matters to nobody
_ENCRYPTED = 0x1
_OWN = "metadata."
_OUTSIDE = re.compile(r"(^|[/\\])\.\.([/\\]|$)|^[/\\]|^[A-Za-z]:")
_KNOWN = frozenset(
    fold_heading(heading)
    for heading in (
        *("sourcedId", "status", "dateLastModified", "role", "title", "grade", "propertyName"),
        *("givenName", "familyName", "userSourcedId", "orgSourcedId", "classSourcedId", "value"),
        *("birthDate", "sex", "classType", "relationshipUserSourcedId", "relationshipRole"),
    )
)


class Table(NamedTuple):
    """One file: which of the wanted columns it has, and the wanted cells of each row."""

    columns: frozenset[str]
    rows: Iterator[Row]


class RosterFiles:
    """The files of a zip by name, wherever in it their folder is.

    `refused` and `warnings` are complete when the tables were read.

    Raises:
        RowsRefused: it is no zip, it is damaged or locked, or it would grow too large.
    """

    def __init__(self, source: BinaryIO, name: str) -> None:
        self.name = name
        self.refused: list[Refused] = []
        self.warnings: list[str] = []
        _refuse_large(source, name)
        try:
            self._zip = ZipFile(source)
        except (BadZipFile, OSError, ValueError, NotImplementedError):
            raise RowsRefused(
                f"{name} is not a zip file, or it is damaged. Please export it again."
            ) from None
        everything = [info for info in self._zip.infolist() if not info.filename.endswith("/")]
        _refuse_bomb(everything, name)
        self._infos = _by_name(everything, name)

    def __contains__(self, file: str) -> bool:
        return file in self._infos

    def table(self, file: str, wanted: Sequence[str], needed: int = 1) -> Table:
        """The rows of a file; no rows when there is no such file, or nothing in it.

        The first `needed` of the wanted columns must be there, the others are blank if missing.

        Raises:
            RowsRefused: a needed column is missing, or (while rows are read) the file is broken.
        """
        info = self._infos.get(file)
        if info is None or not info.file_size:
            return Table(frozenset(), iter(()))
        where = f"{file} in {self.name}"
        sheet = self._sheet(info, where)
        folded = [fold_heading(heading) for heading in sheet.headings]
        places = [
            folded.index(key) if (key := fold_heading(column)) in folded else None
            for column in wanted
        ]
        for column, place in zip(wanted[:needed], places, strict=False):
            if place is None:
                raise RowsRefused(
                    f'There is no column "{column}" in {where}, and without it nobody knows who is '
                    "who. Please export it again with all columns."
                )
        there = (column for column, at in zip(wanted, places, strict=True) if at is not None)
        return Table(frozenset(there), self._rows(file, sheet, places))

    def own_columns(self, file: str) -> tuple[str, ...]:
        """What the school's system has added to the standard columns of a file.

        Raises:
            RowsRefused: the file is broken.
        """
        info = self._infos.get(file)
        if info is None or not info.file_size:
            return ()
        headings = self._sheet(info, f"{file} in {self.name}").headings
        return tuple(each for each in headings if each.casefold().startswith(_OWN))

    def _sheet(self, info: ZipInfo, where: str) -> Sheet:
        try:
            member = self._zip.open(info)
        except (BadZipFile, OSError, ValueError, RuntimeError):  # of a place before the start, too
            raise _damaged(where) from None
        try:
            return read_sheet(_Member(member, where), where, _KNOWN)
        except RowsRefused as problem:
            if str(problem) != str(no_headings(where, _KNOWN)):
                raise
            raise RowsRefused(
                f"No row with headings (such as sourcedId) was found in {where}. Please export "
                "it again."
            ) from None

    def _rows(self, file: str, sheet: Sheet, places: Sequence[int | None]) -> Iterator[Row]:
        for line, cells in sheet.rows:
            yield line, ["" if at is None else cells[at].strip() for at in places]
        for each in sheet.refused:
            self.refuse(file, *each.problem[:4])
        self.warnings += [f"{file}: {warning}" for warning in sheet.warnings]

    def refuse(self, file: str, line: int, column: str, value: str, why: str) -> None:
        """Note a row that cannot be used, with the file it stands in."""
        where = f"{file} {column}".strip()
        self.refused.append(Refused(Problem(line, where, shorten(value), why), []))

    def names(self) -> str:
        """What is in the zip, for a sentence."""
        names = sorted(self._infos)
        more = f" and {len(names) - 8} more" if len(names) > 8 else ""
        return ", ".join(shorten(each) for each in names[:8]) + more or "nothing"


class _Member:
    """A file in the zip, whose damage is a sentence."""

    def __init__(self, member: IO[bytes], where: str) -> None:
        self._member = member
        self._where = where

    def read(self, size: int, /) -> bytes:
        """The next bytes; never more of them than the zip said there are."""
        try:
            return self._member.read(size)
        except (BadZipFile, OSError, EOFError, zlib.error):
            raise _damaged(self._where) from None


def _refuse_large(source: BinaryIO, name: str) -> None:
    if source.seek(0, io.SEEK_END) > LARGEST_ZIP:
        raise RowsRefused(
            f"{name} is larger than {LARGEST_ZIP // MB} MB, and no roster of a school is. "
            "Please export only people, roles and classes."
        )


def _refuse_bomb(infos: Sequence[ZipInfo], name: str) -> None:
    """Refuse a zip that would fill the memory, lies about names, or needs a password."""
    if len(infos) > MOST_FILES:
        raise RowsRefused(f"{name} holds {len(infos):,} files; a roster has about a dozen.")
    if sum(info.file_size for info in infos) > LARGEST_UNPACKED:
        raise RowsRefused(
            f"{name} would grow to more than {LARGEST_UNPACKED // MB} MB when unpacked, and no "
            "roster of a school does. It was not opened; please ask where it came from."
        )
    for info in infos:
        shown = shorten(info.orig_filename)
        if _OUTSIDE.search(info.orig_filename):
            raise RowsRefused(
                f'{name} holds a file named "{shown}", which points out of the zip. It was not '
                "opened; please ask where it came from."
            )
        if info.file_size > max(_SMALL, MOST_SHRUNK * info.compress_size):
            raise RowsRefused(
                f'"{shown}" in {name} would grow to more than {MOST_SHRUNK} times its size, as '
                "files made to do harm do. It was not opened; please ask where it came from."
            )


def _by_name(infos: Sequence[ZipInfo], name: str) -> dict[str, ZipInfo]:
    """The files of the folder that users.csv is in, by their names in small letters.

    Raises:
        RowsRefused: two files of one name, or one that cannot be read.
    """
    ours = [info for info in infos if "__MACOSX" not in info.filename]
    folders = {_folder(info) for info in ours if _file(info) == "users.csv"}
    if len(folders) > 1:
        raise RowsRefused(
            f"{name} holds users.csv in {len(folders)} folders. Please import one school at a time."
        )
    found: dict[str, ZipInfo] = {}
    for info in ours:
        if folders and _folder(info) not in folders:
            continue
        if folders and _file(info) in found:
            raise RowsRefused(
                f"{name} holds two files named {shorten(_file(info))}. Please export it again."
            )
        _refuse_locked(info, name)
        found[_file(info)] = info
    return found


def _folder(info: ZipInfo) -> str:
    return info.filename.rpartition("/")[0]


def _file(info: ZipInfo) -> str:
    return info.filename.rpartition("/")[2].casefold()


def _refuse_locked(info: ZipInfo, name: str) -> None:
    if info.flag_bits & _ENCRYPTED:
        raise RowsRefused(f"{name} is locked with a password. Please unpack and zip it without.")
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise RowsRefused(
            f"{name} is packed in a way that is not read here. Please unpack it and zip it again."
        )


def _damaged(where: str) -> RowsRefused:
    return RowsRefused(f"{where} is damaged. Please export the zip again.")
