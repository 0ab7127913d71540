"""What to say about a contact rule that somebody new has, or that was taken away."""

from collections.abc import Iterable

from parentlink.usecases.barred import Barred
from parentlink.usecases.guarded import AtHome, Guarded, Namesake, Ruled


def barred_lines(added: Iterable[Barred]) -> list[str]:
    """A line of its own for everybody just added who has a contact rule."""
    words = {"ask": "ASK FIRST before contact with"}
    return [
        f"{words.get(one.contact_rule, 'DO NOT CONTACT')} {one.name} ({one.family} family): "
        f"{one.rule_reason}"
        for one in added
    ]


def sharing_lines(carer_id: int, name: str, rows: Iterable[Barred]) -> list[str]:
    """A line for everybody with a contact rule whose number another carer has."""
    return [
        f"{name} (c{carer_id}) has a number or e-mail address of {one.name} (c{one.id}, "
        f"{one.family} family), for whom there is a contact rule ({one.contact_rule}): "
        f"{one.rule_reason}. If it is the same person: parentlink merge c{one.id} c{carer_id}"
        for one in rows
    ]


def lifted_lines(lifted: Iterable[Barred]) -> list[str]:
    """A line for everybody whose block an edit or an undo has taken away."""
    return [
        f"{one.name} ({one.family} family) is no longer marked DO NOT CONTACT. Until now: "
        f"{one.rule_reason}"
        for one in lifted
    ]


def guarded_lines(rows: Iterable[Guarded]) -> list[str]:
    """A line of its own for each conversation that a contact rule now speaks against."""
    return [f"{_rule(one)}. Conversation v{one.id} is with them{_way(one)}" for one in rows]


def ruled_lines(ruled: Ruled) -> list[str]:
    """Everything that the rule of a carer must be followed through to, each a line of its own."""
    actions = [
        f"{_rule(one)}. Action {one.id} is in their name: please agree it with somebody else "
        f'(parentlink action replace {one.id} "WHAT" --who NAME)'
        for one in ruled.actions
    ]
    return [*guarded_lines(ruled.talks), *actions, *namesake_lines(ruled.namesakes)]


def namesake_lines(rows: Iterable[Namesake]) -> list[str]:
    """A line for everybody who may be the person that was ruled out, under another id."""
    return [
        f"{one.carer} (c{one.id}, {one.family} family) may be the same person, and no rule "
        f"protects them there. If so: parentlink carer edit c{one.id} --rule {one.should_be} "
        "--reason TEXT"
        for one in rows
    ]


def _rule(one: Guarded | AtHome) -> str:
    reason = (one.rule_reason or "no reason on file").rstrip(".")
    first = "ASK FIRST before contacting" if one.contact_rule == "ask" else "DO NOT CONTACT"
    return f"{first} {one.carer}: {reason}"


def _way(one: Guarded) -> str:
    if one.contact_rule == "ask":
        return "."
    return (
        f": give it another time with somebody else (parentlink conversation move v{one.id} --to "
        f"WHEN --with CARER --reason TEXT), or: parentlink conversation cancel v{one.id} --reason "
        "TEXT"
    )
