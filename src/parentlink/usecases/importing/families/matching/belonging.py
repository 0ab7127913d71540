"""Whether the pupil of a row belongs to the household of its carer.

Mostly so. Not if the file says so (in_family), nor if the carer is on file as one from outside and
the file says nothing of families; nor if it is a grandmother, a neighbour and the like who is
carer of a pupil that has a home already: two cousins are not one family because of her. A doctor, a
childminder or a social worker makes no home, and somebody barred does not make two homes one.
"""

from collections.abc import Iterable

from parentlink.parse.names import fold
from parentlink.rules.professionals import is_professional
from parentlink.usecases.importing.families.matching.onfile import OnFile
from parentlink.usecases.importing.families.matching.people import Node, Placed
from parentlink.usecases.importing.families.reading.lines import Line
from parentlink.vocabulary import ContactRule, LivesWith

_OUTSIDE = frozenset(
    (
        *("grandmother", "grandfather", "grandparent", "grandparents", "gran", "granny", "grandma"),
        *("grandad", "granddad", "grandpa", "nan", "nana", "nanna", "nanny", "aunt", "auntie"),
        *("aunty", "uncle", "cousin", "brother", "sister", "sibling", "relative", "relation"),
        *("friend", "neighbour", "social", "other"),
    )
)
_AT_HOME = (LivesWith.YES, LivesWith.PART)


def is_from_outside(line: Line) -> bool:
    """Whether a row is about somebody who hardly lives with the pupil, as far as it says."""
    relationship = fold(str(line.link.get("relationship") or ""))
    if line.ref is not None or line.in_family is not None:
        return False
    if line.link.get("lives_with") in _AT_HOME:
        return False
    return is_no_parent(relationship)


def is_no_parent(relationship: str) -> bool:
    """Whether a folded word says that somebody may be so to children of several homes."""
    return not _OUTSIDE.isdisjoint(relationship.split()) or is_professional(relationship)


def makes_no_home(line: Line) -> bool:
    """Whether a row is about somebody who looks after the pupil as their work."""
    return is_from_outside(line) and is_professional(fold(str(line.link.get("relationship") or "")))


def is_barred(carer: Node) -> bool:
    """Whether a carer must not be contacted, by the file or by what is on file."""
    said = carer.rule.rule if carer.rule else None
    filed = carer.on_file.get("contact_rule") if carer.on_file else None
    return ContactRule.NEVER in (said, filed)


def strangers(placed: Iterable[Placed], on_file: OnFile) -> set[int]:
    """The lines (by `at`) whose pupil does not belong to the household of the carer."""
    rows = [each for each in placed if each.pupil]
    at_home = {each.pupil for each in rows if _has_home(each)}
    at_home |= {
        each.pupil for each in rows if each.pupil and on_file.families_of.get(_id(each.pupil))
    }
    return {each.line.at for each in rows if _is_stranger(each, at_home, on_file)}


def _has_home(each: Placed) -> bool:
    """Whether a row says that its pupil has a home: who is barred may live anywhere."""
    barred = each.carer is not None and is_barred(each.carer) and each.line.ref is None
    return not (is_from_outside(each.line) or barred)


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
