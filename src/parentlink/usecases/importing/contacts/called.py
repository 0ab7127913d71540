"""Whether somebody on file is the one whom a cell names: a carer of a family, or a pupil."""

import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import NamedTuple

from parentlink.errors import Unreadable
from parentlink.parse.names import fold
from parentlink.parse.people import titled
from parentlink.rules.same_pupil import Known, may_have_id
from parentlink.usecases.importing.named import Wrong


class Carer(NamedTuple):
    """A carer, to be recognised by name or number."""

    id: int
    family_id: int
    name: str
    key: str
    block: str | None
    before: tuple[str, ...] = ()  # the names of records that were merged into this one


def called(here: Sequence[Carer], text: str) -> list[Carer]:
    """Those of some carers who are called so, or were. Raises Wrong: it is no name."""
    if number := number_in(text, "c"):
        return [one for one in here if one.id == number]
    if exact := [one for one in here if one.key == fold(text)]:
        return exact
    try:
        keys = {fold(titled(text, "the carer's name")[1])}
    except Unreadable as why:
        raise Wrong("carer", text, str(why)) from None
    if "," in text:
        keys.add(fold(turned(text)))
    now = [one for one in here if one.key in keys]
    return now or [one for one in here if not keys.isdisjoint(one.before)]


def is_cut_short(text: str, carer: Carer) -> bool:
    """Whether a word in a text is the beginning of a name only: Jo may be somebody else."""
    names = carer.key.split()
    words = [word for word in fold(text).split() if word not in names]
    return any(name.startswith(word) for word in words for name in names)


def number_of_barred(family_id: int, named: Carer | None, callers: Collection[Carer]) -> str | None:
    """Why not, where the number of a row is only that of somebody barred, whom it does not name;
    whoever has it in this family counts before others."""
    owners = [one for one in callers if one.family_id == family_id] or callers
    if not owners or named in owners or not all(one.block for one in owners):
        return None
    return "the number of this row is on file as that of somebody else, who must not be contacted"


def turned(name: str) -> str:
    """ "Okafor, Ada" is Ada Okafor."""
    surname, _, forename = name.partition(",")
    return f"{forename} {surname}"


@lru_cache(maxsize=8192)
def number_in(ref: str, letter: str) -> int:
    """The id in "f12", "12" or "okafor-12"; 0 for anything else."""
    found = re.fullmatch(rf"{letter}?([0-9]{{1,9}})|.*-([0-9]{{1,9}})", ref.strip().casefold())
    if letter != "f" and not ref.strip().casefold().startswith(letter):
        return 0  # a bare number is a family's
    return int(found[1] or found[2]) if found and ref.isascii() else 0


def may_be(own: Collection[str], text: str) -> bool:
    """Whether a name is one of a pupil's `own`, folded, or was: half of it is the same."""
    if (key := fold(text)) in own:
        return True
    row = Known((fold(turned(text)) if "," in text else key,), None, None)
    return may_have_id(row, Known(tuple(own), None, None), near=True)


def parts(cell: str) -> list[str]:
    """Several pupils in one cell; a blank between keeps its place."""
    return [part.strip() for part in cell.split(";")] if cell.strip() else []
