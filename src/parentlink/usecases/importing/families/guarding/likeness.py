"""New carers who have the number of another carer of the same pupil: perhaps the same person.

A carer who comes back from the school's office under another name would be a new carer without the
contact rule of the old one. Nothing is guessed: it is said, and always if the old one is barred.
"""

from parentlink.usecases.importing.families.guarding.suspects import household
from parentlink.usecases.importing.families.matching.gathered import Gathered
from parentlink.usecases.importing.families.matching.onfile import OnFile, Row, ways
from parentlink.usecases.importing.families.matching.people import Node, Placed
from parentlink.usecases.importing.rule import strength

_Said = dict[tuple[Node | None, str], tuple[int, str]]
_BARRED = (
    'Row {row}: "{name}" has a number or e-mail address of {other}, for whom there is a contact '
    "rule (never, or ask first). If they are two, check that number before you ring it; if they "
    "are one, set the rule with parentlink carer edit."
)
_GONE = (
    'Row {row}: "{name}" is new and has the mobile number or e-mail address of {other}, who is not '
    "in the file. If it is the same person, change the name first (parentlink carer edit)."
)


def alike(gathered: Gathered, on_file: OnFile) -> list[tuple[int, str]]:
    """The row and a sentence for each new carer with the number of one who is barred or gone."""
    new = [each for each in gathered.placed if each.carer and not each.carer.on_file]
    if not new:
        return []
    barred = _barred(new)
    filed = _by_way(gathered, on_file)
    if not (barred or filed):
        return []
    return list(_said_of(new, barred, filed, gathered, on_file).values())


def _said_of(
    new: list[Placed],
    barred: dict[tuple[Node | None, str], Node],
    filed: dict[str, list[Row]],
    gathered: Gathered,
    on_file: OnFile,
) -> _Said:
    said: _Said = {}
    for each in new:
        if each.carer is None or _is_barred(each.carer):
            continue
        near = household(each, gathered, on_file)
        for way in ways(each.carer.values):
            if other := barred.get((each.pupil, way)):
                _say(said, _BARRED, each, str(other.values.get("name")))
            for row in filed.get(way, ()):
                if row.id in near and (text := _about(row, way, each.carer)):
                    _say(said, text, each, str(row.get("name")))
    return said


def _barred(new: list[Placed]) -> dict[tuple[Node | None, str], Node]:
    """The barred carers of the file itself, by pupil and number."""
    found: dict[tuple[Node | None, str], Node] = {}
    for each in new:
        if each.carer and each.pupil and _is_barred(each.carer):
            for way in ways(each.carer.values):
                found.setdefault((each.pupil, way), each.carer)
    return found


def _say(said: _Said, text: str, each: Placed, other: str) -> None:
    name, row = each.carer.values.get("name") if each.carer else "", each.line.row
    said.setdefault((each.carer, other), (row, text.format(row=row, name=name, other=other)))


def _about(row: Row, way: str, carer: Node) -> str:
    if strength(str(row.get("contact_rule"))):
        return _BARRED
    own = (carer.values.get("mobile_phone"), str(carer.values.get("email")).casefold())
    return _GONE if way in own else ""  # a couple may share the number at home


def _is_barred(carer: Node) -> bool:
    return carer.rule is not None and strength(carer.rule.rule) > 0


def _by_way(gathered: Gathered, on_file: OnFile) -> dict[str, list[Row]]:
    """The carers on file who are barred or not in the file, by each number and address."""
    carers = {each.carer for each in gathered.placed if each.carer}
    in_file = {carer.on_file.id for carer in carers if carer.on_file}
    found: dict[str, list[Row]] = {}
    for row in on_file.carers.values():
        if row.id not in in_file or strength(str(row.get("contact_rule"))):
            for way in ways(row):
                found.setdefault(way, []).append(row)
    return found
