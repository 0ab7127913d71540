"""Brothers and sisters who have the same lead come one after the other, if nobody pays for it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import permutations

from parentlink.rules.planning_board import Board, Wanted

_MOST_SIBLINGS = 4
_TRIES = 12  # runs of slots that are tried for one family
_MOVES = 200  # people asked to move before a try is given up

Seats = tuple[tuple[Wanted, int], ...]


def bring_together(board: Board, wanted: Sequence[Wanted], follows: Sequence[bool]) -> None:
    """Give siblings with the same lead slots in a row, as long as everybody keeps a place."""
    groups: dict[tuple[int, int], list[Wanted]] = defaultdict(list)
    for one in wanted:
        if one.id in board.at:
            groups[one.family, one.lead].append(one)
    for group in groups.values():
        if not 2 <= len(group) <= _MOST_SIBLINGS:
            continue
        ranked = sorted(
            _rows(group, follows), key=lambda seats: (_strangers(board, seats), seats[0][1])
        )
        for seats in ranked[:_TRIES]:
            if _sit(board, seats):
                board.pinned.update(one.id for one in group)
                break


def _rows(group: list[Wanted], follows: Sequence[bool]) -> Iterator[Seats]:
    """Every way to sit in a row: for each run of slots the first order in which all can."""
    able = {one.id: frozenset(one.slots) for one in group}
    for first in group[0].slots if len({one.slots for one in group}) == 1 else range(len(follows)):
        run = range(first, first + len(group))
        if run[-1] >= len(follows) or not all(follows[slot] for slot in run[1:]):
            continue
        for order in permutations(group):
            if all(slot in able[one.id] for one, slot in zip(order, run, strict=True)):
                yield tuple(zip(order, run, strict=True))
                break


def _strangers(board: Board, seats: Seats) -> int:
    """How many others would have to move."""
    ours = {one.id for one, _ in seats}
    return sum(board.desk.get((one.lead, slot), one.id) not in ours for one, slot in seats)


def _sit(board: Board, seats: Seats) -> bool:
    """Take these seats; whoever had one finds another, or everything is put back."""
    before = dict(board.at)
    ours = {one.id for one, _ in seats}
    holders = [board.desk.get((one.lead, slot)) for one, slot in seats]
    others = [who for who in holders if who is not None and who not in ours]
    if board.pinned.intersection(others):
        return False
    for who in (*ours, *others):
        board.take(board.wanted[who])
    for one, slot in seats:
        if not board.can_take(one, slot):
            board.restore(before)
            return False
        board.put(one, slot)
    board.pinned |= ours
    if all(board.make_room(board.wanted[who], most=_MOVES) for who in others):
        return True
    board.pinned -= ours
    board.restore(before)
    return False
