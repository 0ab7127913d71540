"""What stands in a cell whose formula went wrong, or that was too narrow to be saved."""

import re

ERROR = "#ERROR!"  # where the reader of a workbook does not say how
UNSAVED = "#FORMULA!"  # a cell whose formula was written by a program that did not work it out
_ERRORS = (ERROR, "#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!")
_WHY = {
    **dict.fromkeys(
        _ERRORS, "A formula in this cell went wrong. Please type what should stand there."
    ),
    UNSAVED: "This cell is a formula that nobody has worked out yet. Please open the workbook in "
    "Excel, save it, and import it again.",
}
_HASHES = re.compile("##+")
_NARROW = (
    "Excel saved these signs because the column was too narrow. Please make it wider, and save the "
    "file again."
)
MAY_STAND_IN = re.compile("|".join((*map(re.escape, _ERRORS), _HASHES.pattern)))


def what_went_wrong(cell: str) -> str | None:
    """Why a cell does not say what should stand there; None of any other cell."""
    return _WHY.get(cell) or (_NARROW if _HASHES.fullmatch(cell) else None)
