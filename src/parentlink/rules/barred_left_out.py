"""What a file keeps of copies without those who must not be contacted: "2 in ours.csv on ..."."""

from datetime import date

SETTING = "barred_left_out"
NOBODY = "nobody"
_LONGEST = 500
_BETWEEN = "; "
_WHY = (
    "new, and may be somebody who must not be contacted and was left out of the copy that this "
    "data came from ({kept}). If not: parentlink carer edit {typed} --rule allow --reason WHY"
)


def with_one_more(kept: str, count: int, file: str, on: date) -> str:
    """What is kept from now on; the newest stands in front."""
    new = f"{count} in {file} on {on.isoformat()}"
    before = [] if kept == NOBODY else [each for each in kept.split(_BETWEEN) if each != new]
    all_of_them = [new, *before]
    while len(kept := _BETWEEN.join(all_of_them)) > _LONGEST and len(all_of_them) > 1:
        all_of_them.pop()  # cut in the middle, "12" would count as 1
    return kept[:_LONGEST]


def newest(kept: str) -> str:
    """The last of several copies."""
    return kept.partition(_BETWEEN)[0]


def why_asked(kept: str, typed: str) -> str:
    """Why somebody new in a family is to be asked about first; `typed` is the name as a word."""
    return _WHY.format(kept=newest(kept), typed=typed)[:_LONGEST]


def how_many(kept: str) -> int:
    """How many were left out, by what is kept; at least one if there is anything."""
    if kept == NOBODY:
        return 0
    counts = [each.split(" ")[0] for each in kept.split(_BETWEEN)]
    return max(1, sum(int(each) for each in counts if each.isascii() and each.isdigit()))


def is_the_source(rows: int, new: int, barred: int, left_out: int) -> bool:
    """Whether a copy came back to the file that it was made from, which knows whom it bars.

    `rows` of the copy, and how many of them are `new`; `barred` are on file.
    """
    return new * 2 <= rows and barred >= left_out
