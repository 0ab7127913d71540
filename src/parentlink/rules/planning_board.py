"""The board on which a plan is made: who is in which slot, and how one more finds a place."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

_ROOMS = -1  # stands for the lead where all the rooms of a slot have been looked at


class Wanted(NamedTuple):
    """A conversation to place. `slots` are the slots in which it can be, by number, in order."""

    id: int
    family: int
    lead: int
    slots: tuple[int, ...]


class Board:
    """Who is in which slot. A lead has one desk in each slot; a family is at one desk at a time."""

    def __init__(self, wanted: Sequence[Wanted], rooms: Sequence[int] | None) -> None:
        self.wanted = {one.id: one for one in wanted}
        self.rooms = rooms
        self.at: dict[int, int] = {}
        self.desk: dict[tuple[int, int], int] = {}  # (lead, slot): who is there
        self.inside: dict[int, set[int]] = defaultdict(set)  # slot: everybody in it
        self.pinned: set[int] = set()  # who may not be moved any more
        self._families: dict[int, list[int]] = defaultdict(list)
        for one in wanted:
            self._families[one.family].append(one.id)

    def put(self, one: Wanted, slot: int) -> None:
        """Place somebody who has no place."""
        self.at[one.id] = slot
        self.desk[one.lead, slot] = one.id
        self.inside[slot].add(one.id)

    def take(self, one: Wanted) -> None:
        """Take somebody's place away."""
        slot = self.at.pop(one.id)
        del self.desk[one.lead, slot]
        self.inside[slot].discard(one.id)

    def restore(self, before: Mapping[int, int]) -> None:
        """Put everybody where they were."""
        moved = [who for who in self.wanted if self.at.get(who) != before.get(who)]
        for who in moved:
            if who in self.at:
                self.take(self.wanted[who])
        for who in moved:
            if who in before:
                self.put(self.wanted[who], before[who])

    def siblings_at(self, one: Wanted, slot: int) -> list[int]:
        """The conversations of the family with somebody else in that slot."""
        mates = self._families[one.family]
        if len(mates) == 1:
            return mates[:0]
        return [mate for mate in mates if mate != one.id and self.at.get(mate) == slot]

    def room_free(self, slot: int) -> bool:
        """Whether a room is left in that slot."""
        return self.rooms is None or len(self.inside[slot]) < self.rooms[slot]

    def can_take(self, one: Wanted, slot: int) -> bool:
        """Whether nothing has to move for it."""
        free = (one.lead, slot) not in self.desk and self.room_free(slot)
        return free and not self.siblings_at(one, slot)

    def first_fit(self, one: Wanted) -> None:
        """The first slot that is free, if any is."""
        for slot in one.slots:
            if self.can_take(one, slot):
                self.put(one, slot)
                return

    def make_room(
        self, start: Wanted, ruled_out: set[tuple[int, int]] | None = None, most: int = 0
    ) -> bool:
        """Place one who has no place by moving others, nearest first; nobody loses their place.

        What is `ruled_out` (it grows by a search that fails) is not looked at; with `most`, the
        search ends after so many have been asked to move.
        """
        seen = set(ruled_out or ())
        makes_way: dict[int, int] = {}  # who would move: for whom
        queue = [start]
        for mover in queue:
            for slot in self._open_to(mover, seen):
                free = (mover.lead, slot) not in self.desk and self.room_free(slot)
                if free and self._move_along(mover, slot, makes_way):
                    return True
                ways = () if free else self._in_the_way(mover, slot, seen)
                asked = [other for other in ways if other not in makes_way]
                makes_way.update(dict.fromkeys(asked, mover.id))
                queue += [self.wanted[other] for other in asked]
            if most and len(queue) > most:
                return False
        if ruled_out is not None:
            ruled_out |= seen
        return False

    def _open_to(self, mover: Wanted, seen: set[tuple[int, int]]) -> Iterator[int]:
        """The slots, not looked at before, in which no brother or sister has another lead."""
        now = self.at.get(mover.id)
        for slot in mover.slots:
            desk = (mover.lead, slot)
            if desk in seen or slot == now:
                continue
            # One with the same lead is at the desk itself, and moves as anybody there would.
            mates = self.siblings_at(mover, slot)
            if all(self.wanted[mate].lead == mover.lead for mate in mates):
                seen.add(desk)
                yield slot

    def _in_the_way(self, mover: Wanted, slot: int, seen: set[tuple[int, int]]) -> list[int]:
        """Any one of these would have to move: who has the desk, or, for a room, anybody there."""
        holder = self.desk.get((mover.lead, slot))
        if holder is None and (_ROOMS, slot) in seen:
            return []
        if holder is None:
            seen.add((_ROOMS, slot))
        there = sorted(self.inside[slot]) if holder is None else [holder]
        return [who for who in there if who not in self.pinned]

    def _move_along(self, last: Wanted, slot: int, makes_way: Mapping[int, int]) -> bool:
        """Everybody on the path moves up by one; put back if a family would be at two desks."""
        moves = [(last, slot)]
        while moves[-1][0].id in makes_way:
            gone = moves[-1][0].id
            moves.append((self.wanted[makes_way[gone]], self.at[gone]))
        before = dict(self.at)
        for one, _ in moves:
            if one.id in self.at:
                self.take(one)
        for one, new in moves:
            self.put(one, new)
        if any(self.siblings_at(one, new) for one, new in moves):
            self.restore(before)
            return False
        return True

    def move_sibling(self, one: Wanted) -> bool:
        """Take the slot that a brother or sister with another lead has, if they find another."""
        for slot in one.slots:
            mates = self.siblings_at(one, slot)
            if len(mates) != 1 or (one.lead, slot) in self.desk:
                continue
            mate = self.wanted[mates[0]]
            before = dict(self.at)
            self.take(mate)
            self.put(one, slot)
            if self.make_room(mate):
                return True
            self.restore(before)
        return False
