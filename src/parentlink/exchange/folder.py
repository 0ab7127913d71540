"""A roster that was unpacked already, as some browsers do unasked: its folder as the zip it was."""

import tempfile
from pathlib import Path
from shutil import copyfileobj
from typing import BinaryIO, cast
from zipfile import ZipFile, ZipInfo

from parentlink.errors import FileUnusable

_IN_MEMORY = 8_000_000  # bytes
_MOST_FILES = 500


def as_zip(folder: Path) -> BinaryIO:
    """The CSV files of a folder as a zip, the same for the same files.

    Raises:
        FileUnusable: there is no users.csv in it, or a file may not be read.
    """
    files = sorted(each for each in folder.iterdir() if each.suffix.casefold() == ".csv")
    if not any(each.name.casefold() == "users.csv" for each in files):
        raise FileUnusable(
            f"{folder} is a folder, and there is no users.csv in it, so it is no OneRoster or "
            "SDS export that was unpacked. Please name the file itself."
        )
    aside = tempfile.SpooledTemporaryFile(  # noqa: SIM115 - closed when it was read
        max_size=_IN_MEMORY
    )
    try:
        with ZipFile(aside, "w") as packed:
            for each in files[:_MOST_FILES]:
                with each.open("rb") as source, packed.open(ZipInfo(each.name), "w") as target:
                    copyfileobj(source, target)
    except OSError as problem:
        aside.close()
        raise FileUnusable(f"{folder} could not be read: {problem.strerror}.") from problem
    aside.seek(0)
    return cast(BinaryIO, aside)
