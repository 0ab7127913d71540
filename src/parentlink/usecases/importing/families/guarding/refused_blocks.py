"""Blocks in rows that were refused: a slip in a number must not lose a court order beside it.

Where the row names the carer for certain the block is set all the same: by the id with the same
name, or as the only carer of that name of a pupil known by UPN or id, and by the forename: ids are
given to others, and their fathers may be called alike. Else a person is told.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import NamedTuple

from parentlink.errors import Unreadable
from parentlink.exchange.cells import unguard
from parentlink.exchange.sheet import Refused
from parentlink.parse.names import fold, shorten
from parentlink.rules.forbidding import forbids
from parentlink.rules.same_pupil import Known, may_have_id
from parentlink.rules.whose_order import whom
from parentlink.store.store import Store
from parentlink.usecases.importing.aside import Aside, Pile, pile_of_rows
from parentlink.usecases.importing.cells import Cell, Values
from parentlink.usecases.importing.families.matching.barred_people import relation_of
from parentlink.usecases.importing.families.matching.onfile import Row, is_called
from parentlink.usecases.importing.families.reading.columns import Columns, Part
from parentlink.usecases.importing.families.reading.fields import read_cell
from parentlink.usecases.importing.families.reading.lines import Line
from parentlink.usecases.importing.families.reading.places import take_place
from parentlink.usecases.importing.families.reading.said import heed_words, take_relation
from parentlink.usecases.importing.named import Found, Wrong, name_carer, name_pupil, rule_of
from parentlink.usecases.importing.rule import LONGEST_REASON, Rule, renewed, strength
from parentlink.vocabulary import ContactRule

_RESTRICTED = "see the file under "
_TABLES = ("family", "pupil", "carer", "link", "row", "rule")

# Of these it is clear whether somebody else is meant; "parent" may be either.
_RELATIONS = frozenset(
    ("mother", "father", "stepmother", "stepfather", "grandmother", "grandfather")
)
_CARER = "SELECT c.id, c.name_key, c.title, c.contact_rule, c.rule_reason FROM carer c"
CARER_OF_ID = f"{_CARER} WHERE c.external_id = :external"
PUPILS = (
    "SELECT id, name_key, preferred_key FROM pupil WHERE upn = :upn OR external_id = :external"
    " ORDER BY id"
)
CARERS_OF_PUPIL = (
    f"{_CARER} WHERE c.id IN (SELECT carer_id FROM pupil_carer WHERE pupil_id = :pupil_id)"
)
RULE_NOW = "SELECT contact_rule, rule_reason, NULL FROM carer WHERE id = :id"


class Block(NamedTuple):
    """A block in a refused row, and whom it names; ids are those of the file."""

    row: int
    carer: str
    carer_key: str
    carer_id: str | None
    pupil: str
    upn: str | None
    pupil_id: str | None
    rule: str
    reason: str


class Held(NamedTuple):
    """A block of a refused row that is not on file; `carer_id` is on file, None if in doubt."""

    row: int
    carer: str
    pupil: str
    rule: str
    reason: str
    carer_id: int | None


class _Filed(NamedTuple):
    id: int
    name_key: str
    title: str | None
    contact_rule: str
    rule_reason: str | None

    @property
    def rule(self) -> Rule:
        return Rule(self.contact_rule, self.rule_reason)


class _Pupil(NamedTuple):
    id: int
    name_key: str
    preferred_key: str | None

    @property
    def known(self) -> Known:
        return Known(tuple(filter(None, (self.name_key, self.preferred_key))), None, None)


def pile_of_blocks(aside: Aside) -> Pile[Block]:
    """Room for blocks, in the order of the file."""
    return pile_of_rows(aside, Block._make)


def blocks_in(columns: Columns, refused: Refused) -> list[Block]:
    """The blocks that stand in the cells of a row, whatever else is wrong in it."""
    row = refused.problem.row
    cells = [unguard(cell).strip() for cell in refused.cells]
    people = [_people(part, cells) for part in columns.parts]
    found = [
        _block(row, each["carer"], each["pupil"], rule)
        for each in people
        if (rule := _rule(each)) and strength(rule.rule)
    ]
    return found or _of_nobody_certain(row, columns, cells, people)


def blocks_of(line: Line) -> list[Block]:
    """The block of a line that was refused because it contradicts another one."""
    if line.rule is None or not strength(line.rule.rule):
        return []
    return [_block(line.row, line.carer or {}, line.pupil or {}, line.rule)]


def block_beside(row: int, text: str) -> Block:
    """The block of a title or footer, which nobody knows whom it is about."""
    return _block(row, {}, {}, Rule(ContactRule.NEVER.value, shorten(text, 200)))


def _people(part: Part, cells: Sequence[str]) -> Found:
    """All that can be read of one carer's columns, and of the pupil's."""
    found: Found = {table: {} for table in _TABLES}
    for name, at, table, column in part.taken:
        text = cells[at] if at < len(cells) else ""
        with suppress(Unreadable):
            if text:
                found[table][column] = text if table == "rule" else read_cell(name, text)
    for table, column, value in part.given:
        found[table].setdefault(column, value)
    with suppress(Wrong):
        heed_words(found)
    with suppress(Wrong):
        take_place(found)
    take_relation(found)
    with suppress(Wrong, Unreadable):
        name_pupil(found["row"], found["pupil"])
    with suppress(Wrong, Unreadable):
        name_carer(found["row"], found["carer"])
    return found


def _rule(found: Found) -> Rule | None:
    try:
        return rule_of(found["rule"], has_carer=True)
    except Wrong as wrong:
        return Rule(ContactRule.NEVER.value, f"unclear in the file: '{shorten(wrong.text)}'")


def _of_nobody_certain(
    row: int, columns: Columns, cells: Sequence[str], people: Sequence[Found]
) -> list[Block]:
    """Words that forbid contact in cells that are not read, or a rule that may be any carer's."""
    loose = {name: cells[at] for name, at in columns.loose.items() if at < len(cells)}
    found = _rule({"rule": {name: text for name, text in loose.items() if text}})
    said = [found.reason or ""] if found and strength(found.rule) else []
    behind = range(max(columns.unread, default=-1) + 1, len(cells))
    places = [at for at in sorted({*columns.unread, *behind}) if at < len(cells)]
    said += [_shown(columns, at, cells[at]) for at in places if forbids(cells[at])]
    if not said:
        return []
    names = [str(each["carer"].get("name") or "") for each in people if _may_be(each, said[0])]
    if columns.hidden and said[0].startswith(_RESTRICTED):
        names = []  # nobody sees who is meant
    carer: Values = {"name": " or ".join(filter(None, names))}
    return [_block(row, carer, people[0]["pupil"], Rule(ContactRule.NEVER.value, said[0]))]


