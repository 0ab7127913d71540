"""Rows that name somebody as a second record of theirs did, which was merged into the first.

The office's system may hold the second record for ever. What its rows say counts only where the
file says nothing of the first one; a name never, since a person chose the one on file.
"""

from collections.abc import Collection, Container, Iterator

from parentlink.parse.names import fold
from parentlink.rules.same_carer import may_have_id as may_be_carer
from parentlink.rules.same_pupil import is_namesake
from parentlink.rules.same_pupil import may_have_id as may_be_pupil
from parentlink.usecases.importing.cells import Values
from parentlink.usecases.importing.families.matching.barred_people import known
from parentlink.usecases.importing.families.matching.filed_pupils import known_pupil, marks_of
from parentlink.usecases.importing.families.matching.onfile import OnFile, Row, ways
from parentlink.usecases.importing.families.matching.people import Node
from parentlink.usecases.importing.families.reading.lines import Line

_NAMES = ("legal_name", "name", "name_key", "preferred_name", "preferred_key")
_TELLING = ("upn", "external_id", "date_of_birth", "tutor_group")


# -- by id ---------------------------------------------------------------------------------


def with_own_ids(lines: list[Line], on_file: OnFile) -> list[Line]:
    """The lines with the id on file instead of another one of the same person.

    Where a row is clearly about somebody else, the id is another system's, and stays.
    """
    for kind, filed in (("pupil", on_file.pupils), ("carer", on_file.carers)):
        if owners := {
            other: filed[owner]
            for other, owner in on_file.known_as.ids[kind].items()
            if filed[owner].get("external_id")
        }:
            lines = list(_own_ids(lines, kind, owners, on_file))
    return lines


def _own_ids(
    lines: list[Line], kind: str, owners: dict[str, Row], on_file: OnFile
) -> Iterator[Line]:
    said = {_external(_values(line, kind)) for line in lines}
    carers: dict[str, list[Values]] = {}
    for line in lines if kind == "pupil" else ():
        if line.carer and (external := _external(line.pupil or {})) in owners:
            carers.setdefault(external, []).append(line.carer)
    for line in lines:
        values = _values(line, kind)
        external = _external(values)
        owner = owners.get(external)
        if owner is None or not _may_be(line, kind, owner, on_file, carers.get(external, ())):
            yield line
            continue
        yield _with(line, kind, only_new(values, str(owner.get("external_id")), said))


def only_new(values: Values, own: str, said: Container[str]) -> Values:
    """What counts of a row with another id of somebody: nothing if the file says the first one."""
    kept = {} if own in said else {name: values[name] for name in values if name not in _NAMES}
    return kept | {"external_id": own}


def _may_be(line: Line, kind: str, owner: Row, on_file: OnFile, carers: Collection[Values]) -> bool:
    """Whether a row with another id of somebody may be about them; `carers` of a pupil's rows."""
    values, names = _values(line, kind), on_file.known_as.names[kind]
    key = str(values.get("name_key") or "")
    is_called = not key or key == owner.get("name_key") or owner.id in names.get(key, ())
    if kind == "carer":
        return is_called or _may_be_carer(line, owner, on_file)
    row, filed = known_pupil(values), known_pupil(owner)
    if is_called and not is_namesake(row, filed):
        return True
    strangers = _are_strangers(carers, owner, on_file)
    if is_called:
        return not strangers
    return may_be_pupil(row, filed, near=False, strangers=strangers)


def _may_be_carer(line: Line, owner: Row, on_file: OnFile) -> bool:
    of_pupil = _is_of_the_pupil(line, owner, on_file)
    return may_be_carer(known(line.carer or {}), known(owner), ruled=True, of_pupil=of_pupil)


def _are_strangers(carers: Collection[Values], pupil: Row, on_file: OnFile) -> bool:
    """Whether a pupil on file has carers, and the rows have others."""
    filed = on_file.household_carers(pupil.id).values()
    known_marks = {mark for each in filed for mark in marks_of(each, proof=False)}
    said = {mark for each in carers for mark in marks_of(each, proof=False)}
    return bool(said and known_marks) and said.isdisjoint(known_marks)


def _is_of_the_pupil(line: Line, carer: Row, on_file: OnFile) -> bool:
    """Whether somebody on file is a carer of the pupil of a row, by an id or the name."""
    pupil = line.pupil or {}
    mine = {(name, pupil[name]) for name in ("upn", "external_id", "name_key") if pupil.get(name)}
    pupils = (on_file.pupils[one] for one, other in on_file.links if other == carer.id)
    return any(row.get(name) == value for row in pupils for name, value in mine)


