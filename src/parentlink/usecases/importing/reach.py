"""How many of the families on file a file would change."""

from collections.abc import Sequence

from parentlink.usecases.importing.gathered import Gathered
from parentlink.usecases.importing.onfile import OnFile
from parentlink.usecases.importing.removed import Removals


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
