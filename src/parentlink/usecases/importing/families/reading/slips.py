"""Headings with a slip in them: which field "Priorty" is, and those that must not be missed."""

from collections.abc import Iterable, Mapping

from parentlink.errors import RowsRefused
from parentlink.exchange.headings import aliases, nearest
from parentlink.parse.names import shorten
from parentlink.usecases.importing.families.reading.fields import ALIASES, PROBLEM
from parentlink.usecases.importing.families.reading.wide import heading_of
from parentlink.usecases.importing.rule import COLUMNS, unread_rule

_SURELY = 0.9  # difflib's ratio: one letter of ten is another one
_NAMES = ("forename", "surname", "carer_forename", "carer_surname")
_WHOLE_NAMES = ("forename", "pupil", "surname_forename", "preferred_name")


def guesses(ignored: Iterable[str], columns: Iterable[str]) -> dict[str, str]:
    """What headings that nobody knows may mean, of the fields that no other column has."""
    taken = {PROBLEM, *columns, *COLUMNS}  # of a rule nobody guesses
    found = {}
    for heading in ignored:
        free = [ours for ours in _meant(heading) if _key(ours) not in taken]
        found.update({heading: free[0]} if free else {})
    return found


def refuse_slips(ignored: Iterable[str], columns: Mapping[str, int]) -> None:
    """A block or a name that is lost by one wrong letter in a heading does harm in silence.

    Raises:
        RowsRefused: such a heading; the sentence has the --map line that mends it.
    """
    for heading, ours in ((each, ours) for each in ignored for ours in _meant(each, _SURELY)):
        if _field(ours) in COLUMNS:
            raise unread_rule(heading)
        if _field(ours) in _NAMES and _key(ours) not in columns:
            name, means = shorten(heading), ours.replace("_", " ")
            raise RowsRefused(
                f'The column "{name}" looks like "{means}" with a slip in it. Nothing was '
                "imported, since people would come in with half a name. Please say "
                f'--map "{name}={means}", or "{name}=" if it is something else.'
            )


def refuse_surnames_alone(file: str, headings: Iterable[str], columns: Mapping[str, int]) -> None:
    """Raises RowsRefused: pupils would be called by their surnames alone."""
    if "surname" in columns and not any(name in columns for name in _WHOLE_NAMES):
        theirs = shorten([*headings][columns["surname"]])
        raise RowsRefused(
            f'"{theirs}" has the surnames of the pupils, and no column of {file} has their '
            "forenames. Nothing was imported. Please say which one has them "
            f'(--map "Their heading=forename"), or --map "{theirs}=pupil" if both are in it.'
        )


def _meant(heading: str, alike: float = 0.85) -> list[str]:
    """The fields that a heading nearly spells, as --map may name them: "parent 1 forename"."""
    known = aliases(ALIASES)
    words = heading.split()
    found = []
    for at in range(len(words) - 1, 0, -1):  # "Parent 2" may stand in front
        for field in nearest(" ".join(words[at:]), known, alike):
            ours = " ".join((*words[:at], field.replace("_", " ")))
            found += [ours.casefold()] if heading_of(ours) else []
    found += nearest(heading, known, alike)
    return sorted(found, key=lambda ours: _field(ours) not in _NAMES)  # "Forname" is no form's


def _key(ours: str) -> str:
    found = heading_of(ours)
    return ours if ours in ALIASES or not found else found.key


def _field(ours: str) -> str:
    found = heading_of(ours)
    return ours if ours in ALIASES or not found else found.field
