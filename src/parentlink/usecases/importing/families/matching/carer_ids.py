"""Rows whose carer id is somebody else's on file: two systems give two people one number."""

from parentlink.parse.names import fold, quoted, shorten
from parentlink.rules.same_carer import may_have_id
from parentlink.usecases.importing.families.matching.barred_people import known
from parentlink.usecases.importing.families.matching.onfile import OnFile, Row, is_called
from parentlink.usecases.importing.families.matching.people import Clash, Node
from parentlink.usecases.importing.families.reading.lines import Line
from parentlink.usecases.importing.rule import strength

_WHY = (
    "On file this is {name} (c{id}), and the row is about {new}. If they are one person: "
    "parentlink carer edit c{id} --name {typed}. If the ids are another system's, please leave "
    'that column out: --map "its heading=".'
)


class CarerIds:
    """Which carer on file has an id, and whether a row with that id may be about them."""

    def __init__(self, on_file: OnFile) -> None:
        self._on_file = on_file
        self._relations: dict[int, set[str]] | None = None

    def clash(self, line: Line, pupil: Node | None) -> Clash | None:
        """What to say of a row whose carer id is on file as somebody else's."""
        external, key = (line.carer or {}).get("external_id"), line.carer_key
        known = self._on_file.carer_by_id.get(str(external)) if external and key else None
        if known is None:
            return None
        row = self._on_file.carers[known]
        if is_called(row, key) or known in self._on_file.known_as.names["carer"].get(key, ()):
            return None
        if not self._names_another(row, pupil, key) and self._may_be(line, pupil, row):
            return None
        new = str((line.carer or {}).get("name") or "")
        why = _WHY.format(name=row.get("name"), id=known, new=shorten(new), typed=quoted(new))
        return Clash("carer_id", str(external), why)

    def _names_another(self, row: Row, pupil: Node | None, key: str) -> bool:
        """Whether another carer of the pupil, or of the family on file, has the row's name."""
        filed = self._on_file
        near = set(filed.carers_in.get(int(row.get("family_id") or 0), ()))
        if pupil and pupil.on_file:
            near |= filed.household_carers(pupil.on_file.id).keys()
        return any(is_called(filed.carers[each], key) for each in near - {row.id})

    def _may_be(self, line: Line, pupil: Node | None, row: Row) -> bool:
        relation = fold(str(line.link.get("relationship") or ""))
        pupil_id = pupil.on_file.id if pupil and pupil.on_file else 0
        link = self._on_file.links.get((pupil_id, row.id))
        own = fold(str(link.get("relationship") or "")) if link else ""
        return may_have_id(
            known(line.carer or {}, relation, {relation}),
            known(row, own, self._related(row.id)),
            ruled=strength(str(row.get("contact_rule"))) > 0,
            of_pupil=link is not None,
        )

    def _related(self, carer_id: int) -> set[str]:
        """What a carer on file is to anybody."""
        if self._relations is None:
            self._relations = {}
            for (_, carer), link in self._on_file.links.items():
                words = self._relations.setdefault(carer, set())
                words.add(fold(str(link.get("relationship") or "")))
        return self._relations.get(carer_id, set())
