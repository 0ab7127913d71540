"""Whether the pupil of a row belongs to the household of its carer.

Mostly so. Not if the file says so (in_family), nor if the carer is on file as one from outside and
the file says nothing of families; nor if it is a grandmother, a neighbour and the like who is
carer of a pupil that has a home already: two cousins are not one family because of her.
"""

from collections.abc import Iterable

from parentlink.parse.names import fold
from parentlink.usecases.importing.lines import Line
from parentlink.usecases.importing.onfile import OnFile
from parentlink.usecases.importing.people import Node, Placed
from parentlink.vocabulary import LivesWith

_OUTSIDE = frozenset(
    (
        *("grandmother", "grandfather", "grandparent", "grandparents", "gran", "granny", "grandma"),
        *("grandad", "granddad", "grandpa", "nan", "nana", "nanna", "nanny", "aunt", "auntie"),
        *("aunty", "uncle", "cousin", "brother", "sister", "sibling", "relative", "relation"),
        *("friend", "neighbour", "childminder", "minder", "social", "doctor", "other"),
    )
)
_AT_HOME = (LivesWith.YES, LivesWith.PART)


def is_from_outside(line: Line) -> bool:
    """Whether a row is about somebody who hardly lives with the pupil, as far as it says."""
    words = fold(str(line.link.get("relationship") or "")).split()
    unsaid = line.ref is None and line.in_family is None
    return unsaid and line.link.get("lives_with") not in _AT_HOME and not _OUTSIDE.isdisjoint(words)


def strangers(placed: Iterable[Placed], on_file: OnFile) -> set[int]:
    """The lines (by `at`) whose pupil does not belong to the household of the carer."""
    rows = [each for each in placed if each.pupil]
    at_home = {each.pupil for each in rows if not is_from_outside(each.line)}
    at_home |= {
        each.pupil for each in rows if each.pupil and on_file.families_of.get(_id(each.pupil))
    }
    return {each.line.at for each in rows if _is_stranger(each, at_home, on_file)}


def _is_stranger(each: Placed, at_home: set[Node | None], on_file: OnFile) -> bool:
    line = each.line
    if line.in_family is not None or line.ref is not None or each.carer is None:
        return line.in_family is False
    if each.carer.on_file and each.pupil and (_id(each.pupil), _id(each.carer)) in on_file.links:
        family_id = int(each.carer.on_file.get("family_id") or 0)
        return (family_id, _id(each.pupil)) not in on_file.members
    return is_from_outside(line) and each.pupil in at_home


def _id(node: Node) -> int:
    return node.on_file.id if node.on_file else 0
