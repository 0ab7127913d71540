"""The column "problem" of our own files of refused rows, or one that a school calls so."""

import re
from collections.abc import Sequence
from pathlib import PurePath

from parentlink.exchange.cells import unguard
from parentlink.exchange.marks import STRUCK_OUT
from parentlink.parse.names import shorten
from parentlink.usecases.importing.named import Wrong

_OURS = re.compile(r"\s*Row \d")
_STILL_STRUCK_OUT = (
    f"Something in this row was {STRUCK_OUT}. If it holds all the same, please empty this cell; "
    "if not, delete the row, or what was struck out in it, and empty this cell."
)
_OUR_FILE = re.compile(r"\.refused(?:-\d+)?(?:\.csv)?$", re.IGNORECASE)


class Problems:
    """What stands in the column, row after row."""

    def __init__(self, headings: Sequence[str], at: int | None) -> None:
        self._headings, self._at = headings, at
        self._ours = self._others = 0

    def others(self, cells: Sequence[str]) -> dict[int, str]:
        """The heading by place, where a cell of the column is none of ours.

        Raises:
            Wrong: something was struck out, which nobody sees in this file any more.
        """
        text = "" if self._at is None else unguard(cells[self._at]).strip()
        is_ours = bool(_OURS.match(text))
        self._ours += is_ours
        if is_ours and STRUCK_OUT in text:
            raise Wrong("problem", shorten(text), _STILL_STRUCK_OUT)
        if self._at is None or is_ours or not text:
            return {}
        self._others += 1
        return {self._at: self._headings[self._at]}

    @property
    def may_be_ours(self) -> bool:
        """Whether there is such a column, and nothing in it speaks against it."""
        return self._at is not None and not self._others

    @property
    def are_ours(self) -> bool:
        """Whether we wrote what stands there."""
        return self.may_be_ours and self._ours > 0


def is_our_file(name: str) -> bool:
    """Whether a file is called as we call refused rows, whatever it was saved as."""
    return bool(_OUR_FILE.search(PurePath(name).stem) or _OUR_FILE.search(name))
