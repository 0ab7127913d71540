"""What to say about a number or address that is typed, and is another carer's already."""

from parentlink.usecases.number_of_another import Shared
from parentlink.vocabulary import ContactRule


def another_lines(shared: Shared | None) -> list[str]:
    """A line on a number that is another carer's already, who may be contacted."""
    if shared is None:
        return []
    first, own = shared.others[0], f"{shared.name} (c{shared.id})"
    who = f"{first.name} (c{first.id}, {first.family} family){_more(len(shared.others) - 1)}"
    if shared.rule == ContactRule.ALLOW:
        return [
            f"{own} has a number or e-mail address of {who}. If it is the same person: parentlink "
            f"merge c{first.id} c{shared.id}"
        ]
    return [
        f"{own}, for whom there is a contact rule ({shared.rule}), has a number or e-mail address "
        f"of {who}. Whoever rings or writes there may reach {shared.name}."
    ]


def _more(count: int) -> str:
    if not count:
        return ""
    return " and 1 more carer" if count == 1 else f" and {count:,} more carers"
