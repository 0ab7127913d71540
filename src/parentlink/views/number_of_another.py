"""What to say about a number or address that is typed, and is another carer's already."""

from parentlink.usecases.number_of_another import Shared


def another_lines(shared: Shared | None) -> list[str]:
    """A line on a number that is another carer's already, who may be contacted."""
    if shared is None:
        return []
    first, more = shared.others[0], len(shared.others) - 1
    who = f"{first.name} (c{first.id}, {first.family} family)"
    who += "" if not more else " and 1 more carer" if more == 1 else f" and {more:,} more carers"
    own = f"{shared.name} (c{shared.id})"
    if shared.rule == "allow":
        return [
            f"{own} has a number or e-mail address of {who}. If it is the same person: parentlink "
            f"merge c{first.id} c{shared.id}"
        ]
    return [
        f"{own}, for whom there is a contact rule ({shared.rule}), has a number or e-mail address "
        f"of {who}. Whoever rings or writes there may reach {shared.name}."
    ]
