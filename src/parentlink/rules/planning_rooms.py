"""Which rooms are free in which slot, and who gets which."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from parentlink.rules.planning_slots import Slot, Span, meets


def same_room(one: str, other: str) -> bool:
    """Whether two names are one room, however they were typed."""
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())


def free_rooms(
    names: Sequence[str], found: Sequence[Slot], used: Sequence[tuple[str, Span]]
) -> list[list[str]]:
    """The rooms that nothing stands in, for each slot."""
    return [
        [
            name
            for name in names
            if not any(
                same_room(room, name) and meets((slot.starts_at, slot.ends_at), span)
                for room, span in used
            )
        ]
        for slot in found
    ]


def give_rooms(
    at: Mapping[int, int], leads: Mapping[int, int], free: Sequence[Sequence[str]]
) -> dict[int, str]:
    """A room for each conversation (`at`: its slot, `leads`: its lead); a lead stays in the same
    one where that can be."""
    together: dict[int, list[int]] = defaultdict(list)
    for one, slot in at.items():
        together[slot].append(one)
    last: dict[int, str] = {}
    given: dict[int, str] = {}
    for slot in sorted(together):
        names = list(free[slot])
        # Those who have a room already choose first, so that nobody new takes it.
        for one in sorted(
            together[slot], key=lambda one: (last.get(leads[one]) not in free[slot], leads[one])
        ):
            was = last.get(leads[one])
            name = was if was in names else names[0]
            names.remove(name)
            last[leads[one]] = given[one] = name
    return given
