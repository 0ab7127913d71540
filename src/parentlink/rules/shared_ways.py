"""A number or an address that somebody has too who must not be contacted: whoever rings or writes
there may reach them. Exports leave it out; the call list and log-call say so.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple


class Ways(NamedTuple):
    """How somebody who must not be contacted would be reached."""

    name: str
    mobile_phone: str | None
    home_phone: str | None
    work_phone: str | None
    email: str | None


def by_way(barred: Iterable[Ways]) -> dict[str, str]:
    """Each number and address of these people, as it is compared, with the name of who has it."""
    found: dict[str, str] = {}
    for one in barred:
        for way in one[1:]:
            if way:
                found.setdefault(way.casefold(), one.name)
    return found


def whose_too(way: str | None, barred: Mapping[str, str]) -> str | None:
    """The name of who must not be contacted and has this number or address too, or None."""
    return barred.get(way.casefold()) if way else None


def to_ring(numbers: Sequence[str | None], barred: Mapping[str, str]) -> str | None:
    """The number to offer: the first that is nobody's who is barred, else the first there is."""
    on_file = [number for number in numbers if number]
    return next((one for one in on_file if not whose_too(one, barred)), next(iter(on_file), None))


def check_number(owner: str) -> str:
    """What to say beside a number that `owner`, who is barred, has too."""
    return f"{owner}, who must not be contacted, has it too"
