"""How far a file reaches: who is listed in it, and how many families on file it would change."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from parentlink.usecases.importing.families.guarding.removed import Removals
from parentlink.usecases.importing.families.matching.gathered import Gathered
from parentlink.usecases.importing.families.matching.onfile import OnFile
from parentlink.usecases.importing.families.parts.settled import Settled


class Listed(NamedTuple):
    """Who stands in a file; `most` are the carers of the pupil who has most of them there."""

    carers: int = 0
    pupils: int = 0
    most: int = 0
    has_rules: bool = False  # whether a column says who must not be contacted

    def and_in(self, gathered: Gathered) -> "Listed":
        """With those of one more batch."""
        of_pupil = Counter(pupil for pupil, _ in gathered.links)
        carers = len({each.carer for each in gathered.placed if each.carer})
        most = max(of_pupil.values(), default=0)
        return Listed(
            self.carers + carers,
            self.pupils + len(of_pupil),
            max(self.most, most),
            self.has_rules,
        )

    def and_those(self, settled: Settled) -> "Listed":
        """With those who need no look."""
        return Listed(
            self.carers + settled.carers,
            self.pupils + len(settled.pupils),
            max(self.most, settled.most),
            self.has_rules,
        )


def families_changed(
    gathered: Gathered, standings: Sequence[str], gone: Removals, on_file: OnFile
) -> int:
    """Families on file with a row that changes somebody, or with a carer no longer listed."""
    found = {on_file.carers[each.carer_id].get("family_id") for each in gone.removed}
    for each, standing in zip(gathered.placed, standings, strict=True):
        family = gathered.family_of[each.line.at].on_file
        if standing == "changed" and family:
            found.add(family.id)
    held = [one for one in found if on_file.families[int(one or 0)].get("archived_on") is None]
    return len(held)
