"""The other ids and names of people on file: of records that were merged into theirs."""

from collections.abc import Iterable
from typing import NamedTuple

KNOWN_AS = "SELECT id, pupil_id, carer_id, external_id, name_key FROM known_as ORDER BY id"
KNOWN_AS_COLUMNS = ("pupil_id", "carer_id", "external_id", "name_key")


class Other(NamedTuple):
    """Another name or id of somebody on file."""

    id: int
    pupil_id: int | None
    carer_id: int | None
    external_id: str | None
    name_key: str


class KnownAs:
    """The other ids and names of pupils, and of carers."""

    def __init__(self, others: Iterable[Other] = ()) -> None:
        self.ids: dict[str, dict[str, int]] = {"pupil": {}, "carer": {}}
        self.names: dict[str, dict[str, list[int]]] = {"pupil": {}, "carer": {}}
        for each in others:
            kind = "pupil" if each.pupil_id else "carer"
            owner = each.pupil_id or each.carer_id or 0
            if each.external_id:
                self.ids[kind][each.external_id] = owner
            self.names[kind].setdefault(each.name_key, []).append(owner)
