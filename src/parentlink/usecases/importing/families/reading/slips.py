"""Headings with a slip in them: which field "Priorty" is, and those that must not be missed."""

from collections.abc import Collection, Iterable, Mapping

from parentlink.errors import RowsRefused
from parentlink.exchange.headings import aliases, fold_heading, mapped, nearest
from parentlink.parse.names import shorten
from parentlink.usecases.importing.families.reading.fields import ALIASES, PROBLEM
from parentlink.usecases.importing.families.reading.wide import WAYS, heading_of
from parentlink.usecases.importing.rule import COLUMNS, unread_rule

_LONG = 12  # letters; in fewer, a letter that is another one may make another word: "Contact role"
_LETTER_LOST = 0.94  # difflib's ratio, where a letter of nine is missing, and none is another one
_NAMES = ("forename", "surname", "carer_forename", "carer_surname")
_CARERS = frozenset(("carer", "carer_forename", "carer_surname"))
_WHOLE_NAMES = ("forename", "pupil", "surname_forename", "preferred_name")


def guesses(ignored: Iterable[str], columns: Iterable[str]) -> dict[str, str]:
    """What headings that nobody knows may mean, of the fields that no other column has."""
    taken = {PROBLEM, *columns, *COLUMNS}  # of a rule nobody guesses
    known, found = aliases(ALIASES), {}
    for heading in ignored:
        meant = [*_meant(heading, known), *_first_of_some(heading, known, taken)]
        free = [ours for ours in meant if _key(ours) not in taken]
        found.update({heading: free[0]} if free else {})
    return found


def _first_of_some(heading: str, known: Mapping[str, str], taken: Collection[str]) -> list[str]:
    """What "Mobile 1" may be beside a single carer: with several it may be anybody's."""
    key = fold_heading(heading)
    field = known.get(key[:-1], "") if key.endswith("1") else ""
    return [field.replace("_", " ")] if field in WAYS and _CARERS.intersection(taken) else []


def refuse_slips(ignored: Iterable[str], columns: Mapping[str, int]) -> None:
    """A block or a name that is lost by one wrong letter in a heading does harm in silence.

    Raises:
        RowsRefused: such a heading; the sentence has the --map line that mends it.
    """
    known = aliases(ALIASES)
    rules = {key: field for key, field in known.items() if field in COLUMNS}
    short = {key: field for key, field in rules.items() if len(key) < _LONG}
    long = {key: field for key, field in rules.items() if len(key) >= _LONG}
    names = {key: field for key, field in known.items() if field in _NAMES}
    for heading in ignored:
        if _meant(heading, long) or _meant(heading, short, _LETTER_LOST):
            raise unread_rule(heading)
        for ours in _meant(heading, names):
            if _key(ours) not in columns:
                raise _half_a_name(heading, ours.replace("_", " "))


def _half_a_name(heading: str, means: str) -> RowsRefused:
    return RowsRefused(
        f'The column "{shorten(heading)}" looks like "{means}" with a slip in it. Nothing was '
        "imported, since people would come in with half a name. Please say --map "
        f"{mapped(heading, means)}, or --map {mapped(heading)} if it is something else."
    )


def refuse_surnames_alone(file: str, headings: Iterable[str], columns: Mapping[str, int]) -> None:
    """Raises RowsRefused: pupils would be called by their surnames alone."""
    if "surname" in columns and not any(name in columns for name in _WHOLE_NAMES):
        theirs = [*headings][columns["surname"]]
        raise RowsRefused(
            f'"{shorten(theirs)}" has the surnames of the pupils, and no column of {file} has '
            "their forenames. Nothing was imported. Please say which one has them (--map "
            f'"Their heading=forename"), or --map {mapped(theirs, "pupil")} if both are in it.'
        )


def _meant(heading: str, known: Mapping[str, str], alike: float = 0.9) -> list[str]:
    """The fields that a heading nearly spells, as --map may name them: "parent 1 forename"."""
    words = heading.split()
    found = []
    for at in range(len(words) - 1, 0, -1):  # "Parent 2" may stand in front
        for field in nearest(" ".join(words[at:]), known, alike):
            ours = " ".join((*words[:at], field.replace("_", " ")))
            found += [ours.casefold()] if heading_of(ours) else []
    return found + nearest(heading, known, alike)


def _key(ours: str) -> str:
    found = heading_of(ours)
    return ours if ours in ALIASES or not found else found.key
