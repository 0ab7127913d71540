"""What a merge would do or did, in lines and for scripts."""

from typing import NamedTuple

from parentlink.parse.names import shorten
from parentlink.rules.merging import Outcome, Point, Value
from parentlink.usecases.merging.merge import Merge, Move, called
from parentlink.views.gate import one_line
from parentlink.vocabulary import PHONES, ContactRule
from parentlink.vocabulary.restricted import RESTRICTED

_WAYS = (*PHONES, "email")
_BARS = {"never": "DO NOT CONTACT", "ask": "ASK FIRST before contact with"}
_WORDS = {
    "contact": ("contact", "contacts"),
    "contact_pupil": ("contact", "contacts"),
    "good_news": ("piece of good news", "pieces of good news"),
    "promise": ("promise", "promises"),
    "conversation": ("structured conversation", "structured conversations"),
    "conversation_target": ("target for a conversation", "targets for a conversation"),
    "action": ("agreed action", "agreed actions"),
    "carer": ("carer", "carers"),
    "pupil": ("pupil as their tutor", "pupils as their tutor"),
    "family": ("family as its key contact", "families as their key contact"),
}
# What ties two together is named by the other one of them.
_TIES = {
    ("carer", "pupil_carer"): ("pupil", "pupils"),
    ("pupil", "pupil_carer"): ("carer", "carers"),
    ("pupil", "pupil_family"): ("household", "households"),
    ("family", "pupil_family"): ("pupil", "pupils"),
}
_STAYS = {"family": "family that", "staff": "member of staff who"}
_FIELDS = {"external_id": "school's id", "legal_name": "name", "archived_on": "archived"}


class Shown(NamedTuple):
    """One point as scripts get it; what is restricted, or a barred carer's number, is null."""

    of: str
    field: str
    outcome: Outcome
    kept: Value
    other: Value


class Answer(NamedTuple):
    """A merge as scripts get it."""

    done: bool
    kind: str
    kept_id: int
    kept: str
    other_id: int
    other: str
    points: list[Shown]
    moves: list[Move]
    contact_rule: str | None
    rule_reason: str | None
    homes: tuple[str, ...]
    families: list["Answer"]


def answer(plan: Merge, *, done: bool) -> Answer:
    """A merge as scripts get it."""
    return Answer(
        done,
        plan.kind,
        plan.kept_id,
        plan.kept,
        plan.other_id,
        plan.other,
        _points(plan),
        plan.moves,
        plan.rule,
        plan.rule_reason,
        plan.homes,
        [answer(each, done=done) for each in plan.join],
    )


def _points(plan: Merge) -> list[Shown]:
    points = [_shown(plan, "", point) for point in plan.points]
    return points + [_shown(plan, each.partner, each.point) for each in plan.link_points]


def _shown(plan: Merge, of: str, point: Point) -> Shown:
    hidden = point.column in RESTRICTED
    hidden = hidden or (plan.rule == ContactRule.NEVER and point.column in _WAYS)
    kept, other = (None, None) if hidden else (point.kept, point.other)
    return Shown(of, point.column, point.outcome, kept, other)


# -- for people ----------------------------------------------------------------------------


def preview(plan: Merge) -> list[str]:
    """Everything that would happen, before the question."""
    kept, other = called(plan)
    who = _STAYS.get(plan.kind, f"{plan.kind} who")
    lines = [f"{other} becomes one with {kept}, the {who} stays."]
    lines += _body(plan)
    for each in plan.join:
        lines.append(
            f"The households {each.kept} (f{each.kept_id}) and {each.other} (f{each.other_id}) "
            "become one, since nobody would be left in the second."
        )
        lines += _body(each)
    if plan.homes:
        lines.append(
            f"{plan.kept} will belong to the households {' and '.join(plan.homes)}. If that is "
            "one household: parentlink merge, with these two ids."
        )
    return [one_line(text) for text in lines]


def protecting(plan: Merge) -> list[str]:
    """The contact rule that will hold, a line of its own."""
    if plan.rule not in _BARS:
        return []
    return [one_line(f"{_BARS[plan.rule]} {plan.kept}: {plan.rule_reason}")]


def done(plan: Merge) -> str:
    """One line on a merge that was made."""
    (kept, other), words = called(plan), _moved(plan)
    moved = f", with {words}" if words else ""
    return one_line(f"Merged {other} into {kept}{moved}. Undo: parentlink undo")


def _moved(plan: Merge) -> str:
    """What goes over to the kept record: "3 contacts, 1 pupil"."""
    words = []
    for each in plan.moves:
        one, many = _TIES.get((plan.kind, each.table)) or _WORDS[each.table]
        words.append(f"{each.rows:,} {one if each.rows == 1 else many}")
    return ", ".join(words)


def _body(plan: Merge) -> list[str]:
    lines = [_point(shown) for shown in _points(plan)]
    if words := _moved(plan):
        lines.append(f"  goes over: {words}")
    if plan.closes_target:
        lines.append("  both are targets for a conversation; the second one ends today")
    return lines


def _point(shown: Shown) -> str:
    field = _FIELDS.get(shown.field, shown.field.removesuffix("_id").replace("_", " "))
    field = f"{field} for {shown.of}" if shown.of else field
    if shown.kept is None and shown.other is None:
        words = {
            Outcome.FILLED: "is filled from the other record",
            Outcome.STAYS: "differs, and stays as it is",
            Outcome.TAKEN: "differs, and is taken from the other record",
            Outcome.BOTH: "differs, and says both",
        }
        return f"  {field} {words[shown.outcome]} (not shown)"
    mine, theirs = (_value(shown.field, value) for value in (shown.kept, shown.other))
    if shown.outcome is Outcome.FILLED:
        return f"  {field}: {theirs} (was blank)"
    if shown.outcome is Outcome.TAKEN:
        return f"  {field}: {theirs}, and no longer {mine}"
    if shown.field == "external_id":
        return f"  {field}: {mine} stays; files that say {theirs} mean this record, too"
    return f"  {field}: {mine} stays (the other record says {theirs})"


def _value(field: str, value: Value) -> str:
    if value is None:
        return "none"
    if field in PHONES:
        from parentlink.parse.phone import show_phone

        return show_phone(str(value))
    if field in ("interpreter", "emergency"):
        return "yes" if value else "no"
    return shorten(str(value), 60)