def _may_be(each: Found, words: str) -> bool:
    """Whether words may be about a carer of the row: "Do not contact dad" is not about his wife."""
    meant = whom(fold(words)) & _RELATIONS
    relation = relation_of(each["link"].get("relationship"))
    return not (meant and relation in _RELATIONS) or relation in meant


def _shown(columns: Columns, at: int, cell: str) -> str:
    """A cell that forbids contact; of a restricted one where it stands."""
    if at in columns.hidden:
        return f"{_RESTRICTED}{shorten(columns.unread[at])}"
    return shorten(cell, 200)


def _block(row: int, carer: Values, pupil: Values, rule: Rule) -> Block:
    return Block(
        row,
        str(carer.get("name") or ""),
        str(carer.get("name_key") or ""),
        _text(carer.get("external_id")),
        str(pupil.get("legal_name") or ""),
        _text(pupil.get("upn")),
        _text(pupil.get("external_id")),
        rule.rule,
        (rule.reason or "in the file")[:LONGEST_REASON],
    )


def _text(value: Cell) -> str | None:
    return None if value is None else str(value)


def held(store: Store | None, blocks: Iterable[Block]) -> list[Held]:
    """The blocks that are not on file yet, each with the carer whom it means for certain."""
    found = []
    for block in blocks:
        carer = _carer(store, block) if store else None
        if carer is None or renewed(Rule(block.rule, block.reason), carer.rule):
            names = (block.row, block.carer, block.pupil, block.rule, block.reason)
            found.append(Held(*names, carer.id if carer else None))
    return found


def _carer(store: Store, block: Block) -> _Filed | None:
    if not block.carer_key:
        return None
    of_id = store.one(_Filed, CARER_OF_ID, external=block.carer_id) if block.carer_id else None
    if of_id and _is_called(of_id, block):
        return of_id
    pupils = store.all(_Pupil, PUPILS, upn=block.upn, external=block.pupil_id)
    meant = [each.id for each in pupils if _is_about(each, block)]
    of_pupils = (store.all(_Filed, CARERS_OF_PUPIL, pupil_id=one) for one in meant)
    fits = {each.id: each for some in of_pupils for each in some if _is_called(each, block)}
    return next(iter(fits.values())) if len(fits) == 1 else None


def _is_about(pupil: _Pupil, block: Block) -> bool:
    """Whether the row may mean the pupil who has its UPN or id on file."""
    named = Known((fold(block.pupil),), None, None)
    return not block.pupil or may_have_id(named, pupil.known, near=False)


def _is_called(filed: _Filed, block: Block) -> bool:
    return is_called(Row(filed.id, filed._asdict()), block.carer_key)


def set_held(store: Store, blocks: Iterable[Held]) -> None:
    """Set the blocks of refused rows whose carer is certain; a stricter rule on file stays."""
    for each in blocks:
        filed = store.one(Rule, RULE_NOW, id=each.carer_id) if each.carer_id else None
        if filed and (now := renewed(Rule(each.rule, each.reason), filed)):
            store.update("carer", each.carer_id or 0, contact_rule=now.rule, rule_reason=now.reason)
