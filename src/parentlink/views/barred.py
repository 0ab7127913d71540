"""What to say about a contact rule that somebody new has, or that was taken away."""

from collections.abc import Iterable

from parentlink.usecases.barred import Barred


def barred_lines(added: Iterable[Barred]) -> list[str]:
    """A line of its own for everybody just added who has a contact rule."""
    words = {"ask": "ASK FIRST before contact with"}
    return [
        f"{words.get(one.contact_rule, 'DO NOT CONTACT')} {one.name} ({one.family} family): "
        f"{one.rule_reason}"
        for one in added
    ]


def lifted_lines(lifted: Iterable[Barred]) -> list[str]:
    """A line for everybody whose block an edit or an undo has taken away."""
    return [
        f"{one.name} ({one.family} family) is no longer marked DO NOT CONTACT. Until now: "
        f"{one.rule_reason}"
        for one in lifted
    ]