def _values(line: Line, kind: str) -> Values:
    return (line.pupil if kind == "pupil" else line.carer) or {}


def _external(values: Values) -> str:
    return str(values.get("external_id") or "")


def _with(line: Line, kind: str, values: Values) -> Line:
    return line._replace(pupil=values) if kind == "pupil" else line._replace(carer=values)


# -- by name -------------------------------------------------------------------------------


def with_own_pupils(lines: list[Line], on_file: OnFile) -> list[Line]:
    """The lines with the pupil's name on file instead of that of a second record."""
    known = on_file.known_as.names["pupil"]
    if not known:
        return lines
    said = {str((line.pupil or {}).get("name_key")) for line in lines}
    others: dict[int, set[str]] = {}
    for name in said & known.keys():
        for owner in known[name]:
            if on_file.pupils[owner].get("name_key") != name:
                others.setdefault(owner, set()).add(name)
    for owner, names in others.items():
        lines = list(_own_pupil(lines, on_file.pupils[owner], names))
    return lines


def _own_pupil(lines: list[Line], row: Row, others: set[str]) -> Iterator[Line]:
    own = {line.at for line in lines if _is_pupil(line, row, {str(row.get("name_key"))})}
    other = {line.at for line in lines if _is_pupil(line, row, others)}
    for line in lines:
        if other and line.at in own | other:
            line = line._replace(pupil_ref=line.pupil_ref or f"known as p{row.id}")
        if line.at in other:
            values = line.pupil or {}
            if own:
                values = {name: values[name] for name in values if name in _TELLING}
            names = {name: row.get(name) for name in ("legal_name", "name_key")}
            line = line._replace(pupil=values | names)
        yield line


def _is_pupil(line: Line, row: Row, names: set[str]) -> bool:
    """Whether a row is about this pupil under one of these names, and nothing speaks against it."""
    values = line.pupil or {}
    if values.get("name_key") not in names:
        return False
    pairs = [(values.get(name), row.get(name)) for name in _TELLING]
    return all(a is None or b is None or fold(str(a)) == fold(str(b)) for a, b in pairs)


def with_own_carers(
    pairs: list[tuple[Line, Node | None]], on_file: OnFile
) -> list[tuple[Line, Node | None]]:
    """The lines with the carer's name on file instead of that of a second record."""
    names = on_file.known_as.names["carer"]
    if not names:
        return pairs
    meant = {line.at: _owner(line, pupil, on_file) for line, pupil in pairs}
    called: dict[str, list[int]] = {}
    for owner in {each for each in meant.values() if each}:
        called.setdefault(str(on_file.carers[owner].get("name_key")), []).append(owner)
    own = {
        each
        for line, pupil in pairs
        for each in called.get(line.carer_key, ())
        if _is_carer(line, pupil, each, on_file)
    }
    return [
        (line if (one := meant[line.at]) is None else _named(line, one, on_file, own), pupil)
        for line, pupil in pairs
    ]


def _owner(line: Line, pupil: Node | None, on_file: OnFile) -> int | None:
    """The carer whose second record had the name of this row, if it is one."""
    owners = dict.fromkeys(on_file.known_as.names["carer"].get(line.carer_key, ()))
    linked = on_file.carers_of.get(pupil.on_file.id, ()) if pupil and pupil.on_file else ()
    if any(on_file.carers[each].get("name_key") == line.carer_key for each in (*linked, *owners)):
        return None
    fits = [each for each in owners if _is_carer(line, pupil, each, on_file)]
    return fits[0] if len(fits) == 1 else None


def _is_carer(line: Line, pupil: Node | None, owner: int, on_file: OnFile) -> bool:
    """Whether a row shares a number, an address or the pupil with a carer on file."""
    carer, row = line.carer or {}, on_file.carers[owner]
    external = carer.get("external_id")
    if external and external != row.get("external_id"):
        return False
    linked = pupil is not None and pupil.on_file and (pupil.on_file.id, owner) in on_file.links
    return bool(linked) or not set(ways(carer)).isdisjoint(ways(row))


def _named(line: Line, owner: int, on_file: OnFile, own: set[int]) -> Line:
    carer, row = line.carer or {}, on_file.carers[owner]
    if owner in own:
        carer = {name: value for name, value in carer.items() if value == row.get(name)}
    return line._replace(carer=carer | {name: row.get(name) for name in ("name", "name_key")})
