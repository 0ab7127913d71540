"""Which columns of a families file a line is read from: most have one carer in a row, some two."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from parentlink.errors import RowsRefused
from parentlink.exchange.cells import unguard
from parentlink.exchange.headings import Matched, fold_heading, ignored_sentence, mapped, resolve
from parentlink.exchange.sheet import Sheet, no_headings
from parentlink.parse.names import shorten
from parentlink.usecases.importing.cells import Cell, Values
from parentlink.usecases.importing.families.reading.aliases import LAST_RESORT
from parentlink.usecases.importing.families.reading.doubles import (
    Doubles,
    refuse_other_order,
    without_last_resorts,
)
from parentlink.usecases.importing.families.reading.fields import FIELDS, PROBLEM
from parentlink.usecases.importing.families.reading.in_front import said_of_those_in_front
from parentlink.usecases.importing.families.reading.in_order import by_order, taken_as
from parentlink.usecases.importing.families.reading.included import named_facts
from parentlink.usecases.importing.families.reading.slips import (
    guesses,
    refuse_slips,
    refuse_surnames_alone,
)
from parentlink.usecases.importing.families.reading.wide import (
    People,
    apart,
    is_of_carer,
    named_maps,
    plain,
    said_by,
    with_people,
)
from parentlink.usecases.importing.named import Wrong, rule_of
from parentlink.usecases.importing.rule import refuse_unread
from parentlink.vocabulary import PHONES
from parentlink.vocabulary.restricted import RESTRICTED

_NAMES = ("carer", "carer_surname", "carer_forename", "carer_id", "carer_ref")
PUPIL_NAMES = ("pupil", "surname_forename", "surname", "forename", "upn", "pupil_id")
_OF_A_NAME = re.compile(r"#[0-9]+\s*$")  # "Forename#2"
_ALONE = ("family_ref", "family", "carer_ref")
_OURS = {"carer_ref", "contact_rule"}


class Part(NamedTuple):
    """The columns that a line is read from: name of the field, place, table, column."""

    taken: list[tuple[str, int, str, str]]
    columns: dict[str, int]
    own: tuple[int, ...] = ()  # those of one of several carers: if all are blank there is none
    given: tuple[tuple[str, str, Cell], ...] = ()  # what the headings themselves say of the carer


class Columns:
    """The columns of one file.

    `parts` are one for each carer that a row may have; `alone` is for a row that names none of
    them; `loose` are rules in a file with several carers that do not say whose they are.
    """

    def __init__(self, sheet: Sheet, maps: Sequence[str], include: frozenset[str]) -> None:
        headings = [plain(heading) for heading in sheet.headings]
        matched, self._taken_as = _matched(headings, maps)
        found = {name: at for name, at in matched.columns.items() if name != PROBLEM}
        self.skipped = [name for name in RESTRICTED if name in found and name not in include]
        # Whoever asks for everything that is restricted asks for what there is.
        some = include if include != frozenset(RESTRICTED) else frozenset()
        self._absent = sorted(some - found.keys())
        self.problem_at = matched.columns.get(PROBLEM)
        self.doubles = Doubles(sheet, matched)
        if self.doubles or self._taken_as:
            refuse_other_order(sheet)
        self._sheet, self._headings = sheet, sheet.headings
        self._unsaid: list[tuple[str, str]] = []  # headings and their fields
        self._first = ""
        self.loose: dict[str, int] = {}
        people = apart({name: at for name, at in found.items() if name not in self.skipped})
        self.parts, self.alone = self._parts(people)
        self.names = frozenset(people.shared).union(*(part.columns for part in self.parts))
        has_pupils = bool(set(PUPIL_NAMES) & self.names)
        if self.alone is not None and not has_pupils:
            raise no_headings(sheet.name)  # "Mother" and "Father" stand in rows of people, too
        self.heading_of = self._named()
        self._ignored = matched.ignored
        refuse_unread(matched.ignored)
        self.hidden = self._restricted(found)
        refuse_slips(matched.ignored, matched.columns)
        refuse_surnames_alone(sheet.name, sheet.headings, matched.columns)
        self._guesses = guesses(matched.ignored, matched.columns)
        self.unread = self._unread(matched, headings)
        said = _about(named_maps(maps))
        self._in_front = [
            said_of_those_in_front(headings, part.columns, said) for part in self.parts
        ]
        self.needs_pupil = has_pupils and not set(_ALONE) & self.names
        self._last = [
            (sheet.headings[at], name)
            for name, at in found.items()
            if fold_heading(headings[at]) in LAST_RESORT
        ]

    def _unread(self, matched: Matched, headings: Sequence[str]) -> dict[int, str]:
        """The headings, by place, of the columns that are not read and that nobody left out."""
        used = {at for places in matched.doubles.values() for at in places}
        read = matched.columns.items()
        # Notes of a nurse may say who must not be rung, whether they are asked for or not.
        used.update(at for name, at in read if name not in ("medical", *self.skipped))
        return {
            at: self._headings[at]
            for at, heading in enumerate(headings)
            if at not in used and (not heading or heading in matched.ignored or at in self.hidden)
        }

    def _restricted(self, found: dict[str, int]) -> frozenset[int]:
        """The places of facts that no answer shows; a file of ours has each rule in its column."""
        is_ours = _OURS.issubset(found)
        return frozenset(at for name, at in found.items() if name in RESTRICTED and not is_ours)

    def _parts(self, people: People) -> tuple[list[Part], Part | None]:
        shared, carers = people
        named = {who: own for who, own in carers.items() if any(name in own for name in _NAMES)}
        for who, own in carers.items():
            if who not in named:
                self._leave(own)
        if not named:
            return [_part(shared)], None
        of_all = {name: at for name, at in shared.items() if not is_of_carer(name)}
        rest = {name: at for name, at in shared.items() if name not in of_all}
        is_one_more = any(name in rest for name in _NAMES)
        parts = []
        if len(named) + is_one_more > 1:
            self.loose = {name: at for name, at in rest.items() if FIELDS[name].table == "rule"}
            rest = {name: at for name, at in rest.items() if name not in self.loose}
        if is_one_more:
            parts.append(_part(of_all | rest, tuple(rest.values())))
        elif len(named) == 1:
            of_all |= rest
        else:
            self._unsaid += [(self._headings[at], name) for name, at in rest.items()]
        self._first = " ".join(str(part) for part in next(iter(named)) if part)
        parts += [
            _part(of_all | own, tuple(own.values()), tuple(said_by(who)))
            for (who, _), own in named.items()
        ]
        return parts, _part({name: at for name, at in of_all.items() if not is_of_carer(name)})

    def _named(self) -> dict[str, str]:
        """The heading of each field; of several carers' those of all, since it may be any of them.

        A name that stands in other columns than the field's own goes by the first of those.
        """
        found: dict[str, list[str]] = {}
        for part in self.parts:
            for name, at in part.columns.items():
                if self._headings[at] not in found.setdefault(name, []):
                    found[name].append(self._headings[at])
        headings = {name: " or ".join(names) for name, names in found.items()}
        for name, others in (("pupil", PUPIL_NAMES), ("carer", _NAMES)):
            if instead := next((headings[each] for each in others if each in headings), None):
                headings.setdefault(name, instead)
        if main := headings.get("main_phone"):
            for name in PHONES:  # where a number of no said kind was put
                headings.setdefault(name, main)
        return headings

    def is_only_problem(self, cells: Sequence[str]) -> bool:
        """Whether nothing stands in a row of our own file of refused rows but the problem."""
        at = self.problem_at
        return (
            at is not None
            and bool(cells[at])
            and not any(map(str.strip, [*cells[:at], *cells[at + 1 :]]))
        )

    def refuse_loose(self, cells: Sequence[str]) -> None:
        """Refuse a block that does not say which of several carers it is about. Raises Wrong."""
        said: Values = {name: unguard(cells[at]) for name, at in self.loose.items()}
        try:
            rule_of(said, has_carer=False)
        except Wrong as wrong:
            heading = self._headings[self.loose[wrong.name]]
            own = f"{self._first} {wrong.name.replace('_', ' ')}"
            raise Wrong(
                wrong.name,
                wrong.text,
                "This may bar somebody from contact, and does not say which of the carers in the "
                f'row. Please move it into a column of that carer, such as "{own}"; or, if all of '
                f"the column is one carer's, say --map {mapped(heading, own)}.",
            ) from None

    def _leave(self, own: dict[str, int]) -> None:
        """Columns of somebody whom no column names. Raises RowsRefused when they may bar them."""
        for name, at in own.items():
            heading = self._headings[at]
            if FIELDS[name].table == "rule":
                raise RowsRefused(
                    f'The column "{shorten(heading)}" may say who must not be contacted, and no '
                    "column names who that is. Nothing was imported. Please add a column with the "
                    f"name, or say --map {mapped(heading)} if it is about something else."
                )
            self._unsaid.append((self._headings[at], name))

    def warnings(self) -> list[str]:
        """What was noticed about the headings."""
        ignored = self._sheet.filled(self._ignored)
        said = [ignored_sentence(ignored, self._guesses), _unsaid(self._unsaid, self._first)]
        said += self._in_front[:1]
        if self.skipped:
            said.append(
                "Restricted, and only read with --include (or all of them with --restricted): "
                f"{', '.join(named_facts(self.skipped))}."
            )
        if self._absent:
            names = ", ".join(self._absent).replace("_", " ")
            said.append(f"Asked for with --include, and not in this file: {names}.")
        said += [
            f'The column "{shorten(heading)}" was taken for the {name.replace("_", " ")}. If it is '
            f"something else, please say --map {mapped(heading)}."
            for heading, name in self._last
            if (heading, name) not in self._unsaid
        ]
        if self._taken_as:
            said.append(taken_as(self._taken_as))
        if not set(_NAMES) & self.names and set(PUPIL_NAMES) & self.names:
            said.append(
                "No column names a carer, so only pupils come in. If one does, please say "
                '--map "Their heading=carer".'
            )
        return [each for each in said if each]


def _matched(headings: Sequence[str], maps: Sequence[str]) -> tuple[Matched, list[str]]:
    """What the headings mean, and the --map lines that were added because names stand twice."""
    named = named_maps(maps)
    fields = with_people(headings, named)
    matched = resolve(headings, fields, named)
    added = by_order(headings, matched)
    if _about(added) & _about(named):
        added = []  # whoever says something of these columns says it all
    if added:
        every = [*named, *added]
        matched = resolve(headings, with_people(headings, every), every)
    return without_last_resorts(headings, matched), added


def _about(maps: Sequence[str]) -> set[str]:
    """The headings and the fields, folded, that --map lines are about."""
    ends = (text.rpartition("=") for text in maps)
    return {
        fold_heading(each)
        for theirs, _, ours in ends
        for each in (_OF_A_NAME.sub("", theirs), ours)
    } - {""}


def _part(
    columns: dict[str, int],
    own: tuple[int, ...] = (),
    given: tuple[tuple[str, str, Cell], ...] = (),
) -> Part:
    taken = [(name, at, FIELDS[name].table, FIELDS[name].column) for name, at in columns.items()]
    return Part(taken, columns, own, given)


def _unsaid(columns: Sequence[tuple[str, str]], first: str) -> str | None:
    """One warning on columns of carers that do not say whose they are."""
    if not columns:
        return None
    names = ", ".join(f'"{shorten(heading)}"' for heading, _ in columns)
    heading, field = columns[0]
    theirs = mapped(heading, f"{first or 'parent 1'} {field.replace('_', ' ')}")
    return (
        f"Not read, because no column names the carer it belongs to: {names}. If you know whose it "
        f"is, please say so, for example --map {theirs}."
    )
