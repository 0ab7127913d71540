"""Carers whom a file without their ids calls by another name: a change of it, and no new carer.

She has a new surname, or her name is written whole ("Ngozi", "Mrs Okafor", "N. Okafor") or only
half of it; and the relationship to the pupil and a number or e-mail address of a carer on file
whose old name the file does not say. Who has a contact rule is never renamed by that. An initial
renames nobody ("N. Okafor", who is Ngozi Okafor on file), so with the number it is also somebody
with a rule, and without it somebody without, unless one with a rule may be meant.
"""

from collections.abc import Iterable

from parentlink.parse.names import fold
from parentlink.rules.barred_again import same_word
from parentlink.rules.merging import is_vague
from parentlink.rules.names_alike import has_initial, says_no_more
from parentlink.rules.titles import split_title, title_of, two_by_title
from parentlink.usecases.importing.cells import Values
from parentlink.usecases.importing.families.matching.onfile import (
    OnFile,
    Row,
    is_called,
    reach_keys,
    ways,
)
from parentlink.usecases.importing.families.matching.people import Node
from parentlink.usecases.importing.families.reading.lines import Line
from parentlink.usecases.importing.rule import strength


class NewNames:
    """Who on file may be meant under another name."""

    def __init__(self, pairs: Iterable[tuple[Line, Node | None]], on_file: OnFile) -> None:
        self._on_file = on_file
        self._names: dict[int, set[str]] = {}  # of the carers of each pupil, in the file
        self._reach: set[tuple[str, str]] = set()
        self._pupils: dict[int, list[int]] = {}  # of each carer on file
        for pupil_id, carer_id in on_file.links:
            self._pupils.setdefault(carer_id, []).append(pupil_id)
        for line, pupil in pairs if on_file.links else ():
            self._reach.update(reach_keys(line.carer or {}))
            if pupil and pupil.on_file:
                self._names.setdefault(pupil.on_file.id, set()).add(line.carer_key)

    def of(self, line: Line, pupil: Node | None) -> list[int]:
        """The carer on file whose name this row changes, if there is exactly one."""
        if pupil is None or pupil.on_file is None:
            return []
        pupil_id = pupil.on_file.id
        linked = self._on_file.carers_of.get(pupil_id, ())
        rows = (self._on_file.carers[each] for each in linked)
        found = [row.id for row in rows if self._is_one(line, row, pupil_id)]
        return found if len(found) == 1 else []

    def _is_one(self, line: Line, row: Row, pupil_id: int) -> bool:
        relation = fold(str(line.link.get("relationship") or ""))
        link = self._on_file.links[pupil_id, row.id]
        if is_vague(relation) or fold(str(link.get("relationship") or "")) != relation:
            return False
        near = not set(ways(line.carer or {})).isdisjoint(ways(row))
        if strength(str(row.get("contact_rule"))) or (line.rule and strength(line.rule.rule)):
            near = near and has_initial(line.carer_key, str(row.get("name_key")))
        else:
            near = near or self._is_by_initial(line, row, pupil_id)
        return near and _is_one_name(line, row) and not self._is_said(row)

    def _is_by_initial(self, line: Line, row: Row, pupil_id: int) -> bool:
        """A new number beside an initial is the same person's, who else were blocked as gone.

        Not with another id, nor where it may be that of somebody with a contact rule, who is gone
        or the same to the pupil, and of whom the file does not speak besides.
        """
        carer = line.carer or {}
        has_other_id = carer.get("external_id") and row.get("external_id")
        if has_other_id or not has_initial(line.carer_key, str(row.get("name_key"))):
            return False
        near = self._on_file.household_carers(pupil_id) if ways(carer) else {}
        return not any(
            strength(str(each.get("contact_rule")))
            and has_initial(line.carer_key, str(each.get("name_key")))
            and self._may_be(each, line, pupil_id)
            and not self._is_said(each)
            for each in near.values()
        )

    def _may_be(self, row: Row, line: Line, pupil_id: int) -> bool:
        """Whether nothing that somebody is to the pupil speaks against it."""
        link = self._on_file.links.get((pupil_id, row.id))
        own, said = (
            same_word(fold(str(each.get("relationship") or ""))) if each else ""
            for each in (link, line.link)
        )
        return is_vague(own) or own == said

    def _is_said(self, row: Row) -> bool:
        """Whether the file says the old name, for a pupil of theirs or with a number of theirs."""
        if not self._reach.isdisjoint(reach_keys(row)):
            return True
        pupils = self._pupils.get(row.id, ())
        return any(is_called(row, key) for each in pupils for key in self._names.get(each, ()))


def _is_one_name(line: Line, row: Row) -> bool:
    carer = line.carer or {}
    if titles_of_two(carer, row):
        return False
    name, known = (str(each.get("name_key")) for each in (carer, row))
    if says_no_more(name, known) or says_no_more(known, name):
        return True
    mine, own = (split_title(each)[1].split() for each in (name, known))
    if min(len(mine), len(own)) < 2:
        return False
    return mine[0] == own[0] and (len(mine[0]) > 1 or mine[-1] == own[-1])


def titles_of_two(one: Row | Values, other: Row | Values) -> bool:
    """Whether the titles of two carers are a man's and a woman's, wherever these stand."""
    return two_by_title(
        *(
            title_of(fold(str(each.get("title") or "")), str(each.get("name_key")))
            for each in (one, other)
        )
    )
